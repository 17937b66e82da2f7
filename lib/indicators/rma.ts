import { requireWhole, skipLeading } from "./guard.ts";

/** State of Wilder's moving average; changed in place by update. */
export interface RmaState {
  readonly period: number;
  /** The average; NaN for the first period - 1 updates. */
  value: number;
  /** Values seen, counted up to `period`. */
  seen: number;
  seedSum: number;
}

/**
 * Wilder's smoothed average ("New Concepts in Technical Trading Systems", 1978), as TA-Lib uses inside RSI
 * and ATR: seeded with the simple mean of the first `period` values (lookback period - 1), then value =
 * (value * (period - 1) + x) / period.
 */
export const Rma = {
  /** period >= 1; throws RangeError otherwise. */
  create(period: number): RmaState {
    requireWhole("Rma", "period", period, 1);
    return { period, value: NaN, seen: 0, seedSum: 0 };
  },

  /** Adds one value; a leading NaN is skipped, a later one throws RangeError. */
  update(state: RmaState, x: number): number {
    if (x - x !== 0) return skipLeading("Rma", x, state.seen > 0);
    const { period } = state;
    if (state.seen === period) return state.value = (state.value * (period - 1) + x) / period;
    state.seedSum += x;
    state.seen += 1;
    if (state.seen === period) state.value = state.seedSum / period;
    return state.value;
  },
} as const;
