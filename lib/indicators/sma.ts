import { requireWhole, skipLeading } from "./guard.ts";

/**
 * State of a simple moving average; changed in place by update.
 *
 * The bars are cut into blocks of `period`. Slots before `slot` hold the raw values of the current block;
 * slots from `slot` on hold suffix sums of the block before. A window is always one suffix plus the current
 * block, so nothing is ever subtracted and nothing can drift.
 */
export interface SmaState {
  readonly period: number;
  /** Mean of the last `period` values; NaN for the first period - 1 updates. */
  value: number;
  warm: boolean;
  slot: number;
  blockSum: number;
  readonly window: Float64Array;
}

/** Simple moving average (TA-Lib SMA, lookback period - 1), without drift, amortised O(1). */
export const Sma = {
  /** period >= 1; throws RangeError otherwise. */
  create(period: number): SmaState {
    requireWhole("Sma", "period", period, 1);
    return { period, value: NaN, warm: false, slot: 0, blockSum: 0, window: new Float64Array(period) };
  },

  /** Adds one value; a leading NaN is skipped, a later one throws RangeError. */
  update(state: SmaState, x: number): number {
    if (x - x !== 0) return skipLeading("Sma", x, state.warm || state.slot > 0);
    const { period, window } = state;
    const next = state.slot + 1;
    window[state.slot] = x;
    state.blockSum += x;
    if (next === period) return closeBlock(state);
    state.slot = next;
    if (state.warm) state.value = (window[next] + state.blockSum) / period;
    return state.value;
  },
} as const;

/**
 * The window is exactly this block: take its mean, then turn its values into suffix sums for the next block.
 */
function closeBlock(state: SmaState): number {
  const { period, window } = state;
  state.value = state.blockSum / period;
  for (let i = period - 2; i >= 0; i--) window[i] += window[i + 1];
  state.warm = true;
  state.slot = 0;
  state.blockSum = 0;
  return state.value;
}
