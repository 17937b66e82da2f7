import { refuseBar, requireWhole } from "./guard.ts";

/** Swing high or swing low. */
export type PivotKind = "high" | "low";

/** Bit in the result of Pivots.update: the bar k bars ago is now a confirmed swing high. */
export const PIVOT_HIGH = 1;
/** Bit in the result of Pivots.update: the bar k bars ago is now a confirmed swing low. */
export const PIVOT_LOW = 2;

/** The last confirmed pivots of one kind, a ring; the newest is in slot (count - 1) % capacity. */
export interface PivotRing {
  /** Pivots confirmed since the start. */
  count: number;
  /** Index of each pivot's own bar, counted from 0 at the first update. */
  readonly bars: Float64Array;
  readonly prices: Float64Array;
}

/** State of the swing pivots; changed in place by update. */
export interface PivotsState {
  /** Bars needed on each side. */
  readonly k: number;
  readonly capacity: number;
  /** PIVOT_HIGH and PIVOT_LOW bits of the last update. */
  value: number;
  /** Bars seen so far; the last bar's index is bars - 1. */
  bars: number;
  /** Last 2k + 1 highs and lows, rings. */
  readonly highs: Float64Array;
  readonly lows: Float64Array;
  readonly high: PivotRing;
  readonly low: PivotRing;
}

/**
 * Swing pivots. A bar is a swing high when its high is strictly above the highs of the k bars before and of
 * the k bars after it (a plateau of equal highs is no pivot), a swing low likewise. It is confirmed k bars
 * later and never taken back: all that is kept at bar t depends on bars up to t alone. Update is O(k) at
 * worst, k being 2 or 3; it mostly stops at the first neighbour.
 *
 * Queries answer with a slot of the ring, or -1; a slot is good until the next update. A pivot's age is
 * counted from its own bar, so a fresh one is k bars old. Pivots of a kind lie at least k + 1 bars apart: a
 * capacity of maxAgeBars / (k + 1) + 1 misses none.
 */
export const Pivots = {
  /** k from 1 to 100, capacity >= 1; throws RangeError otherwise. */
  create(k: number, capacity = 64): PivotsState {
    requireWhole("Pivots", "k", k, 1, 100);
    requireWhole("Pivots", "capacity", capacity, 1);
    return {
      k,
      capacity,
      value: 0,
      bars: 0,
      highs: new Float64Array(2 * k + 1),
      lows: new Float64Array(2 * k + 1),
      high: createRing(capacity),
      low: createRing(capacity),
    };
  },

  /**
   * Adds one bar; returns PIVOT_HIGH, PIVOT_LOW, their sum, or 0. Throws RangeError on a price that is not
   * finite.
   */
  update(state: PivotsState, high: number, low: number): number {
    const range = high - low;
    if (range - range !== 0) refuseBar("Pivots", `high ${high}, low ${low}`);
    const { k, highs, lows } = state;
    const span = 2 * k + 1;
    const slot = state.bars % span;
    highs[slot] = high;
    lows[slot] = low;
    state.bars += 1;
    state.value = 0;
    if (state.bars < span) return 0;
    const middle = slot >= k ? slot - k : slot - k + span;
    const bar = state.bars - 1 - k;
    if (isPeak(highs, middle, 1)) {
      push(state.high, bar, highs[middle]);
      state.value += PIVOT_HIGH;
    }
    if (isPeak(lows, middle, -1)) {
      push(state.low, bar, lows[middle]);
      state.value += PIVOT_LOW;
    }
    return state.value;
  },

  /** Slot of the last confirmed pivot of a kind if it is at most maxAgeBars old, else -1. */
  last(state: PivotsState, kind: PivotKind, maxAgeBars: number): number {
    const ring = state[kind];
    if (ring.count === 0) return -1;
    const slot = (ring.count - 1) % state.capacity;
    return state.bars - 1 - ring.bars[slot] <= maxAgeBars ? slot : -1;
  },

  /**
   * Slot of the most recent pivot of a kind, at most maxAgeBars old, whose price is strictly above `level`
   * (direction 1) or strictly below it (direction -1); -1 if there is none among those kept.
   */
  lastBeyond(
    state: PivotsState,
    kind: PivotKind,
    direction: 1 | -1,
    level: number,
    maxAgeBars: number,
  ): number {
    const ring = state[kind];
    const oldestBar = state.bars - 1 - maxAgeBars;
    const oldest = Math.max(0, ring.count - state.capacity);
    for (let i = ring.count - 1; i >= oldest; i--) {
      const slot = i % state.capacity;
      if (ring.bars[slot] < oldestBar) return -1;
      if ((ring.prices[slot] - level) * direction > 0) return slot;
    }
    return -1;
  },

  /** Price of the pivot in a slot; NaN for slot -1. */
  priceAt(state: PivotsState, kind: PivotKind, slot: number): number {
    return slot < 0 ? NaN : state[kind].prices[slot];
  },

  /** Bars from the pivot in a slot to the last bar; NaN for slot -1. */
  ageAt(state: PivotsState, kind: PivotKind, slot: number): number {
    return slot < 0 ? NaN : state.bars - 1 - state[kind].bars[slot];
  },
} as const;

function createRing(capacity: number): PivotRing {
  return { count: 0, bars: new Float64Array(capacity), prices: new Float64Array(capacity) };
}

function push(ring: PivotRing, bar: number, price: number): void {
  const slot = ring.count % ring.bars.length;
  ring.bars[slot] = bar;
  ring.prices[slot] = price;
  ring.count += 1;
}

/** Is the value in slot `middle` strictly beyond all others, upwards (side 1) or downwards (side -1)? */
function isPeak(values: Float64Array, middle: number, side: 1 | -1): boolean {
  const peak = values[middle];
  for (let i = 0; i < values.length; i++) {
    if (i !== middle && (peak - values[i]) * side <= 0) return false;
  }
  return true;
}
