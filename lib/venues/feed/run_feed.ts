import type { CandleFeed, FeedDeps, FeedOptions } from "../port.ts";
import { stepFeed } from "./feed_rules.ts";
import {
  createFeedState,
  type FeedEffect,
  type FeedInput,
  type FeedSpec,
  feedSpec,
  type FeedState,
  type VenueFault,
} from "./feed_state.ts";
import type { SocketSink, VenuePort } from "./venue_port.ts";

/** How often the rules look at the time, ms. */
const WAKE_MS = 250;

/** A venue, and what the rules have to know of it. */
export type FeedVenue = VenuePort & Pick<FeedSpec, "pageBars" | "weightOf">;

interface Hands {
  readonly spec: FeedSpec;
  readonly state: FeedState;
  readonly venue: FeedVenue;
  readonly deps: FeedDeps;
  phase: "new" | "running" | "stopped";
  timer: unknown;
}

/** The hands of a feed: carries out what the rules want, and tells them what came of it. It decides nothing. */
export function runFeed(options: FeedOptions, venue: FeedVenue, deps: FeedDeps): CandleFeed {
  const spec = feedSpec(options, venue), state = createFeedState(options, deps.nowMs());
  const hands: Hands = { spec, state, venue, deps, phase: "new", timer: null };
  let stopping: Promise<void> | null = null;
  return {
    start() {
      if (hands.phase !== "new") {
        return Promise.reject(new Error("Cannot start a feed twice: make another one"));
      }
      hands.phase = "running";
      wake(hands);
      return Promise.resolve();
    },
    stop() {
      hands.phase = "stopped";
      deps.clearTimer(hands.timer);
      return stopping ??= venue.close();
    },
  };
}

function wake(hands: Hands): void {
  hands.timer = hands.deps.setTimer(() => wake(hands), WAKE_MS);
  take(hands, { kind: "woke" });
}

function take(hands: Hands, input: FeedInput): void {
  if (hands.phase !== "running") return;
  const { state, spec, deps } = hands;
  for (const effect of stepFeed(state, input, spec, { nowMs: deps.nowMs(), draw: deps.random() })) {
    // a callback may have stopped the feed
    if (hands.phase === "running") carryOut(hands, effect);
  }
}

function carryOut(hands: Hands, effect: FeedEffect): void {
  const { deps, venue } = hands;
  switch (effect.do) {
    case "tellCandles":
      return deps.onCandles(effect.candles);
    case "tellCorrection":
      return deps.onCorrection(effect.correction);
    case "tellMissed":
      return deps.onMissed(effect.missed);
    case "tellHealth":
      return deps.onHealth(effect.change);
    case "tellClock":
      return deps.onClock?.(effect.reading);
    case "hangUp":
      return venue.hangUp();
    default:
      call(hands, effect).then(
        (input) => take(hands, input),
        (error) => take(hands, failureOf(effect, faultOf(hands, error))),
      );
  }
}

type Call = Extract<FeedEffect, { do: "open" | "readClock" | "fetchPage" | "dial" }>;

async function call(hands: Hands, effect: Call): Promise<FeedInput> {
  const { venue, deps } = hands;
  switch (effect.do) {
    case "open":
      await inTime(hands, venue.open());
      return { kind: "opened" };
    case "readClock": {
      const startMs = deps.nowMs();
      const serverMs = await inTime(hands, venue.serverMs());
      return { kind: "clockRead", serverMs, roundTripMs: deps.nowMs() - startMs };
    }
    case "fetchPage": {
      const page = await inTime(hands, venue.page(effect.symbol, effect.fromMs, effect.limit));
      return { kind: "pageCame", id: effect.id, ...page };
    }
    case "dial":
      // the rules bound a dial themselves
      await venue.dial(sinkOf(hands, effect.attempt));
      return { kind: "socketOpened", attempt: effect.attempt };
  }
}

function failureOf(effect: Call, fault: VenueFault): FeedInput {
  switch (effect.do) {
    case "open":
      return { kind: "openFailed", fault };
    case "readClock":
      return { kind: "clockFailed", fault };
    case "fetchPage":
      return { kind: "pageFailed", id: effect.id, fault };
    case "dial":
      return { kind: "socketLost", attempt: effect.attempt, why: fault.why };
  }
}

function sinkOf(hands: Hands, attempt: number): SocketSink {
  return {
    candle: (tick) => take(hands, { kind: "ticked", attempt, tick }),
    funding(notice) {
      take(hands, { kind: "heard", attempt });
      if (hands.phase === "running") hands.deps.onFunding?.(notice);
    },
    closed: (why) => take(hands, { kind: "socketLost", attempt, why }),
  };
}

/** A call that took too long. */
class Late extends Error {}

function faultOf({ venue }: Hands, error: unknown): VenueFault {
  return error instanceof Late ? { why: error.message, isFinal: false, pauseMs: null } : venue.faultOf(error);
}

/** Bounds a call as a whole: the venue's library bounds only the wait for the headers. */
function inTime<T>({ deps, spec: { callMs } }: Hands, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = deps.setTimer(
      () => reject(new Late(`the venue did not answer within ${callMs} ms`)),
      callMs,
    );
    promise.then(resolve, reject).finally(() => deps.clearTimer(late));
  });
}
