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
import type { Notification } from "./notification.ts";
import { MAX_RETRY_AFTER_MS, retryAfterMs } from "./retry.ts";
import { redact, secretsOfValue } from "./secrets.ts";
import { telegramTarget } from "./telegram_target.ts";
import { readAnswer, type TelegramAnswer } from "./telegram_answer.ts";
import { timeText } from "./units.ts";

export interface TelegramOptions extends DeliveryLimits {
  /** The bot's, as BotFather gives it: a secret. */
  readonly token: string;
  /** Number of a chat, or @name of a channel. */
  readonly chat: string;
  /** Of the Bot API; anything but Telegram's own must be on this machine. */
  readonly baseUrl: string;
}

/** Longest text of a message, in UTF-16 units. */
export const MAX_MESSAGE = 4_096;

/**
 * A channel that sends a message to a Telegram chat, in plain text: nothing in it is markup. Network errors, HTTP 5xx and 429
 * are tried again, as the answer's retry_after says; other answers are final. Telegram knows no idempotency key: each message
 * ends with the notification's id, by which people tell a repeat. Throws TypeError on what telegramTarget() refuses.
 */
export function createTelegram(options: TelegramOptions): Channel {
  const target = telegramTarget(options);
  if (!target.ok) throw new TypeError(target.error);
  const { url } = target.value;
  const secrets = secretsOfValue(options.token, options.token.split(":")[1]);
  return {
    deliver(notification) {
      const body = JSON.stringify({
        chat_id: options.chat,
        text: messageText(notification, secrets),
        disable_notification: notification.level === "info",
        link_preview_options: { is_disabled: true },
      });
      return withTries(
        options,
        (signal) => postJson({ url, headers: {}, body, signal }, judge).catch(() => lateFailure(options)),
      );
    },
  };
}

/** "CRITICAL · 2024-01-01 03:00 UTC", the text, the id: a line each, in as much as a message may hold. */
export function messageText(
  { id, level, text, atMs }: Notification,
  secrets: readonly string[],
): string {
  const head = `${level.toUpperCase()} · ${timeText(atMs)}\n`, foot = `\n[${id}]`;
  const safe = redact(text, secrets).toWellFormed();
  const room = MAX_MESSAGE - head.length - foot.length;
  if (safe.length <= room) return head + safe + foot;
  const note = `… (cut: ${safe.length} characters in all)`;
  return head + withoutHalf(safe.slice(0, room - note.length)) + note + foot;
}

/** A cut may leave the first half of a character that takes two units. */
const withoutHalf = (text: string): string => text.isWellFormed() ? text : text.slice(0, -1);

async function judge(response: Response): Promise<Outcome> {
  const { ok, status, headers } = response;
  const answer = await readAnswer(response);
  // a proxy or a login page may answer 200 in Telegram's place
  if (ok) return answer?.ok === true ? { ok: true } : failure("an answer that is not Telegram's", true);
  const mayRetry = status === 429 || status >= 500;
  if (!mayRetry) return failure(refusal(status, answer), false);
  return failure(`HTTP ${status}`, true, waitMs(answer, headers));
}

/** retry_after of the body counts; the header is what a proxy may say. */
function waitMs(answer: TelegramAnswer | null, headers: Headers): number | null {
  const seconds = answer?.retryAfter ?? null;
  if (seconds !== null) return Math.min(seconds * 1_000, MAX_RETRY_AFTER_MS);
  return retryAfterMs(headers.get("retry-after"), systemClock.nowMs());
}

const REFUSALS: Readonly<Record<number, string>> = {
  400: "the chat is not known to the bot, or the message is not allowed in it",
  401: "the token is not valid",
  403: "the bot may not write to this chat: open it and press Start, or add the bot to the group",
  404: "no such bot: the token is not valid",
};

/** Words of ours: Telegram's description is a text from outside. */
function refusal(status: number, answer: TelegramAnswer | null): string {
  const why = answer?.isMigrated === true
    ? "the group has become a supergroup, which has another chat id"
    : REFUSALS[status];
  return why === undefined ? `HTTP ${status}` : `HTTP ${status}: ${why}`;
}
