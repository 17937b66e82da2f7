import type { RestartType, ShutdownBudget } from "../supervision/child_spec.ts";
import type { SupervisorFlags } from "../supervision/supervisor_flags.ts";
import type { Plain } from "./plain.ts";

export type { Plain };

/** What becomes of a message that crashed its actor `afterCrashes` times: never silently skipped. */
export interface PoisonPolicy {
  readonly afterCrashes: number;
  /** quarantine: journalled as handled without a step, and dead-lettered. halt: the actor gets nothing more. */
  readonly byKind: Readonly<Record<string, "quarantine" | "halt">>;
  /** For kinds that `byKind` does not name. */
  readonly otherwise: "quarantine" | "halt";
}

/** One actor: what it is, never code. */
export interface ActorSpec {
  readonly address: string;
  /** Name of its behavior in the program's worker registry. */
  readonly kind: string;
  readonly args: Plain;
  readonly poison: PoisonPolicy;
}

/** A module around the handling of one worker (delays, faults), by its name in the registry. */
export interface WrapSpec {
  readonly kind: string;
  readonly args: Plain;
}

/** The journal's store, opened by the worker that hosts it. */
export interface StoreSpec {
  readonly kind: string;
  readonly args: Plain;
}

/** Deno permission lists; what is not listed is refused. */
export interface Permissions {
  /** Folders and files. */
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  /** host or host:port. */
  readonly net?: readonly string[];
  /** Names of variables. */
  readonly env?: readonly string[];
  readonly sys?: readonly string[];
  readonly run?: readonly string[];
  readonly ffi?: readonly string[];
}

/** One thread and the actors in it: they start, crash and stop together. */
export interface WorkerSpec {
  /** Unique in the tree. */
  readonly id: string;
  readonly actors: readonly ActorSpec[];
  /** Present on a worker that hosts a commit port; it has no actors. */
  readonly store?: StoreSpec;
  /**
   * Id of the worker whose commit port this one writes. A worker of another than the tree's is a world of its own: what it
   * has stored stands, whatever becomes of the tree. @default {the first worker of the first cell}
   */
  readonly journal?: string;
  /**
   * In free delivery: file in which it goes on storing while its journal cannot; its actors are told so (StoreDegraded,
   * StoreRecovered). Its permissions must name it. @default {none: it waits}
   */
  readonly emergencyLog?: string;
  /**
   * In free delivery: what comes to its actors on the data lane are reports, for which no sender ever waits. Of those that
   * cannot be delivered the sender keeps the newest (GroupLimits.maxReports); older ones are dropped and counted.
   * @default {false}
   */
  readonly takesReports?: boolean;
  /**
   * In place of the tree's, for one that must be borne with longer: what it waits for of its own accord is its libraries'.
   * @default {the tree's}
   */
  readonly silenceMs?: number;
  readonly restart: RestartType;
  /** Not "infinity": one that never ends would keep the whole tree from ending. */
  readonly shutdownMs: ShutdownBudget;
  readonly readyMs: number;
  /** Of those of its cell. */
  readonly permissions: Permissions;
  readonly wrap: readonly WrapSpec[];
}

/** One process: the bulkhead. */
export interface CellSpec {
  /** Unique in the tree; also the name of its lock file. */
  readonly id: string;
  readonly workers: readonly WorkerSpec[];
  /** Of the process; its workers get subsets. Never empty: a cell reads its program and writes its lock. */
  readonly permissions: Permissions;
  /** Heap limit of each of its threads, MiB; beyond it the process dies. */
  readonly maxHeapMib: number;
  /** The process's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly restart: RestartType;
  readonly shutdownMs: ShutdownBudget;
  readonly readyMs: number;
  /** How the cell's workers are supervised. */
  readonly flags: SupervisorFlags;
}

/** Supervision by the host's own clock, ms. */
export interface Timing {
  readonly heartbeatMs: number;
  /** Without a heartbeat, or busy with one message for longer: dead. */
  readonly silenceMs: number;
}

export const DEFAULT_TIMING: Timing = { heartbeatMs: 250, silenceMs: 1_000 };

/** The whole tree as data. */
export interface Tree {
  readonly delivery: "stepped" | "free";
  /** Started left to right, stopped right to left; the cell of the journal comes first. */
  readonly cells: readonly CellSpec[];
  /** How the root supervises its cells; budget spent = exit code 70. */
  readonly flags: SupervisorFlags;
  readonly timing: Timing;
  /** Each actor is snapshotted after so many inputs, and at an ordered stop; a whole number, or Infinity. */
  readonly snapshotEvery: number;
  /** Stepped: rounds without sends and events wait for the next commit, at most so many; a whole number, or Infinity. */
  readonly maxRoundsPerCommit: number;
}
