import type { Environment } from "../../actors/behaviors.ts";
import { registryOf } from "../../actors/registry.ts";
import type { HandlingWrapper, WorkerRegistry, WrapContext, WrapSpec } from "../../lib/runtime/mod.ts";
import { delay, type DelayArgs } from "../bank/wrappers/delay.ts";
import { fault, type FaultArgs } from "../bank/wrappers/fault.ts";

/** What the names in a trading tree mean in tests: the product's, and modules around the handling of messages. */
export function registry(environment: Environment): WorkerRegistry {
  return { ...registryOf(environment), wrapper };
}

function wrapper({ kind, args }: WrapSpec, context: WrapContext): HandlingWrapper {
  switch (kind) {
    case "delay":
      return delay(args as unknown as DelayArgs, context);
    case "fault":
      return fault(args as unknown as FaultArgs, context);
    default:
      throw new TypeError(`Cannot create a wrapper as tests must know its kind: current value is "${kind}"`);
  }
}
