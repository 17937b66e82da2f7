/** The last values of a series, kept in order of arrival and in order of size; changed in place by push. */
export interface SortedWindowState {
  /** Values in order of arrival; the oldest is at `slot` once the window is full. */
  readonly ring: Float64Array;
  /** The same values ascending; only the first `size` count. */
  readonly sorted: Float64Array;
  size: number;
  slot: number;
}

/** A window sorted by binary insertion, shared by RollingMedian and RollingRank. Private to this room. */
export const SortedWindow = {
  create(period: number): SortedWindowState {
    return { ring: new Float64Array(period), sorted: new Float64Array(period), size: 0, slot: 0 };
  },

  /** How many values in the window are strictly below x. O(log n). */
  countBelow(state: SortedWindowState, x: number): number {
    const { sorted } = state;
    let low = 0;
    let high = state.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle] < x) low = middle + 1;
      else high = middle;
    }
    return low;
  },

  /** Adds a finite x, dropping the oldest value of a full window. O(log n) comparisons and one block move. */
  push(state: SortedWindowState, x: number): void {
    const { ring, sorted, slot } = state;
    const to = SortedWindow.countBelow(state, x);
    let from = state.size;
    if (from === ring.length) from = SortedWindow.countBelow(state, ring[slot]);
    else state.size += 1;
    if (from < to) {
      sorted.copyWithin(from, from + 1, to);
      sorted[to - 1] = x;
    } else {
      sorted.copyWithin(to + 1, to, from);
      sorted[to] = x;
    }
    ring[slot] = x;
    state.slot = slot + 1 === ring.length ? 0 : slot + 1;
  },
} as const;
