import type { Notification } from "./notification.ts";
import type { Failure } from "./outlet.ts";
import { retryDelayMs, type RetrySpec } from "./retry.ts";

/** What came of giving a notification to a channel. */
export type Outcome = { readonly ok: true } | { readonly ok: false } & Failure;

/** A channel: it delivers, or says why not; it never rejects, and never says a secret. */
export interface Channel {
  deliver(notification: Notification): Promise<Outcome>;
}

/** How long and how often one delivery is tried. */
export interface DeliveryLimits {
  /** Bound on one deliver() as a whole, tries and waits included, ms. */
  readonly deadlineMs: number;
  /** Most tries within it. */
  readonly tries: number;
  /** Waits between them. */
  readonly retry: RetrySpec;
}

/** A delivery that failed. `why` are words of ours: what a server or the host says may hold secrets. */
export function failure(why: string, mayRetry: boolean, retryAfterMs: number | null = null): Outcome {
  return { ok: false, why, mayRetry, retryAfterMs };
}

/** A delivery that was not over at its deadline. */
export const lateFailure = ({ deadlineMs }: DeliveryLimits): Outcome =>
  failure(`no answer within ${deadlineMs} ms`, true);

/**
 * Tries until it is done or final, the tries are used up, or a further one does not fit into the deadline: that one is the
 * caller's to make. `once` must end when its signal aborts, which it does at the deadline.
 */
export async function withTries(
  limits: DeliveryLimits,
  once: (signal: AbortSignal) => Promise<Outcome>,
): Promise<Outcome> {
  const { deadlineMs, tries, retry } = limits;
  const endMs = performance.now() + deadlineMs;
  const signal = AbortSignal.timeout(deadlineMs);
  for (let nth = 1;; nth++) {
    const outcome = await once(signal);
    if (outcome.ok || !outcome.mayRetry || nth >= tries) return outcome;
    const waitMs = Math.max(outcome.retryAfterMs ?? 0, retryDelayMs(retry, nth, Math.random()));
    if (signal.aborted || performance.now() + waitMs >= endMs) return outcome;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
