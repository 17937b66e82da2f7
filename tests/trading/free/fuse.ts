import type { HandlingWrapper, Message, WrapContext } from "../../../lib/runtime/mod.ts";
import { act, type FaultKind } from "../../bank/wrappers/fault_kinds.ts";

export const CATCH_FIRE = "CatchFire";

/** Tells a worker, by one of its actors, to fail; only the life it was meant for does. */
export interface CatchFire extends Message {
  readonly kind: typeof CATCH_FIRE;
  readonly how: FaultKind;
  readonly incarnation: number;
}

/** Lets a worker fail where it is told to. */
export function fuse(context: WrapContext): HandlingWrapper {
  return {
    before({ body }) {
      if (body.kind !== CATCH_FIRE) return;
      const { how, incarnation } = body as CatchFire;
      if (incarnation !== context.incarnation) return;
      context.note({ fault: how, atMs: Date.now() });
      return act(how, { context, journal: "journal", zombieAfterMs: 700 });
    },
  };
}
