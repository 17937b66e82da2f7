import type { ActorSpec, StoreSpec, WorkerRegistry, WrapSpec } from "../lib/runtime/mod.ts";
import { behaviorOf } from "./behaviors.ts";
import type { Environment } from "./environment.ts";
import { type JournalArgs, openJournal } from "./journal_store.ts";

/** What the names in a trading tree mean. Wrappers are for tests, which bring a registry of their own around this one. */
export function registryOf(environment: Environment): WorkerRegistry {
  return {
    behavior: (spec: ActorSpec) => behaviorOf(spec, environment),
    store: ({ args }: StoreSpec) => openJournal(args as unknown as JournalArgs, environment),
    wrapper({ kind }: WrapSpec) {
      throw new TypeError(`Cannot create wrapper as this program has none: current value is "${kind}"`);
    },
  };
}
