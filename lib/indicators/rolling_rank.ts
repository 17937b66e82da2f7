import { requireWhole, skipLeading } from "./guard.ts";
import { SortedWindow, type SortedWindowState } from "./sorted_window.ts";

/** State of a rolling rank; changed in place by update. */
export interface RollingRankState {
  readonly period: number;
  /**
   * 0..1: share of the previous `period` values strictly below the last one; NaN for the first `period`
   * updates.
   */
  value: number;
  readonly window: SortedWindowState;
}

/**
 * Share of the previous `period` values that are strictly below the current one, which is not counted itself:
 * 0 for a new low (or a flat series), 1 for a new high.
 */
export const RollingRank = {
  /** period >= 1; throws RangeError otherwise. */
  create(period: number): RollingRankState {
    requireWhole("RollingRank", "period", period, 1);
    return { period, value: NaN, window: SortedWindow.create(period) };
  },

  /** Adds one value; a leading NaN is skipped, a later one throws RangeError. */
  update(state: RollingRankState, x: number): number {
    const { period, window } = state;
    if (x - x !== 0) return skipLeading("RollingRank", x, window.size > 0);
    if (window.size === period) state.value = SortedWindow.countBelow(window, x) / period;
    SortedWindow.push(window, x);
    return state.value;
  },
} as const;
