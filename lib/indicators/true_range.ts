import { refuseBar } from "./guard.ts";

/** State of the true range; changed in place by update. */
export interface TrueRangeState {
  /** True range of the last bar, in price units; NaN on the first bar. */
  value: number;
  /** NaN before the first bar. */
  previousClose: number;
}

/**
 * Wilder's true range: the largest of high - low, |high - previous close|, |low - previous close|. NaN
 * without a previous close: comparisons with NaN are false, so it ends up in both top and bottom.
 */
export function trueRange(high: number, low: number, previousClose: number): number {
  const top = high > previousClose ? high : previousClose;
  const bottom = low < previousClose ? low : previousClose;
  return top - bottom;
}

/** True range per bar (TA-Lib TRANGE, lookback 1: the first bar has no previous close and gives NaN). */
export const TrueRange = {
  create(): TrueRangeState {
    return { value: NaN, previousClose: NaN };
  },

  /** Adds one bar; throws RangeError on a price that is not finite. */
  update(state: TrueRangeState, high: number, low: number, close: number): number {
    const sum = high + low + close;
    if (sum - sum !== 0) refuseBar("TrueRange", `high ${high}, low ${low}, close ${close}`);
    state.value = trueRange(high, low, state.previousClose);
    state.previousClose = close;
    return state.value;
  },
} as const;
