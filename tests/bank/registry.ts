import type { Behavior } from "../../lib/runtime/mod.ts";
import type { ActorSpec, StoreSpec, WrapSpec } from "../../lib/runtime/tree/tree_spec.ts";
import type {
  HandlingWrapper,
  JournalStore,
  WorkerRegistry,
  WrapContext,
} from "../../lib/runtime/worker/registry.ts";
import { account, type AccountArgs } from "./accounts.ts";
import { openBankStore } from "./bank_store.ts";
import { delay, type DelayArgs } from "./wrappers/delay.ts";
import { fault, type FaultArgs } from "./wrappers/fault.ts";

/** What the names in a bank tree mean. The args were written by `bankTree` and are taken at their word. */
export const registry = { behavior, store, wrapper } satisfies WorkerRegistry;

function behavior({ address, kind, args }: ActorSpec): Behavior {
  switch (kind) {
    case "account":
      return account(address, args as AccountArgs);
    default:
      throw unknown("behavior", kind);
  }
}

function store({ kind, args }: StoreSpec): JournalStore {
  switch (kind) {
    case "sqlite":
      return openBankStore((args as { path: string }).path);
    default:
      throw unknown("store", kind);
  }
}

function wrapper({ kind, args }: WrapSpec, context: WrapContext): HandlingWrapper {
  switch (kind) {
    case "delay":
      return delay(args as unknown as DelayArgs, context);
    case "fault":
      return fault(args as unknown as FaultArgs, context);
    default:
      throw unknown("wrapper", kind);
  }
}

function unknown(what: string, kind: string): TypeError {
  return new TypeError(`Cannot create ${what} as the bank must know its kind: current value is "${kind}"`);
}
