import { Rng, type RngState } from "../../core/mod.ts";

/** How long a child that failed waits before it starts again. OTP has no such thing; RabbitMQ's supervisor2 has. */
export interface Backoff {
  /** Wait before the first restart, ms. */
  readonly firstMs: number;
  /** Each further restart within the period waits this many times longer, >= 1. */
  readonly factor: number;
  /** The longest wait before jitter, ms. */
  readonly maxMs: number;
  /** Each wait is spread evenly over +- this share of itself, 0 to 100. */
  readonly jitterPct: number;
}

/**
 * Wait before the `nth` restart of a child within the period (1 = the first), whole ms. Draws one number from
 * `rng`. With 100 ms x 2 up to 10 s: 100, 200, 400, ... 6,400, 10,000, 10,000, and each +- jitter.
 */
export function backoffMs(backoff: Backoff, nth: number, rng: RngState): number {
  const growth = Math.min(backoff.factor ** (nth - 1), Number.MAX_VALUE);
  const plainMs = Math.min(backoff.firstMs * growth, backoff.maxMs);
  const spread = backoff.jitterPct / 100 * (2 * Rng.uniform(rng) - 1);
  return Math.round(plainMs * (1 + spread));
}
