import { ActorRecord } from "../actor_record.ts";
import type { CommitBatch } from "../commit_port.ts";
import { LinkIn } from "../delivery/link_in.ts";
import type { LinkAck, LinkFrame } from "../delivery/link_wire.ts";
import { Mailbox } from "../delivery/mailbox.ts";
import { SlotList } from "../delivery/slot_list.ts";
import { LANE, type Message } from "../envelope.ts";
import { FatalError } from "../errors.ts";
import { TimerQueue } from "../timer_queue.ts";
import type { ActorMetrics } from "../tree/protocol.ts";
import { ActorSlot, type GroupActor } from "./actor_slot.ts";
import {
  book,
  halt,
  handle,
  isBatchFull,
  isPort,
  next,
  perform,
  quarantine,
  refuseBroken,
} from "./group_handling.ts";
import { type GroupLimits, groupLimits } from "./group_limits.ts";
import {
  accept,
  applyAck,
  buryLinks,
  postAck,
  refuseOverflow,
  release,
  releaseAgain,
  rewindLinks,
  transmit,
} from "./group_links.ts";
import type { ActorGroup as State, GroupPlace } from "./group_state.ts";
import { wake } from "./ready_lanes.ts";

export type { GroupActor } from "./actor_slot.ts";
export type { Outgoing } from "./group_state.ts";

/** All actors of one worker in free delivery, in memory alone. Changed in place by its functions. */
export type ActorGroup = State;

/** What a group begins with. */
export interface GroupOptions {
  /** Id of the worker. */
  readonly worker: string;
  readonly actors: readonly GroupActor[];
  /** Of all actors of the tree, by address. */
  readonly places: ReadonlyMap<string, GroupPlace>;
  /** Whose commit port it writes, as in its actors' places. */
  readonly journal?: string;
  /** Each actor is snapshotted with the batch in which its count of inputs passes a multiple of this. */
  readonly snapshotEvery: number;
  /** No actor handles anything earlier. */
  readonly nowMs: number;
  readonly limits?: Partial<GroupLimits>;
}

/**
 * The engine of free delivery, without clock and I/O: a worker's shell and a simulation drive the same code.
 * Its turn:
 *
 *     receive, onAck, onPeerUp, onPeerGone   as they come
 *     next, then handle or quarantine        while there is a next
 *     takeBatch; once durable: committed     one at a time; handling goes on meanwhile
 *     outgoing                               after any of these, and at nextDueMs
 *
 * Nothing leaves before its commit: neither what an actor sent nor the ack of what it handled. After a throw
 * the group is of no use, and a new one from the store takes its place.
 */
export const ActorGroup = {
  create,
  receive,
  onAck,
  onPeerUp,
  onPeerGone,
  tellAll,
  /**
   * The next input, to be given to `handle`, `quarantine` or `halt`; null if nothing waits or the group holds
   * back (see GroupLimits). System messages first, then due timers, then the lanes in order; actors of one
   * lane in turn. A firing is sent by the timer address, on the control lane, with the count of firings as
   * its seq.
   */
  next,
  /**
   * Steps the actor. The input is journalled with the time of its handling: `nowMs`, or the actor's last if
   * that is later. Nothing happens if the actor was halted since `next`. Throws ActorCrash if the behavior
   * throws, FatalError on a send to nobody.
   */
  handle,
  /** True if the input is for a port: to be performed, and what comes of it to be given to `book`. */
  isPort,
  /** Lets the port handle the input, at this time. Rejects with ActorCrash. */
  perform,
  /** Books what a port has handled, as `handle` does what it stepped; `nowMs` is when it was done. */
  book,
  /**
   * Counts the input as handled without a step: journalled, with an event `Quarantined`, and dead-lettered.
   * Nothing happens if the actor was halted since `next`.
   */
  quarantine,
  /**
   * The actor gets nothing more in this life, timers included. Its mailbox fills, its senders keep the rest.
   */
  halt,
  takeBatch,
  committed,
  /** What to transmit now, by receiving worker; messages within the group are delivered on the way. */
  outgoing: transmit,
  nextDueMs,
  snapshotAll,
  isIdle,
  metrics,
  deadLetters,
};

/**
 * Restores each actor from its history. What was sent and not settled goes out again, under the same ids.
 * Throws as restoreActor, and FatalError if a receiver is nowhere.
 */
function create({ worker, actors, places, journal, snapshotEvery, nowMs, limits }: GroupOptions): ActorGroup {
  const group: ActorGroup = {
    worker,
    places,
    journal,
    snapshotEvery,
    limits: groupLimits(limits),
    slots: new Map(),
    timing: { timers: TimerQueue.create(), fired: new Map() },
    ready: Object.values(LANE).map(() => SlotList.create()),
    told: [],
    inHand: null,
    rows: [],
    rowSends: 0,
    inFlight: null,
    settled: [],
    mustSettle: false,
    dueSnapshots: new Set(),
    links: [],
    dirty: [],
    linkDueMs: Infinity,
    packets: new Map(),
    gone: new Set(),
    deadLetters: {},
    isBroken: false,
  };
  for (const actor of actors) {
    const slot = ActorSlot.restore(actor, group.timing, group.limits);
    slot.lastAtMs = Math.max(slot.lastAtMs, nowMs);
    group.slots.set(actor.address, slot);
  }
  for (const { address, history } of actors) {
    for (const sent of history.outbox) releaseAgain(group, group.slots.get(address)!, sent);
  }
  return group;
}

/** A frame came. Throws FatalError if its receiver is not of this group. */
function receive(group: ActorGroup, frame: LinkFrame, nowMs: number): void {
  const slot = group.slots.get(frame.to);
  if (slot === undefined) {
    throw new FatalError(
      `Cannot receive from ${frame.from} as "${frame.to}" is not of ${group.worker}; check the places`,
    );
  }
  const ack = accept(group, slot, frame, nowMs);
  if (ack !== null) postAck(group, ack, nowMs);
}

/** So many settled sends do not wait for a batch of their own. */
const MAX_SETTLED = 256;

/** An ack came. */
function onAck(group: ActorGroup, ack: LinkAck, nowMs: number): void {
  applyAck(group, ack, nowMs);
}

/** Tells all actors, but halted ones, something about their store; it comes before all that waits. */
function tellAll({ slots, told, inHand }: ActorGroup, body: Message): void {
  for (const [to, { storeFrom: from, isHalted, record: { seen } }] of slots) {
    if (isHalted) continue;
    const underWay = told.filter((envelope) => envelope.to === to).length + (inHand?.from === from ? 1 : 0);
    const seq = (seen.get(from)?.[LANE.system] ?? 0) + underWay + 1;
    told.push({ from, seq, to, lane: LANE.system, atMs: 0, causedBy: "", body });
  }
}

/** The worker has a new life: what is not settled with its actors goes out again. */
function onPeerUp(group: ActorGroup, worker: string): void {
  rewindLinks(group, worker);
}

/**
 * The worker never comes back: what is and will be sent to its actors becomes dead letters, `receiver_gone`.
 */
function onPeerGone(group: ActorGroup, worker: string): void {
  buryLinks(group, worker);
}

/**
 * Closes the open batch, to be committed; null if there is nothing to commit or a batch is in flight. Its
 * snapshots are of after its last row.
 */
function takeBatch(group: ActorGroup): CommitBatch | null {
  refuseBroken(group);
  const { rows, dueSnapshots, settled } = group;
  const isDue = rows.length > 0 || dueSnapshots.size > 0 || settled.length > MAX_SETTLED ||
    (group.mustSettle && settled.length > 0);
  if (group.inFlight !== null || !isDue) return null;
  const snapshots = [...dueSnapshots].map((slot) => ActorRecord.snapshot(slot.record, group.timing.timers));
  dueSnapshots.clear();
  group.inFlight = rows;
  group.rows = [];
  group.rowSends = 0;
  group.settled = [];
  const batch = { rounds: null, handled: rows, snapshots };
  return settled.length === 0 ? batch : { ...batch, settled };
}

/**
 * The batch in flight is durable: its sends are released, its inputs acknowledged. Throws ActorCrash on
 * overflow (see GroupLimits).
 */
function committed(group: ActorGroup, nowMs: number): void {
  const rows = group.inFlight;
  if (rows === null) throw new Error(`Cannot settle a commit of ${group.worker} as none is in flight`);
  group.inFlight = null;
  for (const { actor, input, sends } of rows) {
    const slot = group.slots.get(actor)!;
    for (const sent of sends) {
      slot.uncommitted--;
      release(group, slot, sent);
      refuseOverflow(group, slot, sent);
    }
    if (input.from !== slot.timerFrom && input.from !== slot.storeFrom) {
      LinkIn.handled(slot.inbound, input.from, input.lane, input.seq);
    }
  }
  for (const slot of group.slots.values()) {
    const { inbound } = slot;
    // also feeds starved links: their lane can only have been emptied by handling
    if (inbound.changed.length > 0) {
      for (const ack of LinkIn.acks(inbound)) postAck(group, ack, nowMs);
    }
    wake(group, slot, LANE.data);
  }
}

/**
 * When to call `next` and `outgoing` if nothing happens before, ms: 0 = at once; Infinity = nothing is
 * awaited. May be too early by a link that was settled meanwhile; the call to `outgoing` corrects that.
 */
function nextDueMs(group: ActorGroup): number {
  if (group.dirty.length > 0 || group.packets.size > 0) return 0;
  return Math.min(
    group.linkDueMs,
    isBatchFull(group) ? Infinity : TimerQueue.earliestMs(group.timing.timers),
  );
}

/**
 * The next batch brings all that is not stored yet, and a snapshot of each actor that handled anything since its last, but
 * of halted ones.
 */
function snapshotAll(group: ActorGroup): void {
  const { slots, dueSnapshots } = group;
  group.mustSettle = true;
  for (const slot of slots.values()) {
    if (!slot.isHalted && slot.record.inputNo > slot.record.snapshotAt) dueSnapshots.add(slot);
  }
}

/** True if nothing waits, nothing is uncommitted and nothing unsettled; timers may be set. */
function isIdle(group: ActorGroup): boolean {
  const { told, inHand, rows, inFlight, dueSnapshots, packets, slots } = group;
  if (
    told.length > 0 || inHand !== null || rows.length > 0 || inFlight !== null || dueSnapshots.size > 0 ||
    packets.size > 0
  ) {
    return false;
  }
  for (const { unsettled, inbound } of slots.values()) {
    if (unsettled > 0 || Mailbox.depth(inbound.mailbox) > 0) return false;
  }
  return true;
}

/** Of each actor since the group's creation. */
function metrics({ slots }: ActorGroup, nowMs: number): ActorMetrics[] {
  return [...slots.values()].map((slot) => ActorSlot.metrics(slot, nowMs));
}

/** Messages given up since the group's creation, by reason. */
function deadLetters({ deadLetters }: ActorGroup): Readonly<Record<string, number>> {
  return deadLetters;
}
