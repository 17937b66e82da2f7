import { decodeState, encodeState, Rng, type RngState } from "../../lib/core/mod.ts";
import type { Message, TimerOp } from "../../lib/runtime/mod.ts";

/** What an actor of the drill answers to one message. */
export interface Answer {
  readonly sends: readonly { readonly to: string; readonly body: Message }[];
  readonly timers: readonly TimerOp[];
}

/** An actor of the drill: its state is all it keeps over a restart. */
export interface Actor {
  state: unknown;
  step(state: never, message: Message, from: string, nowMs: number): Answer;
}

/** How the way to the venue and back behaves; shares of messages, and delays in ms. */
export interface Weather {
  lost: number;
  doubled: number;
  delayed: number;
  readonly longestDelayMs: number;
}

/** Actors, the messages between them, and time; changed in place. */
export interface Net {
  readonly rng: RngState;
  readonly actors: Record<string, Actor>;
  readonly weather: Weather;
  nowMs: number;
  /** Actors that are dead, with the messages they find when they come back. */
  readonly down: Record<string, { from: string; body: Message }[]>;
  /** Actors whose way to the venue is cut, until when. */
  readonly cutUntilMs: Record<string, number>;
  /** Messages between an actor and the venue that were lost, or came later than anybody waits. */
  readonly troubles: Record<string, { readonly atMs: number; readonly isLook: boolean }[]>;
  readonly queue: Item[];
  seq: number;
  readonly lastAtMs: Record<string, number>;
  readonly timers: Record<string, number>;
  count(what: string): void;
}

interface Item {
  readonly atMs: number;
  readonly seq: number;
  run(): void;
}

export function createNet(
  rng: RngState,
  weather: Weather,
  nowMs: number,
  count: (what: string) => void,
): Net {
  const none = { down: {}, cutUntilMs: {}, troubles: {}, lastAtMs: {}, timers: {} };
  return { rng, weather, nowMs, count, actors: {}, queue: [], seq: 0, ...none };
}

/** Runs everything that is due before or at a time, in order. */
export function runUntil(net: Net, untilMs: number, after: () => void): void {
  while (net.queue.length > 0 && net.queue[0].atMs <= untilMs) {
    const item = net.queue.shift()!;
    net.nowMs = Math.max(net.nowMs, item.atMs);
    item.run();
    after();
  }
  net.nowMs = untilMs;
}

/** Runs something at a time. */
export function at(net: Net, atMs: number, run: () => void): void {
  const item: Item = { atMs, seq: net.seq++, run };
  let low = 0, high = net.queue.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (net.queue[middle].atMs <= atMs) low = middle + 1;
    else high = middle;
  }
  net.queue.splice(low, 0, item);
}

/** Sends a message: within the tree in order and exactly once, to and from the venue as the weather has it. */
export function send(net: Net, from: string, to: string, body: Message): void {
  if (from !== "venue" && to !== "venue") {
    return deliverInOrder(net, from, to, body, 1 + Rng.below(net.rng, 10));
  }
  const who = from === "venue" ? to : from;
  const fate = Rng.uniform(net.rng), { lost, doubled, delayed, longestDelayMs } = net.weather;
  const isCut = (net.cutUntilMs[who] ?? 0) > net.nowMs;
  const isLook = body.kind === "QueryAccount" || body.kind === "AccountReported";
  const trouble = () => (net.troubles[who] ??= []).push({ atMs: net.nowMs, isLook });
  if (isCut || fate < lost) {
    trouble();
    return net.count(isCut ? "cut" : "lost");
  }
  const quickMs = 5 + Rng.below(net.rng, 40);
  if (fate < lost + doubled) {
    net.count("doubled");
    at(net, net.nowMs + quickMs + Rng.below(net.rng, 500), () => deliver(net, from, to, body));
  } else if (fate < lost + doubled + delayed) {
    net.count("delayed");
    const lateMs = quickMs + Rng.below(net.rng, longestDelayMs);
    if (lateMs > 500) trouble();
    return at(net, net.nowMs + lateMs, () => deliver(net, from, to, body));
  }
  deliverInOrder(net, from, to, body, quickMs);
}

function deliverInOrder(net: Net, from: string, to: string, body: Message, delayMs: number): void {
  const pair = `${from} ${to}`;
  const atMs = Math.max(net.nowMs + delayMs, net.lastAtMs[pair] ?? 0);
  net.lastAtMs[pair] = atMs;
  at(net, atMs, () => deliver(net, from, to, body));
}

function deliver(net: Net, from: string, to: string, body: Message): void {
  const waiting = net.down[to];
  if (waiting !== undefined) return void waiting.push({ from, body });
  const actor = net.actors[to];
  if (actor === undefined) return;
  const { sends, timers } = actor.step(actor.state as never, body, from, net.nowMs);
  for (const sent of sends) send(net, to, sent.to, sent.body);
  for (const timer of timers) setTimer(net, to, timer);
}

function setTimer(net: Net, owner: string, timer: TimerOp): void {
  const key = `${owner} ${timer.name}`;
  if (timer.op === "clear") return void delete net.timers[key];
  const id = net.timers[key] = net.seq;
  at(net, Math.max(timer.dueMs, net.nowMs), () => {
    if (net.timers[key] !== id) return;
    delete net.timers[key];
    deliver(net, "timer", owner, { kind: "TimerFired", name: timer.name } as Message);
  });
}

/** An actor dies; what it is sent from now on waits for its next life. */
export function kill(net: Net, name: string): void {
  net.down[name] ??= [];
}

/** Its next life: the state comes from its snapshot, then what waited is handled. */
export function revive(net: Net, name: string): void {
  const waiting = net.down[name];
  if (waiting === undefined) return;
  delete net.down[name];
  const actor = net.actors[name];
  actor.state = decodeState(encodeState(actor.state));
  for (const { from, body } of waiting) deliver(net, from, name, body);
}
