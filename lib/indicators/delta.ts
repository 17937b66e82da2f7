import { requireWhole, skipLeading } from "./guard.ts";

/** State of a difference over time; changed in place by update. */
export interface DeltaState {
  readonly period: number;
  /** Last value minus the one `period` updates before; NaN for the first `period` updates. */
  value: number;
  /** Values seen, counted up to `period`. */
  seen: number;
  slot: number;
  readonly ring: Float64Array;
}

/** Change over `period` bars: x now minus x `period` bars ago (TA-Lib MOM, lookback period). */
export const Delta = {
  /** period >= 1; throws RangeError otherwise. */
  create(period: number): DeltaState {
    requireWhole("Delta", "period", period, 1);
    return { period, value: NaN, seen: 0, slot: 0, ring: new Float64Array(period) };
  },

  /** Adds one value; a leading NaN is skipped, a later one throws RangeError. */
  update(state: DeltaState, x: number): number {
    if (x - x !== 0) return skipLeading("Delta", x, state.seen > 0);
    const { period, ring, slot } = state;
    if (state.seen === period) state.value = x - ring[slot];
    else state.seen += 1;
    ring[slot] = x;
    state.slot = slot + 1 === period ? 0 : slot + 1;
    return state.value;
  },
} as const;
