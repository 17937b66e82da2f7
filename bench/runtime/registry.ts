import type { ActorSpec, Behavior, JournalStore, StoreSpec, WorkerRegistry } from "../../lib/runtime/mod.ts";
import { openBankStore } from "../../tests/bank/bank_store.ts";
import { forgetfulStore } from "./forgetful_store.ts";
import { ping, type PingArgs, pong, ring } from "./rally.ts";
import { stopwatch } from "./stopwatch.ts";

/** What the names in a rally tree mean. The args were written by `rally_tree.ts` and are taken at their word. */
export const registry: WorkerRegistry = { behavior, store, wrapper: (_, context) => stopwatch(context) };

function behavior({ kind, args }: ActorSpec): Behavior {
  switch (kind) {
    case "ping":
      return ping(args as PingArgs);
    case "pong":
      return pong(args as string);
    case "ring":
      return ring(args as string);
    default:
      throw new TypeError(
        `Cannot create a behavior as the rally must know its kind: current value is "${kind}"`,
      );
  }
}

function store({ kind, args }: StoreSpec): JournalStore {
  return kind === "sqlite" ? openBankStore(args as string) : forgetfulStore();
}
