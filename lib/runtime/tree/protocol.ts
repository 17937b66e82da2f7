/**
 * What root, cells and workers say to each other. Plain data: it crosses threads by structured clone and processes by
 * their IPC channel. Three hops: root <-> agent (one per cell, its main thread) <-> worker. A *packet* travels on all
 * of them, and on direct ports between workers of one cell, without being looked into on the way.
 *
 * @module
 */
import type {
  ActorHistory,
  ActorSnapshot,
  CommitBatch,
  Epoch,
  HandledInput,
  ResumePoint,
} from "../commit_port.ts";
import type { LinkAck, LinkFrame } from "../delivery/link_wire.ts";
import type { Envelope } from "../envelope.ts";
import type { ExitReason } from "../supervision/child_spec.ts";
import type { Timer } from "../timer_queue.ts";
import type { CellSpec, Permissions, Place, Timing, WorkerSpec } from "./tree_spec.ts";

/** Address of the root process as a sender or receiver of packets. */
export const ROOT = "root";

/** Something for one worker, or for the root. */
export interface Packet {
  /** A worker's id, or ROOT. */
  readonly to: string;
  readonly from: string;
  /** Of the sender: packets of an earlier life than the newest known are refused and counted. */
  readonly incarnation: number;
  readonly body: PacketBody;
}

export type PacketBody =
  // stepped delivery
  | {
    readonly kind: "Deliver";
    readonly round: number;
    readonly inputs: readonly Delivery[];
    /** All rounds up to this one are in the tree's store. */
    readonly committedRound: number;
  }
  | {
    readonly kind: "Handled";
    readonly round: number;
    /** In the order of the inputs; those handled before are left out. */
    readonly rows: readonly HandledInput[];
    readonly snapshots: readonly ActorSnapshot[];
  }
  | { readonly kind: "TakeSnapshots" }
  | { readonly kind: "SnapshotsTaken"; readonly snapshots: readonly ActorSnapshot[] }
  // free delivery
  | { readonly kind: "Link"; readonly frames: readonly LinkFrame[]; readonly acks: readonly LinkAck[] }
  /** A worker (or the root: its world) has a new life: what is not settled with its actors goes out again. */
  | { readonly kind: "PeerUp"; readonly worker: string; readonly incarnation: number }
  /** Never coming back: what is under way to its actors is dead-lettered. */
  | { readonly kind: "PeerGone"; readonly worker: string }
  /** The next life of the receiver's actor must not step these messages. */
  | { readonly kind: "Poisoned"; readonly verdicts: readonly Verdict[] }
  /** From whoever runs the tree, for a worker's ports: of no account to anything journalled. */
  | { readonly kind: "Told"; readonly body: unknown }
  // the journal
  | { readonly kind: "JournalRequest"; readonly requestId: number; readonly call: JournalCall }
  | { readonly kind: "JournalReply"; readonly requestId: number; readonly result: JournalResult };

/** One input of a round. */
export interface Delivery {
  readonly envelope: Envelope;
  /** True: journal it as quarantined, do not step it. */
  readonly quarantine: boolean;
}

/** What the poison policy says of one message. */
export interface Verdict {
  readonly actor: string;
  readonly messageId: string;
  readonly action: "quarantine" | "halt";
}

export type JournalCall =
  | { readonly op: "commit"; readonly batch: CommitBatch; readonly epoch: Epoch }
  | { readonly op: "load"; readonly actor: string; readonly schema: number }
  | { readonly op: "raiseEpoch"; readonly writer: string }
  | { readonly op: "resumePoint" };

/**
 * `stale`: refused, a later life writes. `unavailable`: the store cannot now, and may be able to later. Anything else that
 * goes wrong crashes the journal, and is asked again.
 */
export type JournalResult =
  | { readonly ok: true; readonly value: null | ActorHistory | Epoch | ResumePoint }
  | {
    readonly ok: false;
    readonly stale: true;
    /** The writer's newest epoch. */
    readonly newest: number;
    readonly message: string;
  }
  | { readonly ok: false; readonly unavailable: true; readonly message: string };

/** Why a worker died, in its own words. */
export interface CrashReport {
  readonly reason: ExitReason;
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Text of the error's cause; "" without one. */
  readonly cause: string;
  /** The message under way, if it was one. */
  readonly handling: { readonly actor: string; readonly messageId: string; readonly kind: string } | null;
}

/** Counters of one actor since its worker's start, but for restarts and lastError, which the root adds. */
export interface ActorMetrics {
  readonly address: string;
  /** Waiting messages. */
  readonly depth: number;
  /** Age of the one that has waited longest, ms. */
  readonly oldestMs: number;
  readonly processed: number;
  readonly failed: number;
  readonly duplicates: number;
  readonly conflated: number;
  /** Sent to actors that take reports, committed, and given up for newer ones. */
  readonly reportsDropped: number;
  readonly refused: number;
  /** Sent, committed, and not yet acknowledged. */
  readonly unsettled: number;
  /** Handling times: bucket i counts those under 2^i us (and not under 2^(i-1)). */
  readonly handlingUs: readonly number[];
}

export interface WorkerMetrics {
  /** When this was so, ms of the machine's wall clock. */
  readonly takenMs: number;
  /** How long the message now in hand has been in hand, ms; 0 if none is. */
  readonly busyMs: number;
  /** True if nothing waits, nothing is uncommitted, nothing unsettled. */
  readonly isIdle: boolean;
  readonly deadLetters: Readonly<Record<string, number>>;
  /** Writes refused for their epoch (journal worker only). */
  readonly staleWrites: number;
  readonly actors: readonly ActorMetrics[];
}

/** A restored actor's timers, which in stepped delivery belong to the conductor. */
export interface ActorReady {
  readonly address: string;
  readonly timers: readonly Timer[];
  /** How many of its timers ever fired. */
  readonly fired: number;
}

/** All a worker must know to begin. */
export interface Boot {
  readonly spec: WorkerSpec;
  readonly cell: string;
  readonly incarnation: number;
  /** Under which it writes. The journal raises its own. */
  readonly epoch: Epoch | null;
  readonly delivery: "stepped" | "free";
  readonly timing: Timing;
  readonly snapshotEvery: number;
  /** Id of the worker that hosts the commit port of this one. */
  readonly journal: string;
  /** That is another than the tree's: its cell is a world of its own. */
  readonly hasOwnStore: boolean;
  readonly places: ReadonlyMap<string, Place>;
  readonly verdicts: readonly Verdict[];
}

export type WorkerCommand =
  /** `hand`: where the worker notes what it has in hand (HandSlot), for when it cannot say so any more. */
  | { readonly kind: "Boot"; readonly boot: Boot; readonly hand?: SharedArrayBuffer }
  | { readonly kind: "Carry"; readonly packets: readonly Packet[] }
  /** A direct port to a worker of the same cell; any earlier one to it is dead. */
  | {
    readonly kind: "PeerPort";
    readonly worker: string;
    readonly incarnation: number;
    readonly port: MessagePort;
  }
  /** Ordered end: finish, commit, snapshot (free), say Stopped, close. */
  | { readonly kind: "Stop" };

export type WorkerReport =
  /** The worker holds its lock: from now on the lock proves its life. */
  | { readonly kind: "Locked" }
  | { readonly kind: "Ready"; readonly actors: readonly ActorReady[] }
  | { readonly kind: "Crashed"; readonly report: CrashReport }
  | { readonly kind: "Stopped" }
  | { readonly kind: "Beat"; readonly metrics: WorkerMetrics }
  | { readonly kind: "Carry"; readonly packets: readonly Packet[] }
  | { readonly kind: "WantPort"; readonly worker: string }
  /** Of a journal: its store cannot take rows now, for this reason; "" = it can again. */
  | { readonly kind: "Store"; readonly unavailable: string }
  /** From a wrapper module, for whoever watches the tree. */
  | { readonly kind: "Note"; readonly note: unknown };

/** Which life of which worker. */
export interface Life {
  readonly id: string;
  readonly incarnation: number;
}

export type AgentCommand =
  | { readonly kind: "StartWorker"; readonly boot: Boot }
  | ({ readonly kind: "StopWorker" } & Life)
  /** terminate(); the exit proof decides whether it helped. */
  | ({ readonly kind: "KillWorker" } & Life)
  | { readonly kind: "Carry"; readonly packets: readonly Packet[] }
  /** All workers are gone: leave with exit code 0. */
  | { readonly kind: "Leave" };

export type AgentReport =
  | { readonly kind: "CellReady"; readonly pid: number; readonly effective: EffectivePermissions }
  /** It will not start, for this reason, and exits. */
  | { readonly kind: "CellRefused"; readonly why: string }
  /** Another process holds this cell's lock; the cell waits for it. */
  | { readonly kind: "LockHeld"; readonly pid: number }
  | ({ readonly kind: "WorkerReady"; readonly actors: readonly ActorReady[] } & Life)
  /** Noticed; not yet proven gone. */
  | (
    & { readonly kind: "WorkerFailed"; readonly reason: ExitReason; readonly crash: CrashReport | null }
    & Life
  )
  /** The exit proof: its lock is free, and this life will never hold it again. */
  | ({ readonly kind: "WorkerGone"; readonly reason: ExitReason; readonly crash: CrashReport | null } & Life)
  | { readonly kind: "Beat"; readonly workers: readonly (Life & { readonly metrics: WorkerMetrics })[] }
  | { readonly kind: "Carry"; readonly packets: readonly Packet[] }
  | ({ readonly kind: "Store"; readonly unavailable: string } & Life)
  | ({ readonly kind: "Note"; readonly note: unknown } & Life);

/** State of each Deno permission as the process itself sees it: "granted", "prompt" (partial or none) or "denied". */
export type EffectivePermissions = Readonly<Record<keyof Permissions, string>>;

/** What a cell process is told first. */
export interface CellBoot {
  readonly kind: "CellBoot";
  readonly spec: CellSpec;
  /** Lock file that proves the life of the cell's process. */
  readonly lockPath: string;
  readonly timing: Timing;
}
