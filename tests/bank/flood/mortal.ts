import type { HandlingWrapper, WrapContext } from "../../../lib/runtime/mod.ts";

export interface MortalArgs {
  readonly [key: string]: number;
  /** So many of its lives end by a throw. */
  readonly lives: number;
  /** From its first message to its end, ms. */
  readonly afterMs: number;
}

/** Told once in each life. */
export interface BirthNote {
  /** Locks held by anybody in its process: one per thread, and some of those that ended not long ago. */
  readonly locks: number;
}

/** The Web Locks of this process; Deno 2.9 has them, its types do not. */
interface Locks {
  query(): Promise<{ readonly held: readonly unknown[] }>;
}

/** A worker that dies while it handles a message, life after life. */
export function mortal({ lives, afterMs }: MortalArgs, context: WrapContext): HandlingWrapper {
  const { locks } = navigator as unknown as { readonly locks: Locks };
  void locks.query().then(({ held }) => context.note({ locks: held.length } satisfies BirthNote));
  let dueMs = 0;
  return {
    before() {
      const nowMs = performance.now();
      if (dueMs === 0) dueMs = nowMs + afterMs;
      if (context.incarnation <= lives && nowMs >= dueMs) {
        throw new Error(`Life ${context.incarnation} of ${context.worker} ends as it was to`);
      }
    },
  };
}
