import type { Environment } from "../../actors/environment.ts";
import { registryOf } from "../../actors/registry.ts";
import type { HandlingWrapper, WorkerRegistry, WrapContext, WrapSpec } from "../../lib/runtime/mod.ts";
import { delay, type DelayArgs } from "../bank/wrappers/delay.ts";
import { fault, type FaultArgs } from "../bank/wrappers/fault.ts";
import { poison, type PoisonArgs, poisoned } from "./wrappers/poison.ts";
import { strike, type StrikeArgs, struckStore } from "./wrappers/strike.ts";

/** What the names in a trading tree mean in tests: the product's, and modules around the handling of messages. */
export function registry(environment: Environment): WorkerRegistry {
  const product = registryOf(environment);
  return {
    behavior: (spec) => poisoned(product.behavior(spec)),
    store: (spec) => struckStore(product.store(spec)),
    wrapper,
  };
}

function wrapper({ kind, args }: WrapSpec, context: WrapContext): HandlingWrapper {
  switch (kind) {
    case "delay":
      return delay(args as unknown as DelayArgs, context);
    case "fault":
      return fault(args as unknown as FaultArgs, context);
    case "poison":
      return poison(args as unknown as PoisonArgs, context);
    case "strike":
      return strike(args as unknown as StrikeArgs, context);
    default:
      throw new TypeError(`Cannot create a wrapper as tests must know its kind: current value is "${kind}"`);
  }
}
