import { systemClock } from "../core/mod.ts";
import {
  type Channel,
  type DeliveryLimits,
  failure,
  lateFailure,
  type Outcome,
  withTries,
} from "./channel.ts";
import { postJson } from "./http_post.ts";
import { type Notification, redactNotification } from "./notification.ts";
import { retryAfterMs } from "./retry.ts";
import { secretsOfUrl } from "./secrets.ts";
import { webhookTarget } from "./webhook_target.ts";

export interface WebhookOptions extends DeliveryLimits {
  /** The exact address; it may hold secrets. */
  readonly url: string;
  /** Whether it may lead to this machine. */
  readonly allowLoopback: boolean;
}

/**
 * A channel that posts JSON to one URL. Network errors, HTTP 5xx and 429 are tried again, as Retry-After says or with
 * jittered backoff; other answers are final. Redirects are not followed. Every try carries the header idempotency-key: the
 * notification's id. Throws TypeError on a URL that webhookTarget() refuses.
 */
export function createWebhook(options: WebhookOptions): Channel {
  const target = webhookTarget(options.url, options.allowLoopback);
  if (!target.ok) throw new TypeError(target.error);
  const { url, authorization } = target.value;
  const secrets = secretsOfUrl(options.url);
  return {
    deliver(notification) {
      const headers: Record<string, string> = { "idempotency-key": notification.id };
      if (authorization !== null) headers.authorization = authorization;
      const body = bodyOf(notification, secrets);
      return withTries(
        options,
        (signal) => postJson({ url, headers, body, signal }, judge).catch(() => lateFailure(options)),
      );
    },
  };
}

function bodyOf(notification: Notification, secrets: readonly string[]): string {
  const { id, level, key, variant, text, atMs } = redactNotification(notification, secrets);
  return JSON.stringify({ id, level, key, variant, text, at: new Date(atMs).toISOString(), atMs });
}

function judge({ ok, status, headers }: Response): Outcome {
  if (ok) return { ok: true };
  const mayRetry = status === 429 || status >= 500;
  const waitMs = mayRetry ? retryAfterMs(headers.get("retry-after"), systemClock.nowMs()) : null;
  return failure(`HTTP ${status}`, mayRetry, waitMs);
}
