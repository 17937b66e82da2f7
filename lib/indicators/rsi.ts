import { requireWhole, skipLeading } from "./guard.ts";
import { Rma, type RmaState } from "./rma.ts";

/** State of the relative strength index; changed in place by update. */
export interface RsiState {
  readonly period: number;
  /** 0..100; NaN for the first `period` updates. */
  value: number;
  /** NaN before the first update. */
  previous: number;
  readonly gain: RmaState;
  readonly loss: RmaState;
}

/**
 * Wilder's relative strength index, TA-Lib RSI in its default mode: 100 * gain / (gain + loss) of Wilder
 * averages seeded with the mean of the first `period` changes (lookback period). With no change at all it is
 * 0, as in TA-Lib; TA-Lib also calls sums below 1e-14 zero, here only zero is zero, so a coin of tiny price
 * keeps its index.
 */
export const Rsi = {
  /** period >= 2; throws RangeError otherwise. */
  create(period: number): RsiState {
    requireWhole("Rsi", "period", period, 2);
    return { period, value: NaN, previous: NaN, gain: Rma.create(period), loss: Rma.create(period) };
  },

  /** Adds one value; a leading NaN is skipped, a later one throws RangeError. */
  update(state: RsiState, x: number): number {
    const { previous } = state;
    const started = previous === previous;
    if (x - x !== 0) return skipLeading("Rsi", x, started);
    state.previous = x;
    if (!started) return NaN;
    const change = x - previous;
    const gain = Rma.update(state.gain, change > 0 ? change : 0);
    const loss = Rma.update(state.loss, change < 0 ? -change : 0);
    const total = gain + loss;
    return state.value = total === 0 ? 0 : 100 * (gain / total);
  },
} as const;
