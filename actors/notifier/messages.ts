import type { GivenUp, Notification, Telling } from "../../lib/notify/mod.ts";

/** Asks the notifier to tell people something. */
export interface Notify extends Telling {
  readonly kind: "Notify";
}

/** Asks a channel's port to deliver a notification; a repeat carries the same id. */
export interface Deliver extends Notification {
  readonly kind: "Deliver";
  /** Name of the channel, for the answer. */
  readonly channel: string;
  /** 1 for the first delivery. */
  readonly attempt: number;
}

/** A port's answer to Deliver. */
export type DeliveryAnswer =
  | { readonly kind: "NotificationDelivered"; readonly id: string; readonly channel: string }
  | {
    readonly kind: "NotificationFailed";
    readonly id: string;
    readonly channel: string;
    /** Without secrets. */
    readonly why: string;
    readonly mayRetry: boolean;
    /** What the channel asked for, ms; null if it did not say. */
    readonly retryAfterMs: number | null;
  };

/** Event: a channel was never brought to take a notification. */
export interface NotificationGivenUp extends GivenUp {
  readonly kind: "NotificationGivenUp";
}
