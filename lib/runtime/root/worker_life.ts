import type { ExitReason } from "../supervision/child_spec.ts";
import type { WorkerMetrics } from "../tree/protocol.ts";
import type { WorkerSpec } from "../tree/tree_spec.ts";

/** One life of one worker, as the root knows it. Changed in place. */
export interface WorkerLife {
  readonly spec: WorkerSpec;
  /** The supervisor's number, which starts anew with each life of the cell. */
  readonly supervised: number;
  /** The root's number, on packets and locks: never used twice. */
  readonly incarnation: number;
  /** "preparing": its start waits for its epoch and for what must be committed before. */
  phase: "preparing" | "starting" | "ready" | "failed" | "gone";
  metrics: WorkerMetrics | null;
}

export const SHUTDOWN: ExitReason = { kind: "shutdown", detail: "" };
export const KILLED: ExitReason = { kind: "killed", detail: "" };

/** True for a life that can take packets. */
export function takesPackets(life: WorkerLife | undefined): life is WorkerLife {
  return life?.phase === "starting" || life?.phase === "ready";
}
