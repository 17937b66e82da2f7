import { NONE, type TimerFired } from "./behavior.ts";
import { compareEnvelopes, type Envelope, LANE, MARKET, timerAddress } from "./envelope.ts";
import { FatalError } from "./errors.ts";
import { type OwnedTimer, TimerQueue } from "./timer_queue.ts";
import type { MarketMessage } from "./world.ts";

/** Where the inputs of a round come from; "quiet" = there is nothing to deliver. */
export type RoundSource = "sends" | "timers" | "market" | "quiet";

/** The deliveries of one round, in the order in which they are handled. */
export interface Round {
  readonly source: RoundSource;
  readonly inputs: readonly Envelope[];
}

/** What the conductor knows; changed in place by the functions of `Conductor`. */
export interface Conductor {
  /** Number of the last round begun; 0 before the first. */
  round: number;
  /** Logical time, ms. */
  nowMs: number;
  /** seq of the last market message delivered; 0 before the first. */
  marketSeq: number;
  /** Released and not yet delivered, in any order. */
  waiting: Envelope[];
  readonly timers: TimerQueue;
  /** Per actor, how many of its timers ever fired: the sequence of its timer address. */
  readonly fired: Map<string, number>;
}

/**
 * The stepped conductor, a reducer: it says what is delivered next and when, and never learns what it means.
 *
 * What is released in round r is delivered in round r + 1. Only when nothing waits does logical time move, to
 * the earliest of next market message and next due timer; timers go first at equal ms. The world is the
 * clock: once it has no more messages, timers due later than now stay set.
 */
export const Conductor = { create, release, isWaiting, next };

const QUIET: Round = { source: "quiet", inputs: NONE };

function create(
  from: { readonly lastRound: number; readonly atMs: number; readonly marketSeq: number },
): Conductor {
  return {
    round: from.lastRound,
    nowMs: from.atMs,
    marketSeq: from.marketSeq,
    waiting: [],
    timers: TimerQueue.create(),
    fired: new Map(),
  };
}

/** Hands over what was sent, for the next round. */
function release(conductor: Conductor, sent: readonly Envelope[]): void {
  for (const envelope of sent) conductor.waiting.push(envelope);
}

/** True if the next round delivers what was sent; then it needs no market message. */
function isWaiting(conductor: Conductor): boolean {
  return conductor.waiting.length > 0;
}

/**
 * Begins the next round. `market` is the world's next message, or null if there is none; it was taken if and
 * only if the source says "market". Throws FatalError if the world goes back in time or sequence.
 */
function next(conductor: Conductor, market: MarketMessage | null): Round {
  if (isWaiting(conductor)) return deliverSends(conductor);
  const timersMs = Math.max(conductor.nowMs, TimerQueue.earliestMs(conductor.timers));
  if (timersMs <= (market?.atMs ?? conductor.nowMs)) return deliverTimers(conductor, timersMs);
  return market === null ? QUIET : deliverMarket(conductor, market);
}

function deliverSends(conductor: Conductor): Round {
  const inputs = conductor.waiting.sort(compareEnvelopes);
  conductor.waiting = [];
  conductor.round++;
  return { source: "sends", inputs };
}

function deliverTimers(conductor: Conductor, atMs: number): Round {
  conductor.nowMs = atMs;
  conductor.round++;
  const due = TimerQueue.takeDue(conductor.timers, atMs);
  const inputs = due.map((timer) => fire(conductor, timer)).sort(compareEnvelopes);
  return { source: "timers", inputs };
}

function fire(conductor: Conductor, timer: OwnedTimer): Envelope<TimerFired> {
  const seq = (conductor.fired.get(timer.address) ?? 0) + 1;
  conductor.fired.set(timer.address, seq);
  return {
    from: timerAddress(timer.address),
    seq,
    to: timer.address,
    lane: LANE.control,
    atMs: conductor.nowMs,
    causedBy: timer.setBy,
    body: { kind: "TimerFired", name: timer.name },
  };
}

function deliverMarket(conductor: Conductor, market: MarketMessage): Round {
  if (!(market.seq > conductor.marketSeq) || !(market.atMs >= conductor.nowMs)) {
    throw new FatalError(
      `Cannot deliver market message ${market.seq} of ${market.atMs} ms as the world must go forward: ` +
        `current value is message ${conductor.marketSeq} at ${conductor.nowMs} ms; ` +
        "check that the store belongs to this history",
    );
  }
  conductor.nowMs = market.atMs;
  conductor.marketSeq = market.seq;
  conductor.round++;
  const { seq, to, atMs, body } = market;
  return { source: "market", inputs: [{ from: MARKET, seq, to, lane: LANE.data, atMs, causedBy: "", body }] };
}
