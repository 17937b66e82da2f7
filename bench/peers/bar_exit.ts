import type { CandleColumns } from "../../lib/market/mod.ts";
import type { Conventions } from "./conventions.ts";

/** A position's two levels. */
export interface Bracket {
  /** 1 long, -1 short. */
  readonly side: number;
  readonly stop: number;
  readonly target: number;
}

/** The price at which bar i ends a position under the conventions; NaN where it goes on. */
export function exitOf(
  candles: CandleColumns,
  i: number,
  bracket: Bracket,
  conventions: Conventions,
): number {
  const { side, stop, target } = bracket;
  const open = candles.open[i], high = candles.high[i], low = candles.low[i];
  // the bar's ends as the position sees them
  const worst = side === 1 ? low : high, best = side === 1 ? high : low;
  const stopped = side * (worst - stop) <= 0, reached = side * (best - target) >= 0;
  if (!stopped && !reached) return NaN;
  const openedAtStop = side * (open - stop) <= 0, openedAtTarget = side * (open - target) >= 0;
  const stopFirst = openedAtStop || (!openedAtTarget && isStopFirst(candles, i, side, conventions.both));
  if (stopped && (stopFirst || !reached)) {
    const atOpen = openedAtStop && (conventions.stopGap === "open" || side * (best - stop) < 0);
    return atOpen ? open : stop;
  }
  if (!openedAtTarget || conventions.targetGap === "own_price") return target;
  if (conventions.targetGap === "open") return open;
  return side === 1 ? Math.max(target, low) : Math.min(target, high);
}

/** Whether a bar that touches both levels comes to the stop first. */
function isStopFirst(
  { open, close }: CandleColumns,
  i: number,
  side: number,
  both: Conventions["both"],
): boolean {
  if (both === "stop") return true;
  // the high lies at a long's target and at a short's stop
  const highFirst = both === "high" || close[i] < open[i];
  return highFirst === (side === -1);
}
