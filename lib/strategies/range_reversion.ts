import { Checks, type Side } from "../domain/mod.ts";
import type { Strategy } from "./contract.ts";
import { ExcursionState, trackExcursion } from "./excursion.ts";
import type { RangeReversionConfig } from "./schema.ts";
import { Signal } from "./signal.ts";
import { stopBeyond, targetTicks } from "./ticks.ts";
import type { BandBar, StrategyView } from "./view.ts";

/**
 * Range reversion. Long (shorts mirrored), on entry or setup bars as configured:
 *
 * - a close below the lower Bollinger band with RSI(14) <= rsi_oversold arms; further such closes arm again;
 * - a close back inside within back_bars of the last arming close fires. Each of them is a chance, not the first alone:
 *   where the first is worth too little, a later one nearer the band may do;
 * - stop: beyond the lowest low from the first outside close to the signal bar;
 * - targets: first_target_share_pct at the mid-band, the rest at the upper band, both as they are on the signal bar. Both
 *   must lie beyond the anchor; the reward:risk is that of the first.
 */
export const rangeReversion: Strategy<RangeReversionConfig, ExcursionState> = {
  name: "range_reversion",
  priceChecks: {
    stop: "reversion.stop",
    target: "reversion.target_beyond",
    rewardRisk: "reversion.reward_risk",
  },

  createState: ExcursionState.create,

  observe(config, state, view) {
    if (hasClosed(config, view)) trackExcursion(config, state, signalBar(config, view));
  },

  generateSignal(config, state, view, signal, checks) {
    if (!isDue(config, view, checks)) return false;
    const { side, armedIndex } = state;
    if (!Checks.add(checks, "reversion.excursion", side, NaN, side !== 0)) return false;
    const bar = signalBar(config, view);
    const rsiLimit = side === 1 ? config.rsi_oversold : config.rsi_overbought;
    const isArmed = Checks.add(checks, "reversion.rsi", state.rsi, rsiLimit, armedIndex >= 0);
    const band = side === 1 ? bar.bbLower : bar.bbUpper;
    const isBack = Checks.add(checks, "reversion.back_inside", bar.close, band, state.isBack);
    if (!isArmed) return false;
    const age = bar.index - armedIndex;
    const isSoon = Checks.add(checks, "reversion.back_bars", age, config.back_bars, age <= config.back_bars);
    if (!isBack || !isSoon) return false;
    signal.side = side as Side;
    signal.rule = "band_reversion";
    return true;
  },

  calculateStop(config, state, view, signal) {
    const side = signal.side as Side;
    signal.stopTicks = stopBeyond(view.instrument, config, state.extreme, view.entry.atr, side);
    return true;
  },

  calculateTarget(config, _state, view, signal) {
    const { instrument } = view, side = signal.side as Side;
    const bar = signalBar(config, view);
    const first = config.first_target_share_pct;
    const opposite = side === 1 ? bar.bbUpper : bar.bbLower;
    Signal.addTarget(signal, targetTicks(instrument, bar.bbMid, side), first);
    Signal.addTarget(signal, targetTicks(instrument, opposite, side), 100 - first);
    return true;
  },

  requiredLeverage: () => 1,
};

function signalBar(config: RangeReversionConfig, view: StrategyView): BandBar {
  return config.timeframe === "entry" ? view.entry : view.setup;
}

/** Whether a bar of the configured timeframe has closed with this entry bar. */
function hasClosed(config: RangeReversionConfig, view: StrategyView): boolean {
  return config.timeframe === "entry" || view.setup.closedNow;
}

/** As hasClosed, noted where it can fail. */
function isDue(config: RangeReversionConfig, view: StrategyView, checks: Checks): boolean {
  if (config.timeframe === "entry") return true;
  const { closedNow } = view.setup;
  return Checks.add(checks, "reversion.setup_closed", closedNow ? 1 : 0, 1, closedNow);
}
