// The toy behaviors of host_contract.ts by kind. Also loaded by workers without any permission: no I/O, no node:assert.
import { type Behavior, NONE, type Step } from "./behavior.ts";
import { account, counter, listener, player, say, to, type Toy } from "./toy_actors_test.ts";
import type { ActorSpec, Plain } from "./tree/tree_spec.ts";

/** An actor of the suite as data. */
export type ToyActor = Omit<ActorSpec, "poison">;

/** What a scripted actor does on a message, by the message's kind; "TimerFired <name>" for a timer. */
export type Script = Readonly<Record<string, Partial<Omit<Step<never>, "state">>>>;

/** An actor that does what is listed, and counts what it handled. */
export function scripted(address: string, script: Script): ToyActor {
  // through Plain: what a behavior says is plain, but declared by interfaces
  return { address, kind: "scripted", args: script as unknown as Plain };
}

/** Remembers all it hears. */
export const LISTENER: ToyActor = { address: "listener", kind: "listener", args: null };

/** What the names of kinds mean. Throws TypeError for any other. */
export function behaviorOf({ kind, args }: ToyActor): Behavior {
  switch (kind) {
    case "listener":
      return listener;
    case "counter":
      return counter;
    case "player":
      return player((args as { partner: string }).partner);
    case "account":
      return account((args as { balance: bigint }).balance);
    case "scripted":
      return follower(args as unknown as Script);
    case "keeper":
      return keeper((args as { passTo: string | null }).passTo);
    case "hoarder":
      return hoarder;
    case "fragile":
      return fragile;
    default:
      throw new TypeError(`Cannot create behavior as its kind must be known: current value is "${kind}"`);
  }
}

function follower(script: Script): Behavior<{ handled: number }, Toy> {
  return {
    schema: 1,
    init: () => ({ handled: 0 }),
    step(state, { kind, name }) {
      state.handled++;
      return say(state, script[kind === "TimerFired" ? `TimerFired ${name}` : kind]);
    },
  };
}

/** Keeps each message in its state, tells of it in an event, and passes it on, if to anybody, just as it came. */
function keeper(passTo: string | null): Behavior<{ kept: Toy[] }, Toy> {
  return {
    schema: 1,
    init: () => ({ kept: [] }),
    step(state, message) {
      state.kept.push(message);
      return say(state, { events: [message], sends: passTo === null ? NONE : [to(passTo, message)] });
    },
  };
}

/** Keeps what no snapshot can hold. */
const hoarder: Behavior<{ hoard: Map<string, number> }, Toy> = {
  schema: 1,
  init: () => ({ hoard: new Map() }),
  step: (state, { kind }) => (state.hoard.set(kind, 1), say(state)),
};

/** A listener that throws on each Poison, after it has changed its state. */
const fragile: Behavior<{ heard: string[] }, Toy> = {
  ...listener,
  step(state, message, ctx) {
    const step = listener.step(state, message, ctx);
    if (message.kind === "Poison") throw new Error("poisoned");
    return step;
  },
};

/** The behavior, but that it throws at the end of each step on a message of which `isVictim` is true. */
export function mortal(behavior: Behavior, isVictim: (messageId: string) => boolean): Behavior {
  return {
    ...behavior,
    step(state, message, ctx) {
      const step = behavior.step(state, message, ctx);
      if (isVictim(ctx.messageId)) throw new Error("crashed once");
      return step;
    },
  };
}
