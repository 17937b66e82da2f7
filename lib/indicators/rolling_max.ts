import { requireWhole, skipLeading } from "./guard.ts";

/**
 * State of a rolling maximum; changed in place by update.
 *
 * `values` and `births` are one ring: a deque of candidates, oldest and largest at `head`, strictly falling
 * behind it.
 */
export interface RollingMaxState {
  readonly period: number;
  /** Largest of the last `period` values; NaN for the first period - 1 updates. */
  value: number;
  /** Values seen so far. */
  seen: number;
  head: number;
  size: number;
  readonly values: Float64Array;
  /** Number of the update (from 0) that brought each candidate. */
  readonly births: Float64Array;
}

/**
 * Largest of the last `period` values, the current one included (TA-Lib MAX, lookback period - 1). Amortised
 * O(1).
 */
export const RollingMax = {
  /** period >= 1; throws RangeError otherwise. */
  create(period: number): RollingMaxState {
    requireWhole("RollingMax", "period", period, 1);
    return {
      period,
      value: NaN,
      seen: 0,
      head: 0,
      size: 0,
      values: new Float64Array(period),
      births: new Float64Array(period),
    };
  },

  /** Adds one value; a leading NaN is skipped, a later one throws RangeError. */
  update(state: RollingMaxState, x: number): number {
    if (x - x !== 0) return skipLeading("RollingMax", x, state.seen > 0);
    const { period, values, births } = state;
    const birth = state.seen++;
    let { head, size } = state;
    if (size > 0 && births[head] <= birth - period) {
      head = head + 1 === period ? 0 : head + 1;
      size -= 1;
    }
    // Candidates that are older and no larger than x can never be the maximum again.
    while (size > 0 && values[wrap(head + size - 1, period)] <= x) size -= 1;
    const tail = wrap(head + size, period);
    values[tail] = x;
    births[tail] = birth;
    state.head = head;
    state.size = size + 1;
    if (state.seen >= period) state.value = values[head];
    return state.value;
  },
} as const;

function wrap(slot: number, period: number): number {
  return slot >= period ? slot - period : slot;
}
