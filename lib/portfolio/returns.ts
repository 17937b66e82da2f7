import { correlation } from "../indicators/mod.ts";

/**
 * The last `capacity` setup-bar log returns of one symbol, oldest first and of bars without a hole between them, and the
 * close time of the newest.
 */
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

  /**
   * Adds the return of the bar of `barMs` that closed at `closeMs`. After a hole the window starts over: two series shifted
   * against each other would look less alike than they are, and let through what the filter is there to deny.
   */
  push(window: ReturnWindow, value: number, closeMs: number, barMs: number): void {
    const { values } = window;
    if (window.count > 0 && closeMs !== window.lastCloseMs + barMs) window.count = 0;
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
