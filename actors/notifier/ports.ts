import {
  type Channel,
  type ConsoleOptions,
  createConsole,
  createEmail,
  createTelegram,
  createWebhook,
  type EmailOptions,
  readNotification,
  type TelegramOptions,
  type WebhookOptions,
} from "../../lib/notify/mod.ts";
import { type Ctx, LANE, type Message, type Send } from "../../lib/runtime/mod.ts";
import type { Deliver, DeliveryAnswer } from "./messages.ts";

/** An actor that does I/O when a message is handled. */
export interface NotificationPort {
  /** Delivers and answers the asker. Rejects with TypeError only where the message is malformed. */
  perform(message: Message, ctx: Ctx): Promise<readonly Send[]>;
}

/** The port of the console; needs no permission. */
export function consolePort(options: ConsoleOptions): NotificationPort {
  return portOf(createConsole(options));
}

/** The port of the webhook; needs net permission for `webhookTarget().host`, and nothing else. Throws TypeError on a bad URL. */
export function webhookPort(options: WebhookOptions): NotificationPort {
  return portOf(createWebhook(options));
}

/** The port of a Telegram chat; needs net permission for `telegramTarget().host`, and nothing else. Throws TypeError on bad options. */
export function telegramPort(options: TelegramOptions): NotificationPort {
  return portOf(createTelegram(options));
}

/** The port of e-mail; needs net permission for `emailTarget().host`, and nothing else. Throws TypeError on bad options. */
export function emailPort(options: EmailOptions): NotificationPort {
  return portOf(createEmail(options));
}

/** A port before any channel; for tests. */
export function portOf(to: Channel): NotificationPort {
  return {
    async perform(message, ctx) {
      // told to every actor of a worker with an emergency log
      if (message.kind === "StoreDegraded" || message.kind === "StoreRecovered") return [];
      const { id, channel } = readDeliver(message);
      const outcome = await to.deliver(readNotification(message));
      const body: DeliveryAnswer = outcome.ok ? { kind: "NotificationDelivered", id, channel } : {
        ...{ kind: "NotificationFailed", id, channel },
        ...{ why: outcome.why, mayRetry: outcome.mayRetry, retryAfterMs: outcome.retryAfterMs },
      };
      return [{ to: ctx.from, lane: LANE.control, body }];
    },
  };
}

function readDeliver(message: Message): Deliver {
  const { kind, channel } = message as Partial<Deliver>;
  if (kind !== "Deliver") throw new TypeError(`Cannot deliver: ${message.kind} is no message of a channel`);
  if (typeof channel !== "string") throw new TypeError("Cannot deliver as 'channel' must be a name");
  return message as Deliver;
}
