import type { HandlingWrapper, WrapContext } from "../../../lib/runtime/mod.ts";

export interface StuckArgs {
  readonly [key: string]: string | number;
  /**
   * deaf: never again hears what its agent says, Stop included, and beats on all the while, so nothing looks wrong until
   * its shutdown budget is spent. loop: never yields again, so that not even terminate() ends it.
   */
  readonly how: "deaf" | "loop";
  /** From its first message on, ms. */
  readonly afterMs: number;
}

/** Told just before it happens. */
export const STUCK_NOTE = "stuck";

/** A worker that takes no orders any more. */
export function stuck({ how, afterMs }: StuckArgs, context: WrapContext): HandlingWrapper {
  let dueMs = 0;
  return {
    before() {
      const nowMs = performance.now();
      if (dueMs === 0) dueMs = nowMs + afterMs;
      if (nowMs < dueMs) return;
      dueMs = Infinity;
      context.note(STUCK_NOTE);
      if (how === "loop") { for (;;); }
      // the types of a worker's globals exclude those of the main thread
      (globalThis as { onmessage?: unknown }).onmessage = null;
    },
  };
}
