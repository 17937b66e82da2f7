import { requireWhole } from "./guard.ts";
import { RollingMax, type RollingMaxState } from "./rolling_max.ts";
import { RollingMin, type RollingMinState } from "./rolling_min.ts";

/**
 * State of a Donchian channel; changed in place by update. All outputs are NaN for the first period - 1 bars.
 */
export interface DonchianState {
  readonly period: number;
  /** Highest high of the last `period` bars. */
  upper: number;
  /** Lowest low of the last `period` bars. */
  lower: number;
  /** Half-way between them. */
  mid: number;
  readonly highs: RollingMaxState;
  readonly lows: RollingMinState;
}

/**
 * Donchian channel over the last `period` bars, the current one included (TA-Lib MAX of highs and MIN of
 * lows). For a break of the channel compare with the values from before the update: no bar can close outside
 * a channel it is part of.
 */
export const Donchian = {
  /** period >= 1; throws RangeError otherwise. */
  create(period: number): DonchianState {
    requireWhole("Donchian", "period", period, 1);
    return {
      period,
      upper: NaN,
      lower: NaN,
      mid: NaN,
      highs: RollingMax.create(period),
      lows: RollingMin.create(period),
    };
  },

  /** Adds one bar and returns mid; throws RangeError on a price that is not finite once it has started. */
  update(state: DonchianState, high: number, low: number): number {
    state.upper = RollingMax.update(state.highs, high);
    state.lower = RollingMin.update(state.lows, low);
    return state.mid = (state.upper + state.lower) / 2;
  },
} as const;
