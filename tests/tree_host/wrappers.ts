import { tryEverything } from "../../lib/runtime/cell/permission_probe_fixture.ts";
import { messageId } from "../../lib/runtime/mod.ts";
import type { HandlingWrapper, WrapContext } from "../../lib/runtime/worker/registry.ts";

/** A message at which something happens in the worker's first life, and in no other. */
interface At {
  readonly messageId: string;
}

/** On whose handling an actor of this thread throws; the thread has one life, so this is set once. */
let victim: string | null = null;

/** True for the message that an actor of this thread must not survive. */
export function isVictim(id: string): boolean {
  return id === victim;
}

/** Whoever handles the message throws at the end of its step. */
export function crashInStep(at: At, { incarnation }: WrapContext): HandlingWrapper {
  if (incarnation === 1) victim = at.messageId;
  return { before: () => {} };
}

/** The worker dies so long after it began to handle the message, ms: by then it has answered. */
export function dieAfter(
  { messageId: id, afterMs }: At & { readonly afterMs: number },
  { incarnation }: WrapContext,
): HandlingWrapper {
  function die(): never {
    throw new Error("died after its answer");
  }
  return {
    before(input) {
      if (incarnation === 1 && messageId(input) === id) setTimeout(die, afterMs);
    },
  };
}

/** The message waits for ever. */
export function hangOnce({ messageId: id }: At, { incarnation }: WrapContext): HandlingWrapper {
  return {
    before: (input) => incarnation === 1 && messageId(input) === id ? new Promise(() => {}) : undefined,
  };
}

/** Handling the message never ends, in any life. */
export function loop({ messageId: id }: At): HandlingWrapper {
  return {
    before(input) {
      while (messageId(input) === id);
    },
  };
}

/** The thread closes on the message, without a word, in every life. */
export function closeAt({ messageId: id }: At): HandlingWrapper {
  return {
    before(input) {
      if (messageId(input) !== id) return;
      self.close();
      return new Promise(() => {});
    },
  };
}

/** Every message waits so long, ms; with `messageId`, only that one. */
export function slow({ ms, messageId: id }: Partial<At> & { readonly ms: number }): HandlingWrapper {
  return {
    before: (input) =>
      id === undefined || messageId(input) === id
        ? new Promise((resolve) => setTimeout(resolve, ms))
        : undefined,
  };
}

/** Tries, while the worker loads, all that it must not do, and notes what came of it. */
export function probe({ note }: WrapContext): HandlingWrapper {
  void tryEverything().then(note);
  return { before: () => {} };
}
