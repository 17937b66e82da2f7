import { requireWhole, skipLeading } from "./guard.ts";

/** State of an exponential moving average; changed in place by update. */
export interface EmaState {
  readonly period: number;
  /** 2 / (period + 1). */
  readonly weight: number;
  /** The average; NaN for the first period - 1 updates. */
  value: number;
  /** Values seen, counted up to `period`. */
  seen: number;
  seedSum: number;
}

/**
 * Exponential moving average, TA-Lib EMA in its default (not Metastock) mode: the first value is the simple
 * mean of the first `period` inputs (lookback period - 1), then value += (x - value) * 2 / (period + 1). It
 * depends on where it starts.
 */
export const Ema = {
  /** period >= 1; throws RangeError otherwise. */
  create(period: number): EmaState {
    requireWhole("Ema", "period", period, 1);
    return { period, weight: 2 / (period + 1), value: NaN, seen: 0, seedSum: 0 };
  },

  /** Adds one value; a leading NaN is skipped, a later one throws RangeError. */
  update(state: EmaState, x: number): number {
    if (x - x !== 0) return skipLeading("Ema", x, state.seen > 0);
    if (state.seen === state.period) return state.value = (x - state.value) * state.weight + state.value;
    state.seedSum += x;
    state.seen += 1;
    if (state.seen === state.period) state.value = state.seedSum / state.period;
    return state.value;
  },
} as const;
