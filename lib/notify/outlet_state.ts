import { Held } from "./held.ts";
import type { Level } from "./level.ts";
import type { Notification } from "./notification.ts";
import type { RetrySpec } from "./retry.ts";

/** How one channel is served. Each number is a limit; what goes beyond is counted and said. */
export interface OutletSpec {
  /** Of the channel, e.g. "webhook". */
  readonly channel: string;
  /** What is below it is not for this channel. */
  readonly minLevel: Level;
  /** Most notifications taken per window; critical ones count, but are never held back by it. */
  readonly perWindow: number;
  readonly rateWindowMs: number;
  /** Most notifications that wait. */
  readonly queueSize: number;
  /** Waits between failed deliveries. */
  readonly retry: RetrySpec;
  /** A notification whose first delivery failed so long ago is given up at its next failure, ms by level. */
  readonly giveUpMs: Readonly<Record<Level, number>>;
  /** A delivery without an answer for so long has failed; twice, and it is given up. */
  readonly answerMs: number;
}

/** A notification on its way to a channel. */
export interface Waiting {
  readonly notification: Notification;
  /** Deliveries begun. */
  attempts: number;
  /** Of these, without an answer. */
  unanswered: number;
  /** When the first began, ms; 0 before. */
  firstMs: number;
  /** Not to be delivered before, ms. */
  notBeforeMs: number;
  /** True for what the desk says of its own channels: its failure is told to no other. */
  readonly isOwn: boolean;
  /** What a summary counts: taken back into the tally when the summary is not delivered. */
  readonly covers: Held | null;
}

/** Counters of a channel since the first start. */
export interface OutletCounts {
  /** Notifications that were for the channel. */
  taken: number;
  delivered: number;
  /** Deliveries that failed, repeats included. */
  failed: number;
  givenUp: number;
  heldByRate: number;
  heldForRoom: number;
  /** Answers about something that was not at the channel any more. */
  late: number;
}

/** One channel's state: plain data, changed in place. */
export interface OutletState {
  readonly channel: string;
  /** Loudest first, then in order. */
  queue: Waiting[];
  /** The one delivery that is at the channel. */
  current: Waiting | null;
  answerDueMs: number;
  /** The channel asked not to be called before, ms. */
  pausedUntilMs: number;
  /** The last delivery failed: summaries wait for better times. */
  isFailing: boolean;
  windowFromMs: number;
  windowCount: number;
  held: Held;
  /** When the summary of what is held is due, ms. */
  heldDueMs: number;
  readonly counts: OutletCounts;
}

export function createOutlet(channel: string): OutletState {
  return {
    ...{ channel, queue: [], current: null, answerDueMs: 0, pausedUntilMs: 0, isFailing: false },
    ...{ windowFromMs: 0, windowCount: 0, held: Held.nothing, heldDueMs: 0 },
    counts: {
      ...{ taken: 0, delivered: 0, failed: 0, givenUp: 0, heldByRate: 0, heldForRoom: 0, late: 0 },
    },
  };
}

/** A notification that has not been tried. */
export function createWaiting(notification: Notification, isOwn: boolean, covers: Held | null): Waiting {
  return {
    ...{ notification, attempts: 0, unanswered: 0, firstMs: 0, notBeforeMs: 0 },
    ...{ isOwn, covers },
  };
}

/** A delivery to be made: the notification, and which time it is made. */
export interface Delivery {
  readonly channel: string;
  readonly notification: Notification;
  readonly attempt: number;
}

/** A channel was never brought to take a notification. */
export interface GivenUp {
  readonly channel: string;
  readonly notification: Notification;
  readonly attempts: number;
  readonly why: string;
  readonly isOwn: boolean;
}

/** What a step of a channel leads to. */
export interface OutletOut {
  readonly deliveries: Delivery[];
  readonly givenUp: GivenUp[];
  /** Id of a notification the desk itself makes. */
  nextId(): string;
}
