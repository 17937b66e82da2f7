import { requireWhole, skipLeading } from "./guard.ts";
import { RollingMax, type RollingMaxState } from "./rolling_max.ts";

/** State of a rolling minimum; changed in place by update. */
export interface RollingMinState {
  readonly period: number;
  /** Smallest of the last `period` values; NaN for the first period - 1 updates. */
  value: number;
  /** Rolling maximum of the negated values. */
  readonly mirror: RollingMaxState;
}

/**
 * Smallest of the last `period` values, the current one included (TA-Lib MIN, lookback period - 1). Amortised
 * O(1).
 */
export const RollingMin = {
  /** period >= 1; throws RangeError otherwise. */
  create(period: number): RollingMinState {
    requireWhole("RollingMin", "period", period, 1);
    return { period, value: NaN, mirror: RollingMax.create(period) };
  },

  /** Adds one value; a leading NaN is skipped, a later one throws RangeError. */
  update(state: RollingMinState, x: number): number {
    if (x - x !== 0) return skipLeading("RollingMin", x, state.mirror.seen > 0);
    return state.value = -RollingMax.update(state.mirror, -x);
  },
} as const;
