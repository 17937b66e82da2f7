import { correlation } from "../indicators/mod.ts";

/** The last `capacity` setup-bar log returns of one symbol, oldest first, and the close time of the newest. */
export interface ReturnWindow {
  readonly values: Float64Array;
  count: number;
  lastCloseMs: number;
}

/** Companion of ReturnWindow. */
export const ReturnWindow = {
  create: (capacity: number): ReturnWindow => ({
    values: new Float64Array(capacity),
    count: 0,
    lastCloseMs: 0,
  }),

  push(window: ReturnWindow, value: number, closeMs: number): void {
    const { values } = window;
    if (window.count < values.length) values[window.count++] = value;
    else {
      values.copyWithin(0, 1);
      values[values.length - 1] = value;
    }
    window.lastCloseMs = closeMs;
  },

  /** Pearson correlation over full windows that end at the same bar; NaN when that cannot be told. */
  correlation(a: ReturnWindow, b: ReturnWindow): number {
    const n = a.values.length;
    if (a.count < n || b.count < n || a.lastCloseMs !== b.lastCloseMs) return NaN;
    return correlation(a.values, b.values, n);
  },
} as const;
