import { Checks, type Side } from "../domain/mod.ts";
import { isEngulfing, isStrongClose, type PivotKind, Pivots } from "../indicators/mod.ts";
import type { NoState, Strategy } from "./contract.ts";
import type { TrendPullbackConfig } from "./schema.ts";
import { Signal } from "./signal.ts";
import { stopBeyond, targetTicks } from "./ticks.ts";
import type { StrategyView } from "./view.ts";

/**
 * Trend pullback. Long (shorts mirrored):
 *
 * - trend: last 1d close > EMA20 > EMA50;
 * - setup: the last closed 4h bar's range overlaps the zone between its EMA20 and EMA50, with RSI(14) in rsi_min..rsi_max;
 * - trigger: the 1h bar engulfs the previous, opposite body, or closes strongly upwards;
 * - stop: beyond the last confirmed swing low of the last swing_bars entry bars, which must lie below the close;
 * - target, for the whole position: the most recent confirmed 4h swing high of the last target_bars setup bars that lies
 *   above the close. It is never stretched to reach the reward:risk.
 */
export const trendPullback: Strategy<TrendPullbackConfig, NoState> = {
  name: "trend_pullback",
  priceChecks: {
    stop: "pullback.stop",
    target: "pullback.target_beyond",
    rewardRisk: "pullback.reward_risk",
  },

  createState: () => ({}),

  observe() {},

  generateSignal(config, _state, view, signal, checks) {
    const side = trendSide(view, checks);
    if (side === 0) return false;
    const isTouching = touchesZone(view, checks);
    const isNeutral = hasNeutralRsi(config, view, checks);
    const rule = triggerRule(config, view, side, checks);
    if (!isTouching || !isNeutral || rule === "") return false;
    signal.side = side;
    signal.rule = rule;
    return true;
  },

  calculateStop(config, _state, view, signal, checks) {
    const { entry } = view, side = signal.side as Side;
    const kind: PivotKind = side === 1 ? "low" : "high";
    const slot = Pivots.last(entry.pivots, kind, config.swing_bars);
    const age = Pivots.ageAt(entry.pivots, kind, slot);
    if (!Checks.add(checks, "pullback.swing", age, config.swing_bars, slot >= 0)) return false;
    const swing = Pivots.priceAt(entry.pivots, kind, slot);
    if (!Checks.add(checks, "pullback.swing_side", swing, entry.close, (entry.close - swing) * side > 0)) {
      return false;
    }
    signal.stopTicks = stopBeyond(view.instrument, config, swing, entry.atr, side);
    return true;
  },

  calculateTarget(config, _state, view, signal, checks) {
    const { entry, setup } = view, side = signal.side as Side;
    const kind: PivotKind = side === 1 ? "high" : "low";
    const slot = Pivots.lastBeyond(setup.pivots, kind, side, entry.close, config.target_bars);
    const target = Pivots.priceAt(setup.pivots, kind, slot);
    if (!Checks.add(checks, "pullback.target", target, entry.close, slot >= 0)) return false;
    Signal.addTarget(signal, targetTicks(view.instrument, target, side), 100);
    return true;
  },

  requiredLeverage: () => 1,
};

/** 1 for close > EMA20 > EMA50, -1 mirrored, else 0. */
function trendSide(view: StrategyView, checks: Checks): Side | 0 {
  const { close, ema20, ema50 } = view.trend;
  const side: Side | 0 = ema20 > ema50 ? 1 : ema20 < ema50 ? -1 : 0;
  if (!Checks.add(checks, "pullback.trend_emas", ema20, ema50, side !== 0)) return 0;
  return Checks.add(checks, "pullback.trend_close", close, ema20, (close - ema20) * side > 0) ? side : 0;
}

/** Whether the setup bar's range and its EMA zone overlap; the value is the gap between them, 0 where they do. */
function touchesZone(view: StrategyView, checks: Checks): boolean {
  const { high, low, ema20, ema50 } = view.setup;
  const gap = Math.max(0, Math.min(ema20, ema50) - high, low - Math.max(ema20, ema50));
  return Checks.add(checks, "pullback.zone", gap, 0, gap <= 0);
}

/** Whether the setup bar's RSI is within bounds, both included; the limit is the bound it is beyond, or would be first. */
function hasNeutralRsi(config: TrendPullbackConfig, view: StrategyView, checks: Checks): boolean {
  const { rsi } = view.setup, { rsi_min, rsi_max } = config;
  const limit = rsi < (rsi_min + rsi_max) / 2 ? rsi_min : rsi_max;
  return Checks.add(checks, "pullback.rsi", rsi, limit, rsi >= rsi_min && rsi <= rsi_max);
}

/** The trigger that fired, engulfing before strong close; empty when none did. The value counts those that did. */
function triggerRule(
  config: TrendPullbackConfig,
  view: StrategyView,
  side: Side,
  checks: Checks,
): string {
  const { open, high, low, close, prevOpen, prevClose } = view.entry;
  const isEngulfed = isEngulfing(prevOpen, prevClose, open, close, side);
  const isStrong = isStrongClose(
    open,
    high,
    low,
    close,
    side,
    config.strong_body_share,
    config.strong_outer_share,
  );
  const fired = (isEngulfed ? 1 : 0) + (isStrong ? 1 : 0);
  if (!Checks.add(checks, "pullback.trigger", fired, 1, fired >= 1)) return "";
  return isEngulfed ? "pullback_engulfing" : "pullback_strong_close";
}
