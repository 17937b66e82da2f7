import type { ActorRecord } from "../actor_record.ts";
import type { Behavior } from "../behavior.ts";
import type { ActorHistory, SeenMark } from "../commit_port.ts";
import { LinkIn } from "../delivery/link_in.ts";
import type { LinkOut } from "../delivery/link_out.ts";
import { Mailbox } from "../delivery/mailbox.ts";
import { type Envelope, type Lane, storeAddress, timerAddress } from "../envelope.ts";
import { restoreActor, type Timing } from "../restore_actor.ts";
import type { ActorMetrics } from "../tree/protocol.ts";
import type { GroupLimits } from "./group_limits.ts";

/** An actor to be restored into a group. */
export interface GroupActor {
  readonly address: string;
  readonly behavior: Behavior;
  readonly history: ActorHistory;
}

/** A link from an actor of this group, and where it leads. */
export interface OutLink {
  readonly link: LinkOut;
  readonly owner: ActorSlot;
  /** Worker of the receiver. */
  readonly worker: string;
  /** The receiver commits elsewhere: this store does not learn by itself what it has handled. */
  readonly isForeign: boolean;
  /** What it carries are reports: nobody waits for the receiver. */
  readonly isReport: boolean;
  /** The receiver, if it lives in this group. */
  readonly local: ActorSlot | null;
  /** Listed among the links that may have something to transmit. */
  isDirty: boolean;
}

/** One actor of a group with all that waits for it and all it waits for. Changed in place. */
export interface ActorSlot {
  readonly record: ActorRecord;
  /** Sender of its timers. */
  readonly timerFrom: string;
  /** Sender of what it is told about its store. */
  readonly storeFrom: string;
  readonly inbound: LinkIn;
  /** By receiver, then lane. */
  readonly links: Map<string, (OutLink | undefined)[]>;
  /** By lane: listed among the actors that have something waiting. */
  readonly isListed: boolean[];
  /** Logical time of what it handled last, ms; it never goes back. */
  lastAtMs: number;
  /** Sends that are not committed. */
  uncommitted: number;
  /** Sends that are committed and not settled: the depths of all its links. */
  unsettled: number;
  /** Those of them that are reports. */
  reports: number;
  isHalted: boolean;
  processed: number;
  /** Inputs that crashed it or were quarantined. */
  failed: number;
}

export const ActorSlot = { restore, stamp, awaited, isPaused, waiting, metrics };

/**
 * Rebuilds an actor; its timers go into `timing`, its outbox is left to the caller. Throws as restoreActor.
 */
function restore(
  { address, behavior, history }: GroupActor,
  timing: Timing,
  limits: GroupLimits,
): ActorSlot {
  const record = restoreActor({ address, behavior, history }, timing);
  return {
    record,
    timerFrom: timerAddress(address),
    storeFrom: storeAddress(address),
    inbound: LinkIn.create(address, Mailbox.create(limits.capacities), seenMarks(record)),
    links: new Map(),
    isListed: [false, false, false, false],
    lastAtMs: Math.max(history.inputs.at(-1)?.input.atMs ?? 0, history.outbox.at(-1)?.atMs ?? 0),
    uncommitted: 0,
    unsettled: 0,
    reports: 0,
    isHalted: false,
    processed: 0,
    failed: 0,
  };
}

function* seenMarks({ seen }: ActorRecord): Generator<SeenMark> {
  for (const [from, lanes] of seen) {
    for (const [lane, seq] of lanes.entries()) {
      if (seq > 0) yield { from, lane: lane as Lane, seq };
    }
  }
}

/** The input with the logical time of its handling, which is also what the journal says. */
function stamp(slot: ActorSlot, input: Envelope, nowMs: number): Envelope {
  if (nowMs > slot.lastAtMs) slot.lastAtMs = nowMs;
  return input.atMs === slot.lastAtMs ? input : { ...input, atMs: slot.lastAtMs };
}

/** Sends that are committed and that somebody must settle. */
function awaited({ unsettled, reports }: ActorSlot): number {
  return unsettled - reports;
}

/** True if too much of what it sent waits: nothing from its data lane then. */
function isPaused(slot: ActorSlot, limits: GroupLimits): boolean {
  return awaited(slot) + slot.uncommitted >= limits.maxUnsettled;
}

/** How many messages wait on one lane. */
function waiting(slot: ActorSlot, lane: Lane): number {
  return slot.inbound.mailbox.lanes[lane].queue.length;
}

/**
 * `conflated`: dropped for a newer one, in its mailbox or before they left. Handling times are the shell's.
 */
function metrics(slot: ActorSlot, nowMs: number): ActorMetrics {
  const { record, inbound, processed, failed, unsettled } = slot;
  let conflated = Mailbox.counters(inbound.mailbox).conflated, reportsDropped = 0;
  for (const lanes of slot.links.values()) {
    for (const out of lanes) {
      conflated += out?.link.counters.conflated ?? 0;
      reportsDropped += out?.link.counters.dropped ?? 0;
    }
  }
  return {
    address: record.address,
    depth: Mailbox.depth(inbound.mailbox),
    oldestMs: Mailbox.oldestAgeMs(inbound.mailbox, nowMs),
    processed,
    failed,
    duplicates: inbound.counters.duplicates,
    conflated,
    reportsDropped,
    refused: inbound.counters.refused,
    unsettled,
    handlingUs: [],
  };
}
