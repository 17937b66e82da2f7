import { type Behavior, LANE, type Message, NONE, type Plain, type Send } from "../../lib/runtime/mod.ts";

/** Begins a rally. From the world, or from the ping of the rally before. */
export interface Go extends Message {
  readonly kind: "Go";
}

/** `n` counts the round trips of a rally from 1 to `of`. */
export interface Ping extends Message {
  readonly kind: "Ping";
  readonly n: number;
  readonly of: number;
}

export interface Pong extends Message {
  readonly kind: "Pong";
  readonly n: number;
  readonly of: number;
}

/** Goes round the ring; `left` more hops after this one. */
export interface Token extends Message {
  readonly kind: "Token";
  readonly left: number;
}

export interface PingArgs {
  readonly [key: string]: Plain;
  /** Who answers. */
  readonly pong: string;
  readonly roundTrips: number;
  /** So many pings are under way at once. */
  readonly inFlight: number;
  /** Whose rally comes after this one; null after the last. */
  readonly next: string | null;
}

interface PingState {
  sent: number;
}

/** Plays one rally: every pong is answered by the next ping. */
export function ping({ pong, roundTrips, inFlight, next }: PingArgs): Behavior<PingState, Go | Pong> {
  function serve(state: PingState): Send {
    const body: Ping = { kind: "Ping", n: ++state.sent, of: roundTrips };
    return { to: pong, lane: LANE.orders, body };
  }
  return {
    schema: 1,
    init: () => ({ sent: 0 }),
    step(state, message) {
      const sends: Send[] = [];
      const count = message.kind === "Go" ? inFlight : 1;
      for (let i = 0; i < count && state.sent < roundTrips; i++) sends.push(serve(state));
      const isOver = message.kind === "Pong" && message.n === roundTrips;
      if (isOver && next !== null) sends.push({ to: next, lane: LANE.control, body: { kind: "Go" } });
      return { state, events: NONE, sends, timers: NONE };
    },
  };
}

interface PongState {
  handled: number;
}

/** Answers every ping of the actor at `to`. */
export function pong(to: string): Behavior<PongState, Ping> {
  return {
    schema: 1,
    init: () => ({ handled: 0 }),
    step(state, { n, of }) {
      state.handled++;
      const body: Pong = { kind: "Pong", n, of };
      return { state, events: NONE, sends: [{ to, lane: LANE.orders, body }], timers: NONE };
    },
  };
}

/** Hands the token on to `next`, and drops it at its last hop. Silent without one. */
export function ring(next: string): Behavior<PongState, Token> {
  return {
    schema: 1,
    init: () => ({ handled: 0 }),
    step(state, { left }) {
      state.handled++;
      const body: Token = { kind: "Token", left: left - 1 };
      const sends = left === 0 ? NONE : [{ to: next, lane: LANE.orders, body }];
      return { state, events: NONE, sends, timers: NONE };
    },
  };
}
