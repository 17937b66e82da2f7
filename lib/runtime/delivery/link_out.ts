import type { Envelope, Lane } from "../envelope.ts";
import { byLane, conflationKey, DEFAULT_OVERFLOW, type OverflowRule, type PerLane } from "./lane_limits.ts";
import { type LinkAck, type LinkFrame, MAX_WINDOW } from "./link_wire.ts";
import { NO_SLOT, SlotList } from "./slot_list.ts";

/** Credit before the receiver has given any, messages. */
export const INITIAL_WINDOW = 16;

/**
 * After how long without a settled message everything goes out again, ms: first 2 s, doubled each time to at
 * most 30 s.
 */
export const RETRANSMIT_MS = { first: 2_000, most: 30_000 } as const;

/** Since the link was created. enqueued = settled + conflated + dropped + depth. */
export interface LinkOutCounters {
  enqueued: number;
  /** Messages put into frames, repetitions included. */
  transmitted: number;
  /** Those of them that were repetitions. */
  retransmitted: number;
  settled: number;
  /** Dropped for a newer one before they were ever transmitted. */
  conflated: number;
  /** Dropped as too many waited. */
  dropped: number;
  /** How often transmission went back, for whatever reason. */
  rewinds: number;
}

/**
 * Sender side of one link: from one actor to another on one lane, at least once, in order (go-back-N), within
 * the receiver's credit. It holds what the receiver has not yet handled, and is itself in memory alone: after
 * a restart of the sender it is created afresh and given all unsettled messages again. Changed in place.
 *
 * The host calls `frames` until null after every `enqueue`, `onAck` and `onReceiverUp`, and at `nextDueMs`.
 */
export interface LinkOut {
  readonly from: string;
  readonly to: string;
  readonly lane: Lane;
  readonly overflow: OverflowRule;
  /** Of the fresh messages beyond so many the oldest is dropped. */
  readonly keep: number;
  /** All unsettled messages, ascending by seq: first those in flight, from the cursor on those to transmit. */
  readonly queue: SlotList<Envelope>;
  /** Slot of the newest message of each conflation key, if it was never transmitted. */
  readonly slotByKey: Map<string, number>;
  /** Slot of the next message to transmit; NO_SLOT if there is none. */
  cursor: number;
  /** Slot of the oldest fresh message, and how many there are: never transmitted by any life, so the receiver has none. */
  fresh: number;
  freshCount: number;
  inFlight: number;
  window: number;
  /** seq of the newest message: ever enqueued, ever transmitted, ever settled. */
  enqueuedSeq: number;
  transmittedSeq: number;
  settledSeq: number;
  retransmitMs: number;
  /** When transmission starts over unless something is settled before; Infinity if nothing is awaited. */
  dueMs: number;
  readonly counters: LinkOutCounters;
}

export const LinkOut = { create, enqueue, restored, frames, onAck, upTo, onReceiverUp, nextDueMs, depth };

/** What is kept for the receiver. */
export interface LinkOutRules {
  readonly overflow?: PerLane<OverflowRule>;
  /** @default {everything} */
  readonly keep?: number;
}

function create(
  from: string,
  to: string,
  lane: Lane,
  { overflow = DEFAULT_OVERFLOW, keep = Infinity }: LinkOutRules = {},
): LinkOut {
  return {
    from,
    to,
    lane,
    overflow: byLane(overflow)[lane],
    keep,
    queue: SlotList.create(),
    slotByKey: new Map(),
    cursor: NO_SLOT,
    fresh: NO_SLOT,
    freshCount: 0,
    inFlight: 0,
    window: INITIAL_WINDOW,
    enqueuedSeq: 0,
    transmittedSeq: 0,
    settledSeq: 0,
    retransmitMs: RETRANSMIT_MS.first,
    dueMs: Infinity,
    counters: {
      enqueued: 0,
      transmitted: 0,
      retransmitted: 0,
      settled: 0,
      conflated: 0,
      dropped: 0,
      rewinds: 0,
    },
  };
}

/**
 * Takes over a message whose sending is committed. Returns the older one that is dropped for it: where the lane conflates,
 * one of the same key that was never transmitted; or the oldest fresh one of too many. Else null. Throws if the message is of another link or
 * not newer than the last.
 */
function enqueue(link: LinkOut, envelope: Envelope): Envelope | null {
  checkLink(link, envelope, "enqueue message");
  if (envelope.seq <= link.enqueuedSeq) {
    throw new RangeError(
      `Cannot enqueue message from ${link.from} to ${link.to} as its seq must be above ${link.enqueuedSeq}: ` +
        `current value is ${envelope.seq}`,
    );
  }
  const { queue, slotByKey, counters } = link;
  const key = conflationKey(envelope, link.overflow);
  const older = key === undefined ? undefined : slotByKey.get(key);
  let dropped: Envelope | null = null;
  if (older !== undefined) {
    if (link.cursor === older) link.cursor = queue.next[older];
    forgetFresh(link, older);
    dropped = SlotList.remove(queue, older);
    counters.conflated++;
  }
  const slot = SlotList.push(queue, envelope);
  if (link.cursor === NO_SLOT) link.cursor = slot;
  if (link.fresh === NO_SLOT) link.fresh = slot;
  link.freshCount++;
  if (key !== undefined) slotByKey.set(key, slot);
  link.enqueuedSeq = envelope.seq;
  counters.enqueued++;
  return link.freshCount > link.keep ? dropFresh(link) : dropped;
}

/** What was enqueued so far an earlier life had too, and may have transmitted. */
function restored(link: LinkOut): void {
  link.fresh = NO_SLOT;
  link.freshCount = 0;
}

function dropFresh(link: LinkOut): Envelope {
  const { queue, fresh } = link;
  if (link.cursor === fresh) link.cursor = queue.next[fresh];
  forgetFresh(link, fresh);
  const envelope = SlotList.remove(queue, fresh);
  forgetKey(link, envelope);
  link.counters.dropped++;
  return envelope;
}

/** To be called before a slot leaves the queue, or is transmitted. */
function forgetFresh(link: LinkOut, slot: number): void {
  const { queue, fresh } = link;
  // all before the oldest fresh one are not, all behind it are
  if (fresh === NO_SLOT || queue.items[slot]!.seq < queue.items[fresh]!.seq) return;
  link.freshCount--;
  if (slot === fresh) link.fresh = queue.next[slot];
}

/** The next frame that credit allows, taken as transmitted; null if there is none. Judges the deadline first. */
function frames(link: LinkOut, nowMs: number): LinkFrame | null {
  if (nowMs >= link.dueMs) startOver(link, nowMs);
  if (link.cursor === NO_SLOT) return null;
  // Armed without credit too: the ack that gives some may be lost.
  if (link.dueMs === Infinity) link.dueMs = nowMs + link.retransmitMs;
  const { queue, from, to, lane } = link;
  const room = Math.min(link.window - link.inFlight, MAX_WINDOW);
  if (room <= 0) return null;
  const before = queue.previous[link.cursor];
  const after = before === NO_SLOT ? link.settledSeq : queue.items[before]!.seq;
  const envelopes: Envelope[] = [];
  while (link.cursor !== NO_SLOT && envelopes.length < room) {
    const envelope = queue.items[link.cursor]!;
    envelopes.push(envelope);
    forgetFresh(link, link.cursor);
    link.cursor = queue.next[link.cursor];
    if (envelope.seq <= link.transmittedSeq) link.counters.retransmitted++;
    else forgetKey(link, envelope);
  }
  link.transmittedSeq = Math.max(link.transmittedSeq, envelopes[envelopes.length - 1].seq);
  link.inFlight += envelopes.length;
  link.counters.transmitted += envelopes.length;
  return { from, to, lane, after, envelopes };
}

/** Settles what is handled, takes the new credit and goes back if asked to. Throws on an ack of another link. */
function onAck(link: LinkOut, ack: LinkAck, nowMs: number): void {
  checkLink(link, ack, "settle");
  if (settle(link, ack.handled)) {
    link.retransmitMs = RETRANSMIT_MS.first;
    link.dueMs = link.queue.length === 0 ? Infinity : nowMs + link.retransmitMs;
  }
  link.window = Math.min(Math.max(ack.window, 0), MAX_WINDOW);
  if (ack.refused) rewind(link, ack.accepted);
}

/** The messages not yet settled up to this seq, oldest first. */
function* upTo(
  { queue, from }: LinkOut,
  seq: number,
): Generator<{ readonly from: string; readonly seq: number }> {
  for (let slot = queue.head; slot !== NO_SLOT && queue.items[slot]!.seq <= seq; slot = queue.next[slot]) {
    yield { from, seq: queue.items[slot]!.seq };
  }
}

/** The receiver was restarted: what it had accepted and not handled is gone, and so is the credit it gave. */
function onReceiverUp(link: LinkOut): void {
  rewind(link, 0);
  link.window = INITIAL_WINDOW;
  link.retransmitMs = RETRANSMIT_MS.first;
  link.dueMs = Infinity;
}

/** When to call `frames` if nothing happens before: 0 = at once; Infinity = nothing is awaited. */
function nextDueMs(link: LinkOut): number {
  const unseen = link.inFlight < link.window || link.dueMs === Infinity;
  return link.cursor !== NO_SLOT && unseen ? 0 : link.dueMs;
}

/** Messages not yet settled. */
function depth(link: LinkOut): number {
  return link.queue.length;
}

/** Goes back to the oldest. Without credit one message may go out, to be answered with the credit there is. */
function startOver(link: LinkOut, nowMs: number): void {
  rewind(link, 0);
  link.window = Math.max(link.window, 1);
  link.retransmitMs = Math.min(2 * link.retransmitMs, RETRANSMIT_MS.most);
  link.dueMs = nowMs + link.retransmitMs;
}

/** Removes all up to `handled`; true if there were any. */
function settle(link: LinkOut, handled: number): boolean {
  const { queue } = link;
  const before = queue.length;
  while (queue.head !== NO_SLOT && queue.items[queue.head]!.seq <= handled) {
    const slot = queue.head;
    if (slot === link.cursor) link.cursor = queue.next[slot];
    else link.inFlight--;
    forgetFresh(link, slot);
    const envelope = SlotList.remove(queue, slot);
    // An earlier life of the sender may have transmitted what this one has not.
    if (envelope.seq > link.transmittedSeq) forgetKey(link, envelope);
  }
  const settled = before - queue.length;
  link.settledSeq = Math.max(link.settledSeq, handled);
  link.counters.settled += settled;
  return settled > 0;
}

/** Moves the cursor back to the first message after `seq`; never forward. */
function rewind(link: LinkOut, seq: number): void {
  const { queue } = link;
  const inFlight = link.inFlight;
  let slot = link.cursor === NO_SLOT ? queue.tail : queue.previous[link.cursor];
  while (slot !== NO_SLOT && queue.items[slot]!.seq > seq) {
    link.cursor = slot;
    link.inFlight--;
    slot = queue.previous[slot];
  }
  if (link.inFlight < inFlight) link.counters.rewinds++;
}

function forgetKey(link: LinkOut, envelope: Envelope): void {
  const key = conflationKey(envelope, link.overflow);
  if (key !== undefined) link.slotByKey.delete(key);
}

function checkLink(
  link: LinkOut,
  { from, to, lane }: Pick<LinkAck, "from" | "to" | "lane">,
  what: string,
): void {
  if (from === link.from && to === link.to && lane === link.lane) return;
  throw new Error(
    `Cannot ${what} from ${from} to ${to} on lane ${lane} as the link is from ${link.from} to ${link.to} on ` +
      `lane ${link.lane}: route it by all three`,
  );
}
