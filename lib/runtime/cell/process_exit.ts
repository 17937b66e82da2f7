import type { ExitReason } from "../supervision/child_spec.ts";

/** How a process ended, as its exit event tells. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Code of a cell that leaves in order, told by the root or left alone by it. */
export const EXIT_LEFT = 0;
/** Code of a cell that refuses to start. */
export const EXIT_REFUSED = 70;

/** V8 ends a process whose heap is full by a trap; 133 is the same trap seen through a shell. */
const HEAP = { signal: "SIGTRAP", code: 133 } as const;

/** Why a cell's process ended. */
export function exitReasonOf({ code, signal }: ProcessExit): ExitReason {
  if (signal === HEAP.signal || code === HEAP.code) {
    return { kind: "heap", detail: `a heap of the cell is full (${signal ?? `exit code ${code}`})` };
  }
  if (signal !== null) return { kind: "killed", detail: `the process was ended by ${signal}` };
  if (code === EXIT_LEFT) return { kind: "normal", detail: "the process left (exit code 0)" };
  if (code === EXIT_REFUSED) {
    return { kind: "load_failed", detail: "the process refused to start (exit code 70)" };
  }
  return { kind: "exit", detail: `the process ended with exit code ${code}` };
}
