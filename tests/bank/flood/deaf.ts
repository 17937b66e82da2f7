import type { HandlingWrapper, WrapContext } from "../../../lib/runtime/mod.ts";

export interface DeafArgs {
  readonly [key: string]: number;
  /** From its first message to its last word heard. */
  readonly afterMs: number;
}

/** Told just before. */
export const DEAF_NOTE = "deaf";

/**
 * A worker that never again hears what its agent says, Stop included, and beats on all the while: nothing looks wrong
 * until its shutdown budget is spent.
 */
export function deaf({ afterMs }: DeafArgs, context: WrapContext): HandlingWrapper {
  let dueMs = 0;
  return {
    before() {
      const nowMs = performance.now();
      if (dueMs === 0) dueMs = nowMs + afterMs;
      if (nowMs < dueMs) return;
      dueMs = Infinity;
      context.note(DEAF_NOTE);
      // the types of a worker's globals exclude those of the main thread
      (globalThis as { onmessage?: unknown }).onmessage = null;
    },
  };
}
