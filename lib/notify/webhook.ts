import { systemClock } from "../core/mod.ts";
import type { Notification } from "./notification.ts";
import type { Failure } from "./outlet.ts";
import { retryAfterMs, retryDelayMs, type RetrySpec } from "./retry.ts";
import { redact, secretsOfUrl } from "./secrets.ts";
import { type WebhookTarget, webhookTarget } from "./webhook_target.ts";

/** What came of giving a notification to a channel. */
export type Outcome = { readonly ok: true } | { readonly ok: false } & Failure;

/** A channel: it delivers, or says why not; it never rejects, and never says a secret. */
export interface Channel {
  deliver(notification: Notification): Promise<Outcome>;
}

export interface WebhookOptions {
  /** The exact address; it may hold secrets. */
  readonly url: string;
  /** Whether it may lead to this machine. */
  readonly allowLoopback: boolean;
  /** Bound on one deliver() as a whole, tries and waits included, ms. */
  readonly deadlineMs: number;
  /** Most tries within it. */
  readonly tries: number;
  /** Waits between them. */
  readonly retry: RetrySpec;
}

interface Call {
  readonly target: WebhookTarget;
  readonly options: WebhookOptions;
  readonly body: string;
  readonly id: string;
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
}

/**
 * A channel that posts JSON to one URL. Network errors, HTTP 5xx and 429 are tried again, as Retry-After says or with
 * jittered backoff; other answers are final. Redirects are not followed. Every try carries the header idempotency-key: the
 * notification's id. Throws TypeError on a URL that webhookTarget() refuses.
 */
export function createWebhook(options: WebhookOptions): Channel {
  const target = webhookTarget(options.url, options.allowLoopback);
  if (!target.ok) throw new TypeError(target.error);
  const secrets = secretsOfUrl(options.url);
  return {
    deliver(notification) {
      const body = bodyOf(notification, secrets);
      const signal = AbortSignal.timeout(options.deadlineMs);
      return call({ target: target.value, options, body, id: notification.id, signal });
    },
  };
}

function bodyOf({ id, level, key, variant, text, atMs }: Notification, secrets: readonly string[]): string {
  const at = new Date(atMs).toISOString();
  const [safeKey, safeVariant, safeText] = [key, variant, text].map((part) => redact(part, secrets));
  return JSON.stringify({ id, level, key: safeKey, variant: safeVariant, text: safeText, at, atMs });
}

async function call(it: Call): Promise<Outcome> {
  const { options: { tries, retry, deadlineMs }, signal } = it;
  const endMs = performance.now() + deadlineMs;
  for (let nth = 1;; nth++) {
    const outcome = await post(it);
    if (outcome.ok || !outcome.mayRetry || nth >= tries) return outcome;
    const waitMs = Math.max(outcome.retryAfterMs ?? 0, retryDelayMs(retry, nth, Math.random()));
    // what does not fit into the deadline is the caller's to try again
    if (signal.aborted || performance.now() + waitMs >= endMs) return outcome;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

async function post({ target, options, body, id, signal }: Call): Promise<Outcome> {
  const headers: Record<string, string> = {
    ...{ "content-type": "application/json", "idempotency-key": id, "user-agent": "bulkhead" },
    ...(target.authorization === null ? {} : { authorization: target.authorization }),
  };
  try {
    const response = await fetch(target.url, { method: "POST", headers, body, signal, redirect: "manual" });
    await response.body?.cancel();
    return judge(response);
  } catch (error) {
    if (signal.aborted) return failure(`no answer within ${options.deadlineMs} ms`, true);
    return unsent(error);
  }
}

function judge({ ok, status, type, headers }: Response): Outcome {
  if (ok) return { ok: true };
  // fetch() hides the status of a redirect it does not follow
  if (type === "opaqueredirect" || (status >= 300 && status < 400)) {
    return failure("a redirect, refused", false);
  }
  const mayRetry = status === 429 || status >= 500;
  const waitMs = mayRetry ? retryAfterMs(headers.get("retry-after"), systemClock.nowMs()) : null;
  return failure(`HTTP ${status}`, mayRetry, waitMs);
}

function failure(why: string, mayRetry: boolean, waitMs: number | null = null): Outcome {
  return { ok: false, why, mayRetry, retryAfterMs: waitMs };
}

/** Words of ours for what went wrong: the host's own error text repeats the URL. */
const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/refused/i, "connection refused"],
  [/dns|lookup|resolve/i, "host name not found"],
  [/certificate|tls|ssl/i, "no secure connection"],
  [/reset|closed|broken|eof/i, "connection lost"],
];

function unsent(error: unknown): Outcome {
  if (error instanceof Deno.errors.NotCapable) return failure("no permission to reach the host", false);
  const { message = "", cause } = error instanceof Error ? error : {};
  if (message.endsWith("are blocked")) return failure("a port that fetch() does not call", false);
  // what comes before names the address, whose words mean nothing
  const detail = cause instanceof Error ? cause.message.split("client error").at(-1)! : "";
  return failure(CAUSES.find(([pattern]) => pattern.test(detail))?.[1] ?? "network error", true);
}
