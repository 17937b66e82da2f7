import { type Envelope, LANE, type Lane } from "../envelope.ts";
import {
  byLane,
  conflationKey,
  DEFAULT_CAPACITIES,
  DEFAULT_OVERFLOW,
  type OverflowRule,
  type PerLane,
} from "./lane_limits.ts";
import { NO_SLOT, SlotList } from "./slot_list.ts";

/** `conflated`: accepted, and an older one dropped for it. `full`: not accepted, the sender keeps it. */
export type Offer = "accepted" | "conflated" | "full";

/** Of one lane since it was created. offered = refused + conflated + taken + depth. */
export interface MailboxCounters {
  offered: number;
  /** Offers answered `full`. */
  refused: number;
  /** Messages dropped for a newer one. */
  conflated: number;
  taken: number;
}

/** One lane of a mailbox. */
export interface MailboxLane {
  readonly capacity: number;
  readonly overflow: OverflowRule;
  readonly queue: SlotList<Envelope>;
  /** By slot of the queue: when the message was offered, ms. */
  readonly offeredMs: number[];
  /** Slot of the one waiting message of each conflation key. */
  readonly slotByKey: Map<string, number>;
  readonly counters: MailboxCounters;
}

/** What waits for one actor, in memory alone: a crash empties it and the senders transmit again. */
export interface Mailbox {
  /** Indexed by lane. */
  readonly lanes: readonly MailboxLane[];
}

export const Mailbox = { create, offer, take, depth, oldestAgeMs, counters };

/** Throws RangeError unless each capacity is a whole number of at least 1. */
function create(
  capacities: PerLane<number> = DEFAULT_CAPACITIES,
  overflow: PerLane<OverflowRule> = DEFAULT_OVERFLOW,
): Mailbox {
  const rules = byLane(overflow);
  return { lanes: byLane(capacities).map((capacity, lane) => createLane(capacity, rules[lane])) };
}

function createLane(capacity: number, overflow: OverflowRule): MailboxLane {
  if (!Number.isSafeInteger(capacity) || capacity < 1) {
    throw new RangeError(
      `Cannot create mailbox as a capacity must be a whole number from 1: current value is ${capacity}`,
    );
  }
  return {
    capacity,
    overflow,
    queue: SlotList.create(),
    offeredMs: [],
    slotByKey: new Map(),
    counters: { offered: 0, refused: 0, conflated: 0, taken: 0 },
  };
}

/** Puts a message at the tail of its lane, by the overflow rule of that lane. */
function offer(mailbox: Mailbox, envelope: Envelope, nowMs: number): Offer {
  const lane = mailbox.lanes[envelope.lane];
  const { queue, slotByKey, counters } = lane;
  const key = conflationKey(envelope, lane.overflow);
  const older = key === undefined ? undefined : slotByKey.get(key);
  counters.offered++;
  if (older !== undefined) {
    // Not replaced in its place: the newer would overtake what its sender sent in between.
    SlotList.remove(queue, older);
    counters.conflated++;
  } else if (queue.length >= lane.capacity) {
    counters.refused++;
    return "full";
  }
  const slot = SlotList.push(queue, envelope);
  lane.offeredMs[slot] = nowMs;
  if (key !== undefined) slotByKey.set(key, slot);
  return older === undefined ? "accepted" : "conflated";
}

/**
 * Removes and returns the oldest message of the lowest lane that has one. Lanes above `lastLane` are left
 * alone, so `LANE.orders` pauses data. undefined if nothing waits there.
 */
function take(mailbox: Mailbox, lastLane: Lane = LANE.data): Envelope | undefined {
  for (let number = 0; number <= lastLane; number++) {
    const lane = mailbox.lanes[number];
    if (lane.queue.length === 0) continue;
    const envelope = SlotList.remove(lane.queue, lane.queue.head);
    const key = conflationKey(envelope, lane.overflow);
    if (key !== undefined) lane.slotByKey.delete(key);
    lane.counters.taken++;
    return envelope;
  }
  return undefined;
}

/** How many messages wait, on one lane or on all. */
function depth(mailbox: Mailbox, lane?: Lane): number {
  if (lane !== undefined) return mailbox.lanes[lane].queue.length;
  return mailbox.lanes.reduce((sum, { queue }) => sum + queue.length, 0);
}

/** How long the oldest message has waited, on one lane or on all, ms; 0 if none waits. */
function oldestAgeMs(mailbox: Mailbox, nowMs: number, lane?: Lane): number {
  const lanes = lane === undefined ? mailbox.lanes : [mailbox.lanes[lane]];
  let age = 0;
  for (const { queue, offeredMs } of lanes) {
    if (queue.head !== NO_SLOT) age = Math.max(age, nowMs - offeredMs[queue.head]);
  }
  return age;
}

/** The counters summed over all lanes. */
function counters(mailbox: Mailbox): Readonly<MailboxCounters> {
  const sum: MailboxCounters = { offered: 0, refused: 0, conflated: 0, taken: 0 };
  for (const lane of mailbox.lanes) {
    sum.offered += lane.counters.offered;
    sum.refused += lane.counters.refused;
    sum.conflated += lane.counters.conflated;
    sum.taken += lane.counters.taken;
  }
  return sum;
}
