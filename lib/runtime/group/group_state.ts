import type { HandledInput, SentMark } from "../commit_port.ts";
import type { LinkAck, LinkFrame } from "../delivery/link_wire.ts";
import type { SlotList } from "../delivery/slot_list.ts";
import type { Envelope } from "../envelope.ts";
import type { Timing } from "../restore_actor.ts";
import type { Place } from "../tree/tree_spec.ts";
import type { ActorSlot, OutLink } from "./actor_slot.ts";
import type { GroupLimits } from "./group_limits.ts";

/** Where an actor lives, and whose commit port it writes; undefined where there is only one. */
export type GroupPlace = Pick<Place, "worker"> & Partial<Pick<Place, "journal" | "takesReports">>;

/** What is to be transmitted to one worker, or to the root. */
export interface Outgoing {
  readonly worker: string;
  readonly frames: readonly LinkFrame[];
  readonly acks: readonly LinkAck[];
}

/** The same while it is collected. */
export interface OpenPacket extends Outgoing {
  readonly frames: LinkFrame[];
  readonly acks: LinkAck[];
}

/** All actors of one worker, in memory alone. Changed in place by the functions of `ActorGroup`. */
export interface ActorGroup {
  readonly worker: string;
  readonly places: ReadonlyMap<string, GroupPlace>;
  /** Whose commit port it writes. */
  readonly journal: string | undefined;
  readonly snapshotEvery: number;
  readonly limits: GroupLimits;
  /** By address. */
  readonly slots: Map<string, ActorSlot>;
  /** A due timer stays set until its firing is handled. So every snapshot has it, or what it led to. */
  readonly timing: Timing;
  /** By lane: the actors with something waiting, in the order of their turns. */
  readonly ready: readonly SlotList<ActorSlot>[];
  /** What the host tells its actors, not yet handed out. */
  told: Envelope[];
  /** Handed out and not handled. */
  inHand: Envelope | null;
  /** Handled, in order, and in no batch yet. */
  rows: HandledInput[];
  /** How many sends these rows have. */
  rowSends: number;
  /** Rows of the batch in flight; null if none is. */
  inFlight: readonly HandledInput[] | null;
  /** Handled by actors who commit elsewhere; to be stored with the next batch. */
  settled: SentMark[];
  /** That batch is due, whatever else is in it. */
  mustSettle: boolean;
  /** To be snapshotted with the next batch. */
  readonly dueSnapshots: Set<ActorSlot>;
  /** All links there are. */
  links: OutLink[];
  /** Those that may have something to transmit. */
  readonly dirty: OutLink[];
  /** No link starts over before, ms; a lower bound. */
  linkDueMs: number;
  /** By worker: collected, and not yet asked for. */
  readonly packets: Map<string, OpenPacket>;
  /** Workers that never come back. */
  readonly gone: Set<string>;
  /** By reason. */
  readonly deadLetters: Record<string, number>;
  /** A throw left it undefined. */
  isBroken: boolean;
}
