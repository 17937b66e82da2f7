import { type Envelope, messageId } from "../../../lib/runtime/mod.ts";
import type { HandlingWrapper, JournalStore, WrapContext } from "../../../lib/runtime/worker/registry.ts";
import { act } from "../../bank/wrappers/fault_kinds.ts";
import { blockThread, stopHeartbeats } from "./hush.ts";

/** Ways in which a worker is struck. */
export const STRIKE_WAYS = ["throw", "rejection", "silence", "close", "load"] as const;
export type StrikeWay = (typeof STRIKE_WAYS)[number];

/** How one life of a worker ends: while it loads, or at its nth message (for a journal: its nth commit), from 1. */
export type Strike =
  | { readonly way: "load" }
  | { readonly way: Exclude<StrikeWay, "load">; readonly nth: number };

export interface StrikeArgs {
  /** By life, from the first; a life beyond them is left alone. */
  readonly lives: readonly Strike[];
  /** "port": nobody knows how long a port may take, so it falls silent without heartbeats. */
  readonly at: "actor" | "port" | "journal";
}

/** What is noted just before a strike. */
export interface StrikeNote {
  readonly strike: StrikeWay;
  readonly worker: string;
  readonly incarnation: number;
  /** Id of the message in hand; "" where there is none. */
  readonly messageId: string;
  /** Logical time of that message, ms; 0 where there is none. */
  readonly logicalMs: number;
}

/** A journal that is silent stands still for so long, ms, and never beats again. */
const STANDSTILL_MS = 1_500;

/**
 * Ends lives of a worker as planned: the nth message that life i is about to handle ends it, in the way of its strike. The
 * plan alone decides, so a run can be played again.
 */
export function strike({ lives, at }: StrikeArgs, context: WrapContext): HandlingWrapper {
  const { worker, incarnation } = context;
  const planned = lives[incarnation - 1];
  const note = (way: StrikeWay, input: Envelope | null) =>
    context.note(
      {
        ...{ strike: way, worker, incarnation },
        messageId: input === null ? "" : messageId(input),
        logicalMs: input?.atMs ?? 0,
      } satisfies StrikeNote,
    );
  if (planned === undefined) return { before: () => {} };
  if (planned.way === "load") {
    note("load", null);
    throw new Error(`Injected strike: ${worker}#${incarnation} fails to load`);
  }
  const { way, nth } = planned;
  let handled = 0;
  if (at === "journal") {
    commitStrike = (phase) => {
      // before a commit it is not stored; after it, it is, and not answered: both must come to the same
      if (phase === "before") handled++;
      if (handled !== nth || phase !== (way === "throw" ? "before" : "after")) return;
      note(way, null);
      strikeCommit(way);
    };
    return { before: () => {} };
  }
  return {
    before(input) {
      if (++handled !== nth) return;
      note(way, input);
      if (way === "silence" && at === "port") stopHeartbeats();
      return act(way, { context, journal: "", zombieAfterMs: Infinity });
    },
  };
}

/** What this thread's journal is to meet; a thread has one worker. */
let commitStrike: (phase: "before" | "after") => void = () => {};

/** A journal's store whose commits meet what `strike` planned for them. */
export function struckStore(store: JournalStore): JournalStore {
  const struck: JournalStore = {
    raiseEpoch: (writer) => store.raiseEpoch(writer),
    load: (actor, schema, after) => store.load(actor, schema, after),
    resumePoint: () => store.resumePoint(),
    commit(batch, epoch) {
      commitStrike("before");
      store.commit(batch, epoch);
      commitStrike("after");
    },
  };
  return store.close === undefined ? struck : { ...struck, close: () => store.close!() };
}

function strikeCommit(way: Exclude<StrikeWay, "load">): void {
  switch (way) {
    case "throw":
      throw new Error("Injected strike: throw");
    case "rejection":
      void Promise.reject(new Error("Injected strike: rejection"));
      return;
    case "close":
      return self.close();
    case "silence":
      stopHeartbeats();
      return blockThread(STANDSTILL_MS);
  }
}
