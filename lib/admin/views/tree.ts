import type { IsoTime } from "./wire.ts";

export interface ActorView {
  readonly address: string;
  readonly worker: string;
  readonly cell: string;
  readonly isHalted: boolean;
  readonly depth: number;
  readonly oldestMs: number;
  readonly processed: number;
  readonly failed: number;
  readonly duplicates: number;
  readonly restarts: number;
  readonly lastError: string;
  /** Handling times of messages, us; bucket i counts those under 2^i. */
  readonly handlingUs: readonly number[];
}

export interface WorkerView {
  readonly id: string;
  readonly cell: string;
  readonly isUp: boolean;
  readonly incarnation: number;
  readonly restarts: number;
  readonly lastError: string;
  readonly actors: readonly ActorView[];
}

export interface CellView {
  readonly id: string;
  /** Null while it has no process. */
  readonly pid: number | null;
  readonly restarts: number;
  readonly workers: readonly WorkerView[];
}

/** That a cell or a worker was started again. */
export interface RestartView {
  /** Its id. */
  readonly part: string;
  /** When that was seen, wall time. */
  readonly at: IsoTime;
  /** Why it had ended. */
  readonly why: string;
}

/** The supervision tree, as its root last told. */
export interface TreeView {
  readonly at: IsoTime;
  /** Age of it, ms. */
  readonly ageMs: number;
  readonly cells: readonly CellView[];
  readonly deadLetters: Readonly<Record<string, number>>;
  readonly staleWrites: number;
  /** The latest restarts since the root began, newest first: also those that were over before anybody looked. */
  readonly lately: readonly RestartView[];
}
