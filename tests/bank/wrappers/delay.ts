import { Rng } from "../../../lib/core/mod.ts";
import type { HandlingWrapper, WrapContext } from "../../../lib/runtime/worker/registry.ts";

export interface DelayArgs {
  readonly seed: string;
  /** Delays are uniform from 0 to this, ms. */
  readonly maxMs: number;
}

/** Lets each message wait before it is handled: with other seeds the threads run in another order. */
export function delay({ seed, maxMs }: DelayArgs, { worker, incarnation }: WrapContext): HandlingWrapper {
  const rng = Rng.create(`${seed}/delay/${worker}/${incarnation}`);
  return {
    before: () => new Promise((resolve) => setTimeout(resolve, maxMs * Rng.uniform(rng))),
  };
}
