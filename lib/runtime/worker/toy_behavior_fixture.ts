// The actor of this folder's tests.
import { type Behavior, NONE, type Port, type Send, type TimerOp } from "../behavior.ts";
import { LANE, type Message } from "../envelope.ts";

/** A message with what a toy needs to do it. */
export type Toy = Message & {
  readonly to?: string;
  readonly name?: string;
  readonly dueMs?: number;
  readonly text?: string;
};

interface ToyState {
  heard: string[];
}

function timersFor({ kind, dueMs = 0 }: Toy): readonly TimerOp[] {
  if (kind !== "SetTwo") return NONE;
  return [{ op: "set", name: "a", dueMs }, { op: "set", name: "b", dueMs }];
}

function sendsFor({ kind, to, text }: Toy): readonly Send[] {
  if (to === undefined) return NONE;
  return [{ to, lane: LANE.orders, body: { kind: "Told", text: text ?? kind } as Message }];
}

/** Remembers what it hears; Throw throws, SetTwo sets timers a and b, `to` is told, Busy takes 2 ms. */
export const toy: Behavior<ToyState, Toy> = {
  schema: 1,
  init: () => ({ heard: [] }),
  step(state, message) {
    if (message.kind === "Throw") {
      throw new Error("the toy broke", { cause: new TypeError("a deeper cause") });
    }
    // deno-lint-ignore no-throw-literal
    if (message.kind === "ThrowString") throw "only words";
    if (message.kind === "Busy") { for (const endMs = Date.now() + 2; Date.now() < endMs;); }
    state.heard.push(message.kind);
    const events = message.kind === "Unclonable" ? [{ kind: "Bad", call: () => 1 }] : NONE;
    return { state, events, sends: sendsFor(message), timers: timersFor(message) };
  },
};

/** Answers as a toy does; Throw rejects, Slow takes 300 ms. What it is told from outside, it repeats. */
export const toyPort: Port<Toy> = {
  open(outside) {
    outside.onTold((body) => outside.note({ heard: body }));
  },
  async perform(message) {
    if (message.kind === "Throw") throw new Error("the port broke");
    if (message.kind === "Slow") await new Promise((resolve) => setTimeout(resolve, 300));
    return sendsFor(message);
  },
};
