import { requireWhole, skipLeading } from "./guard.ts";
import { SortedWindow, type SortedWindowState } from "./sorted_window.ts";

/** State of a rolling median; changed in place by update. */
export interface RollingMedianState {
  readonly period: number;
  /** Median of the last `period` values; NaN for the first period - 1 updates. */
  value: number;
  readonly window: SortedWindowState;
}

/**
 * Median of the last `period` values, the current one included; for an even period the mean of the two middle
 * ones.
 */
export const RollingMedian = {
  /** period >= 1; throws RangeError otherwise. */
  create(period: number): RollingMedianState {
    requireWhole("RollingMedian", "period", period, 1);
    return { period, value: NaN, window: SortedWindow.create(period) };
  },

  /** Adds one value; a leading NaN is skipped, a later one throws RangeError. */
  update(state: RollingMedianState, x: number): number {
    const { period, window } = state;
    if (x - x !== 0) return skipLeading("RollingMedian", x, window.size > 0);
    SortedWindow.push(window, x);
    if (window.size < period) return NaN;
    const middle = period >>> 1;
    const { sorted } = window;
    return state.value = period % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  },
} as const;
