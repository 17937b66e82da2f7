import { Rng } from "../../../lib/core/mod.ts";
import type { HandlingWrapper, WrapContext } from "../../../lib/runtime/worker/registry.ts";
import { act, type FaultKind } from "./fault_kinds.ts";

export interface FaultArgs {
  readonly seed: string;
  /** What may happen, each as likely; listed twice, twice as likely. */
  readonly kinds: readonly FaultKind[];
  /** Mean life until the fault, ms. */
  readonly meanMs: number;
  /** How likely it is, from 0 to 1, that a life fails while it loads. @default {0} */
  readonly loadProbability?: number;
  /** How long one that hangs is quiet before it writes as a zombie, ms. @default {700} */
  readonly zombieAfterMs?: number;
  /** "message": when the next message is to be handled. "timer": at once, for a worker that handles none. @default {"message"} */
  readonly at?: "message" | "timer";
  /** Id of the worker that hosts the store. */
  readonly journal: string;
}

/** What is noted just before a fault. */
export interface FaultNote {
  readonly fault: FaultKind | "load";
  /** Wall time, ms. */
  readonly atMs: number;
  readonly worker: string;
  readonly incarnation: number;
}

/**
 * One fault per life of a worker: an exponentially distributed time after its start, at the next message or at once. Kind
 * and time are drawn from seed, worker and incarnation.
 */
export function fault(args: FaultArgs, context: WrapContext): HandlingWrapper {
  const { worker, incarnation } = context;
  const rng = Rng.create(`${args.seed}/fault/${worker}/${incarnation}`);
  const note = (fault: FaultNote["fault"]) =>
    context.note({ fault, atMs: Date.now(), worker, incarnation } satisfies FaultNote);
  if (Rng.uniform(rng) < (args.loadProbability ?? 0)) {
    note("load");
    throw new Error(`Injected fault: ${worker}#${incarnation} fails to load`);
  }
  const afterMs = -args.meanMs * Math.log(1 - Rng.uniform(rng));
  const kind = args.kinds[Rng.below(rng, args.kinds.length)];
  const fail = () => {
    note(kind);
    return act(kind, { context, journal: args.journal, zombieAfterMs: args.zombieAfterMs ?? 700 });
  };
  let hasActed = args.kinds.length === 0;
  if (args.at === "timer") {
    if (!hasActed) setTimeout(fail, afterMs);
    return { before: () => {} };
  }
  const dueMs = Date.now() + afterMs;
  return {
    before() {
      if (hasActed || Date.now() < dueMs) return;
      hasActed = true;
      return fail();
    },
  };
}
