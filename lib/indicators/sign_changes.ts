import { requireWhole, skipLeading } from "./guard.ts";

/** State of the sign-change share; changed in place by update. */
export interface SignChangesState {
  readonly period: number;
  /**
   * 0..1: sign changes in the last `period` transitions, divided by `period`; NaN until there are that many.
   */
  value: number;
  /** Sign of the last value that was not zero: -1 or 1; 0 before there was one. */
  sign: number;
  changes: number;
  /** Transitions judged, counted up to `period`. */
  seen: number;
  slot: number;
  /** One flag per transition, a ring. */
  readonly flags: Uint8Array;
}

/**
 * How often a series changes its sign: the share of the last `period` values whose sign differs from the sign
 * before. A zero keeps the previous sign; zeros before the first other value have none and are not judged. So
 * the first result comes `period` values after the first one that is not zero.
 */
export const SignChanges = {
  /** period >= 1; throws RangeError otherwise. */
  create(period: number): SignChangesState {
    requireWhole("SignChanges", "period", period, 1);
    return { period, value: NaN, sign: 0, changes: 0, seen: 0, slot: 0, flags: new Uint8Array(period) };
  },

  /** Adds one value; a leading NaN is skipped, a later one throws RangeError. */
  update(state: SignChangesState, x: number): number {
    if (x - x !== 0) return skipLeading("SignChanges", x, state.sign !== 0);
    const before = state.sign;
    if (x !== 0) state.sign = x > 0 ? 1 : -1;
    if (before === 0) return NaN;
    const { period, flags, slot } = state;
    const flag = state.sign === before ? 0 : 1;
    state.changes += flag - flags[slot];
    flags[slot] = flag;
    state.slot = slot + 1 === period ? 0 : slot + 1;
    if (state.seen < period) state.seen += 1;
    if (state.seen === period) state.value = state.changes / period;
    return state.value;
  },
} as const;
