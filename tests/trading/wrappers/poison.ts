import {
  type Behavior,
  type Ctx,
  type Envelope,
  type Message,
  messageId,
  type Port,
} from "../../../lib/runtime/mod.ts";
import type { HandlingWrapper, WrapContext } from "../../../lib/runtime/worker/registry.ts";

/** One message that no life of its actor can handle. */
export interface PoisonArgs {
  /** Kind of the message. */
  readonly kind: string;
  /** "openMs": it is the bar that opened then. "id": it is the message of this id. */
  readonly by: { readonly openMs: number } | { readonly id: string };
  /** A port itself rejects, as its runtime blames no message before that. @default {"actor"} */
  readonly at?: "actor" | "port";
}

/** What is noted just before each crash. */
export interface PoisonNote {
  readonly poison: string;
  readonly worker: string;
  readonly incarnation: number;
}

/** Throws each time that message is handled. */
export function poison({ kind, by, at = "actor" }: PoisonArgs, context: WrapContext): HandlingWrapper {
  const { worker, incarnation } = context;
  const crashOn = (body: Message, id: string): void => {
    const isPoison = body.kind === kind &&
      ("id" in by ? id === by.id : (body as { readonly openMs?: number }).openMs === by.openMs);
    if (!isPoison) return;
    context.note({ poison: id, worker, incarnation } satisfies PoisonNote);
    throw new Error(`Injected poison: ${kind} ${id}`);
  };
  if (at === "port") {
    portCrash = crashOn;
    return { before: () => {} };
  }
  return { before: (input: Envelope) => crashOn(input.body, messageId(input)) };
}

/** What this thread's port is to meet; a thread has one worker. */
let portCrash: (body: Message, id: string) => void = () => {};

/** A behaviour as it is; a port, as `poison` made it. */
export function poisoned(behavior: Behavior | Port): Behavior | Port {
  if (!("perform" in behavior)) return behavior;
  return {
    async perform(message: Message, ctx: Ctx) {
      portCrash(message, ctx.messageId);
      return await behavior.perform(message, ctx);
    },
  };
}
