/** Waits between attempts. */
export interface BackoffSpec {
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
  /** Each wait is spread evenly over +- this share of itself. */
  readonly retryJitterPct: number;
}

/** Wait after the `nth` failure in a row (1 = the first), doubled each time up to the maximum; `draw` in [0, 1) jitters. */
export function backoffMs(spec: BackoffSpec, nth: number, draw: number): number {
  const plain = Math.min(spec.retryFirstMs * 2 ** Math.min(nth - 1, 30), spec.retryMaxMs);
  return Math.round(plain * (1 + (spec.retryJitterPct / 100) * (2 * draw - 1)));
}
