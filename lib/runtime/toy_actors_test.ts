// Small actors for this room's tests; nothing else may use them.
import { type Behavior, type Ctx, NONE, type Send, type Step, type TimerOp } from "./behavior.ts";
import { LANE, type Message } from "./envelope.ts";
import type { MarketMessage, WorldSource } from "./world.ts";

/** A message with any further fields. */
export type Toy = Message & { readonly name?: string; readonly count?: number; readonly payee?: string };

/** A step that says what is given and nothing else. */
export function say<S>(state: S, said: Partial<Omit<Step<S>, "state">> = {}): Step<S> {
  return { state, events: NONE, sends: NONE, timers: NONE, ...said };
}

/** A send on the orders lane. */
export function to(address: string, body: Toy): Send {
  return { to: address, lane: LANE.orders, body };
}

/** A world that tells a list; seq is the place in it, from 1. */
export function scriptedWorld(script: readonly Omit<MarketMessage, "seq">[]): WorldSource {
  let position = 0;
  return {
    next: () => (position < script.length ? { ...script[position], seq: ++position } : null),
    seek: (seq) => void (position = seq),
  };
}

/** One market message. */
export function tell(atMs: number, address: string, body: Toy): Omit<MarketMessage, "seq"> {
  return { atMs, to: address, body };
}

/** Plays Ball back to `partner` with count - 1, until 0. */
export function player(partner: string): Behavior<{ seen: number }, Toy> {
  return {
    schema: 1,
    init: () => ({ seen: 0 }),
    step(state, { count = 0 }) {
      state.seen++;
      return say(state, { sends: count > 0 ? [to(partner, { kind: "Ball", count: count - 1 })] : NONE });
    },
  };
}

/** Remembers what came, as "nowMs messageId kind"; says nothing. */
export const listener: Behavior<{ heard: string[] }, Toy> = {
  schema: 1,
  init: () => ({ heard: [] }),
  step(state, message, ctx) {
    state.heard.push(
      `${ctx.nowMs} ${ctx.messageId} ${message.kind}${message.name ? ` ${message.name}` : ""}`,
    );
    return say(state);
  },
};

/**
 * Counts Ticks; a timer 7 ms after the newest reports the count, a second one 3 ms earlier cleared by every
 * third Tick.
 */
export const counter: Behavior<{ count: number; marks: Float64Array }, Toy> = {
  schema: 1,
  init: () => ({ count: 0, marks: new Float64Array(4).fill(NaN) }),
  step(state, message, { nowMs }) {
    if (message.kind === "TimerFired") {
      const again: TimerOp[] = state.count % 2 === 0 ? [{ op: "set", name: "late", dueMs: nowMs - 5 }] : [];
      state.count++;
      return say(state, { sends: [to("listener", { kind: "Counted", count: state.count })], timers: again });
    }
    state.marks[state.count++ % 4] = nowMs;
    const early: TimerOp = state.count % 3 === 0
      ? { op: "clear", name: "early" }
      : { op: "set", name: "early", dueMs: nowMs + 4 };
    return say(state, { timers: [{ op: "set", name: "report", dueMs: nowMs + 7 }, early] });
  },
};

/** An account: Pay takes from it for `payee`, Receive adds; refuses to go below zero. */
export function account(balance: bigint): Behavior<{ balance: bigint }, Toy> {
  return {
    schema: 1,
    init: () => ({ balance }),
    step(state, { kind, payee = "", count = 0 }, ctx) {
      if (kind === "Pay") return pay(state, { payee, amount: BigInt(count) }, ctx);
      state.balance += BigInt(count);
      return say(state, { events: [{ kind: "Received" }], sends: [to("listener", { kind: "Paid", count })] });
    },
  };
}

function pay(state: { balance: bigint }, due: { payee: string; amount: bigint }, ctx: Ctx) {
  if (due.amount > state.balance) {
    return say(state, { sends: [{ to: "listener", lane: LANE.control, body: { kind: "Refused" } }] });
  }
  state.balance -= due.amount;
  const sends = [
    to(due.payee, { kind: "Receive", count: Number(due.amount) }),
    { to: "listener", lane: LANE.control, body: { kind: "Sent", name: ctx.self } },
  ];
  return say(state, { sends, events: [{ kind: "Withdrawn" }] });
}

/** Everything at once: players, a bank of three accounts, a counter, a listener. */
export const TOWN: Readonly<Record<string, Behavior>> = {
  "account/a": account(100n),
  "account/b": account(2n ** 70n),
  "account/c": account(0n),
  "player/1": player("player/2"),
  "player/2": player("player/1"),
  counter,
  listener,
};
