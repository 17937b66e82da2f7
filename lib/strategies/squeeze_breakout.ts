import { Checks, type Side } from "../domain/mod.ts";
import type { NoState, Strategy } from "./contract.ts";
import type { SqueezeBreakoutConfig } from "./schema.ts";
import { Signal } from "./signal.ts";
import { stopBeyond, targetTicks } from "./ticks.ts";

/**
 * Squeeze breakout, off by default. The specification says "bandwidth low then expanding; trade the break of the recent
 * range" and leaves the rest open, which is here:
 *
 * - low: the least bandwidth rank of the last squeeze_bars setup bars is <= squeeze_rank_max;
 * - expanding: bandwidth / its minimum is >= bw_expansion on the last closed setup bar;
 * - recent range: highest high and lowest low of the range_bars setup bars closed before the entry bar opened;
 * - break: the entry bar closes strictly beyond it. The side is that of the break; a bar that goes on after an earlier break
 *   counts too, and the reward:risk ends the chase;
 * - stop: beyond the middle of the range; target, for the whole position: the range's height beyond the broken edge. A close
 *   at the edge has a reward:risk of about 2.
 */
export const squeezeBreakout: Strategy<SqueezeBreakoutConfig, NoState> = {
  name: "squeeze_breakout",
  priceChecks: { stop: "squeeze.stop", target: "squeeze.target_beyond", rewardRisk: "squeeze.reward_risk" },

  createState: () => ({}),

  observe() {},

  generateSignal(config, _state, view, signal, checks) {
    const { bandwidthRankMin: rank, bandwidthExpansion: expansion, rangeHigh, rangeLow } = view.setup;
    const { close } = view.entry;
    const { squeeze_rank_max, bw_expansion } = config;
    const side: Side | 0 = close > rangeHigh ? 1 : close < rangeLow ? -1 : 0;
    const nearerEdge = close - rangeLow < rangeHigh - close ? rangeLow : rangeHigh;
    const wasNarrow = Checks.add(checks, "squeeze.rank", rank, squeeze_rank_max, rank <= squeeze_rank_max);
    const isWidening = Checks.add(
      checks,
      "squeeze.expansion",
      expansion,
      bw_expansion,
      expansion >= bw_expansion,
    );
    const isBreak = Checks.add(checks, "squeeze.break", close, nearerEdge, side !== 0);
    if (!wasNarrow || !isWidening || !isBreak) return false;
    signal.side = side;
    signal.rule = "squeeze_breakout";
    return true;
  },

  calculateStop(config, _state, view, signal) {
    const { rangeHigh, rangeLow } = view.setup;
    const middle = (rangeHigh + rangeLow) / 2, side = signal.side as Side;
    signal.stopTicks = stopBeyond(view.instrument, config, middle, view.entry.atr, side);
    return true;
  },

  calculateTarget(_config, _state, view, signal) {
    const { rangeHigh, rangeLow } = view.setup, side = signal.side as Side;
    const edge = side === 1 ? rangeHigh : rangeLow;
    Signal.addTarget(signal, targetTicks(view.instrument, edge + side * (rangeHigh - rangeLow), side), 100);
    return true;
  },

  requiredLeverage: () => 1,
};
