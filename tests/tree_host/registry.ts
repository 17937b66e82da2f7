import { behaviorOf, mortal } from "../../lib/runtime/host_kinds_fixture.ts";
import type { ActorSpec, StoreSpec, WrapSpec } from "../../lib/runtime/tree/tree_spec.ts";
import type {
  HandlingWrapper,
  JournalStore,
  WorkerRegistry,
  WrapContext,
} from "../../lib/runtime/worker/registry.ts";
import { LANE, type Message, type Port } from "../../lib/runtime/mod.ts";
import { openBankStore } from "../bank/bank_store.ts";
import { openToyStore, type ToyStoreArgs } from "./toy_store.ts";
import { closeAt, crashInStep, dieAfter, hangOnce, isVictim, loop, probe, slow } from "./wrappers.ts";

/** What the names in a toy tree mean. */
export const registry: WorkerRegistry = { behavior, store, wrapper };

function behavior(spec: ActorSpec) {
  if (spec.kind === "port") return postman((spec.args as { to: string }).to);
  return mortal(behaviorOf(spec), isVictim);
}

/** Takes a while over each message, then tells of it. */
function postman(to: string): Port {
  return {
    async perform({ kind }, { messageId }) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return [{ to, lane: LANE.orders, body: { kind: "Posted", name: `${kind} ${messageId}` } as Message }];
    },
  };
}

function store({ kind, args }: StoreSpec): JournalStore {
  if (kind === "toy") return openToyStore(args as unknown as ToyStoreArgs);
  if (kind === "own") return openBankStore((args as { path: string }).path);
  throw new TypeError(`Cannot open store as its kind must be "toy": current value is "${kind}"`);
}

function wrapper({ kind, args }: WrapSpec, context: WrapContext): HandlingWrapper {
  switch (kind) {
    case "crash_in_step":
      return crashInStep(args as unknown as Parameters<typeof crashInStep>[0], context);
    case "die_after":
      return dieAfter(args as unknown as Parameters<typeof dieAfter>[0], context);
    case "hang_once":
      return hangOnce(args as unknown as Parameters<typeof hangOnce>[0], context);
    case "loop":
      return loop(args as unknown as Parameters<typeof loop>[0]);
    case "close_at":
      return closeAt(args as unknown as Parameters<typeof closeAt>[0]);
    case "slow":
      return slow(args as unknown as Parameters<typeof slow>[0]);
    case "probe":
      return probe(context);
    default:
      throw new TypeError(`Cannot create wrapper as its kind must be known: current value is "${kind}"`);
  }
}
