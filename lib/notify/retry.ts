import { Rng } from "../core/mod.ts";

/** How long to wait before a call is made again. */
export interface RetrySpec {
  /** Before the second call, ms. */
  readonly firstMs: number;
  /** Each further wait is so many times longer, >= 1. */
  readonly factor: number;
  /** The longest wait before jitter, ms. */
  readonly maxMs: number;
  /** Each wait is spread evenly over +- this share of itself, 0 to 100. */
  readonly jitterPct: number;
}

/**
 * Wait after the `nth` failure (1 = the first), whole ms; `draw` in [0, 1) is the jitter. With 5 s x 2 up to 300 s: 5, 10,
 * 20, ... 160, 300, 300 s, each +- jitter.
 */
export function retryDelayMs(
  { firstMs, factor, maxMs, jitterPct }: RetrySpec,
  nth: number,
  draw: number,
): number {
  const growth = Math.min(factor ** (nth - 1), Number.MAX_VALUE);
  return Math.round(Math.min(firstMs * growth, maxMs) * (1 + (jitterPct / 100) * (2 * draw - 1)));
}

/** A draw in [0, 1) that is the same wherever the same text is drawn for: jitter that a replay repeats. */
export const drawFor = (text: string): number => Rng.uniform(Rng.create(text));

/** Longest wait that a Retry-After header is granted, ms. */
export const MAX_RETRY_AFTER_MS = 3_600_000;

const SECONDS_REGEXP = /^\d{1,10}$/;
const HTTP_DATE_REGEXP = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** A Retry-After header (seconds, or a date) as ms from `nowMs`, at most an hour; null if there is none or it is no such. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (SECONDS_REGEXP.test(text)) return Math.min(Number(text) * 1_000, MAX_RETRY_AFTER_MS);
  if (!HTTP_DATE_REGEXP.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.min(Math.max(0, atMs - nowMs), MAX_RETRY_AFTER_MS);
}
