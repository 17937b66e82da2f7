import type { RngState } from "../../core/mod.ts";
import type { Behavior } from "../behavior.ts";
import type { CommitBatch, CommitPort, Epoch } from "../commit_port.ts";
import type { LinkOut } from "../delivery/link_out.ts";
import type { PoisonLedger } from "../poison_ledger.ts";
import type { MarketMessage, WorldSource } from "../world.ts";
import type { ActorGroup, Outgoing } from "./actor_group.ts";
import type { GroupLimits } from "./group_limits.ts";

/** What goes wrong, by the seed. */
export interface FreeFaults {
  /** Before each step: some worker dies with all it has in memory. 0 to 1. */
  readonly crashChance: number;
  /** No more deaths than that. */
  readonly maxCrashes: number;
  /** Before each step: time moves on although something else could happen. 0 to 1. */
  readonly clockChance: number;
}

/** What happened so far. */
export interface FreeCounters {
  steps: number;
  handled: number;
  quarantined: number;
  /** Batches written and answered to a living worker. */
  commits: number;
  packets: number;
  clockMoves: number;
  /** Deaths by the fault plan. */
  crashes: number;
  /** Deaths by a throwing behavior. */
  throws: number;
  /** Deaths by too many unsettled sends. */
  overflows: number;
  /** Packets lost on the way at a death, or that came to a dead worker. */
  lostPackets: number;
  /** Commits that were written, and whose worker died before it knew. */
  lostAnswers: number;
  /** Commits that came to the store after their worker's death: before its epoch ended, */
  lateAccepted: number;
  /** after that and refused, */
  staleRefused: number;
  /** and after that and taken: must be 0. */
  staleAccepted: number;
  /** Messages that came again, were refused by a full lane, were conflated; of lives that ended. */
  duplicates: number;
  refused: number;
  conflated: number;
}

/** A commit on its way to the store. */
export interface FreeCommit {
  readonly batch: CommitBatch;
  readonly epoch: Epoch;
  /** Durable, but its worker does not know yet. */
  isWritten: boolean;
}

/** A worker over all its lives. */
export interface FreeWorker {
  readonly id: string;
  readonly behaviors: Readonly<Record<string, Behavior>>;
  /** null while it is dead. */
  group: ActorGroup | null;
  epoch: Epoch | null;
  /** The epoch is that of the life it has, or will have next. */
  isRaised: boolean;
  commit: FreeCommit | null;
}

/** What one worker, or the root, sent another: first in, first out. */
export interface FreeChannel {
  readonly from: string;
  readonly to: string;
  readonly packets: Outgoing[];
}

/** The root's side of a market: one link to each actor it tells. */
export interface FreeWorld {
  readonly source: WorldSource;
  /** The next message, once it was asked for. */
  next: MarketMessage | null;
  readonly links: Map<string, LinkOut>;
  /** Unsettled messages of one link from which on the market waits. */
  readonly credit: number;
}

/** An inline free host; changed in place by its steps. */
export interface FreeHost {
  readonly workers: Map<string, FreeWorker>;
  readonly places: ReadonlyMap<string, { readonly worker: string }>;
  readonly commit: CommitPort;
  readonly world: FreeWorld;
  /** By `<from> <to>`. */
  readonly channels: Map<string, FreeChannel>;
  /** Commits of lives that ended. */
  readonly late: FreeCommit[];
  readonly ledger: PoisonLedger;
  readonly faults: FreeFaults;
  readonly limits: Partial<GroupLimits>;
  readonly snapshotEvery: number;
  readonly rng: RngState;
  /** How often each kind of step is picked, by the seed. */
  readonly bias: Readonly<Record<StepKind, number>>;
  readonly counters: FreeCounters;
  /** Virtual clock, ms. */
  nowMs: number;
}

/** All that can happen, but for deaths and the passing of time. */
export const STEP_KINDS = [
  "tell", // the world tells one message
  "deliver", // the head of a channel arrives
  "handle", // a worker handles one input
  "ask", // a worker closes its batch and sends it to the store
  "write", // the store writes it
  "answer", // the worker learns it
  "writeLate", // the store gets a dead worker's batch
  "raise", // a dead worker's epoch ends
  "restart", // and its next life begins
] as const;
export type StepKind = (typeof STEP_KINDS)[number];
