import { argsOf } from "../../../actors/actor_args.ts";
import { behaviorOf } from "../../../actors/behaviors.ts";
import type { Environment } from "../../../actors/environment.ts";
import { registryOf } from "../../../actors/registry.ts";
import {
  type ActorSpec,
  type Behavior,
  type HandlingWrapper,
  NONE,
  type Port,
  type WorkerRegistry,
  type WrapContext,
  type WrapSpec,
} from "../../../lib/runtime/mod.ts";
import { TICK_TIMER } from "../../../actors/clock/behavior.ts";
import { CATCH_FIRE, fuse } from "./fuse.ts";
import { meddledVenue } from "./meddled_venue.ts";

/** Tells the market's clock to stand still. */
export const REST = "Rest";

/** The product's behaviours, but for the exchange, in which others meddle; what sets a worker on fire is for no actor. */
export function registry(environment: Environment): WorkerRegistry {
  return { ...registryOf(environment), behavior: (spec) => behavior(spec, environment), wrapper };
}

function behavior(spec: ActorSpec, environment: Environment): Behavior | Port {
  const own = behaviorOf(spec, environment);
  if ("perform" in own) return own;
  if (spec.kind === "clock") return restful(own);
  if (spec.kind !== "venue") return fireproof(own);
  const { exchange } = argsOf(spec, "venue");
  return meddledVenue(exchange, own as Parameters<typeof meddledVenue>[1]) as Behavior;
}

function fireproof(own: Behavior): Behavior {
  return {
    ...own,
    step: (state, message, ctx) =>
      message.kind === CATCH_FIRE
        ? { state, events: NONE, sends: NONE, timers: NONE }
        : own.step(state, message, ctx),
  };
}

/** A market that can be told to stand still, so that both sides can be compared. */
function restful(own: Behavior): Behavior {
  return {
    ...own,
    step: (state, message, ctx) =>
      message.kind === REST
        ? { state, events: NONE, sends: NONE, timers: [{ op: "clear", name: TICK_TIMER }] }
        : own.step(state, message, ctx),
  };
}

function wrapper({ kind }: WrapSpec, context: WrapContext): HandlingWrapper {
  if (kind === "fuse") return fuse(context);
  throw new TypeError(
    `Cannot create a wrapper as the free town must know its kind: current value is "${kind}"`,
  );
}
