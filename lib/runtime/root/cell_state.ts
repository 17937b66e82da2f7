// impure-file: the type of a timer handle
import type { CellProcess, SpawnCellOptions } from "../cell/cell_process.ts";
import type { ExitReason } from "../supervision/child_spec.ts";
import type { ActorReady, Boot, CrashReport, Packet } from "../tree/protocol.ts";
import type { CellSpec, Timing } from "../tree/tree_spec.ts";
import type { NoticeBody } from "./notices.ts";
import type { Supervised } from "./supervised.ts";
import type { WorkerLife } from "./worker_life.ts";

export type CellHooks = Pick<SpawnCellOptions, "onReport" | "onExit">;

/** What a cell's life needs from the root around it. */
export interface CellContext {
  readonly timing: Timing;
  readonly seed: string;
  /** Starts the cell's process. */
  spawn(hooks: CellHooks): CellProcess;
  /** Kills this process if it still holds the cell's lock. Throws what the system says if it must not. */
  killHolder(pid: number): void;
  notice(body: NoticeBody): void;
  /** A number for a new life of this worker, never used before. */
  nextIncarnation(worker: string): number;
  /**
   * Resolves when this life may start: its epoch is raised, and what it must find in the store is there. Rejects where
   * the root cannot go on.
   */
  prepare(life: WorkerLife): Promise<Boot>;
  onReady(life: WorkerLife, actors: readonly ActorReady[]): void;
  /** Dead or declared dead, once per life: from now on it is fenced. */
  onDown(life: WorkerLife, reason: ExitReason, crash: CrashReport | null): void;
  onDropped(worker: string): void;
  /** True for a worker that never comes back, in no life of its cell. */
  isDropped(worker: string): boolean;
  onPacket(packet: Packet): void;
  /** All workers are ready, for the first time. */
  onUp(): void;
  /** The cell cannot go on; its process is to be killed. */
  onFailed(reason: ExitReason): void;
  /** The process has ended: the exit proof. */
  onGone(reason: ExitReason): void;
  /** The root cannot go on. */
  onFatal(error: unknown): void;
}

/** A cell's process with the supervisor of its workers, from spawn to exit. Changed in place. */
export interface CellState {
  readonly spec: CellSpec;
  readonly context: CellContext;
  readonly child: CellProcess;
  /** The newest life of each worker, also of those that are over. */
  readonly workers: Map<string, WorkerLife>;
  /** Null until the cell's agent is ready. */
  supervisor: Supervised | null;
  isStopping: boolean;
  isUp: boolean;
  hasFailed: boolean;
  isGone: boolean;
  readonly exited: PromiseWithResolvers<void>;
  lastBeatMs: number;
  lastLookMs: number;
  lockTimer: ReturnType<typeof setTimeout> | undefined;
}

/** Declares the cell failed, once. */
export function failCell(cell: CellState, reason: ExitReason): void {
  if (cell.hasFailed || cell.isGone) return;
  cell.hasFailed = true;
  cell.context.notice({ kind: "CellFailed", cell: cell.spec.id, pid: cell.child.pid, reason });
  cell.context.onFailed(reason);
}
