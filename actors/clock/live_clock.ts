import { type Behavior, LANE, NONE, type Send, type TimerFired } from "../../lib/runtime/mod.ts";
import {
  type BarOpened,
  type BarsClosed,
  LiveMarket,
  type LiveMarketSpec,
  type LiveMarketState,
  type MarketAdvanced,
} from "../../lib/simulator/mod.ts";
import { PHASE } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { SessionStarted } from "../execution/messages.ts";
import type { Candle, CandlesClosed } from "../venue/messages.ts";
import type { CandlesTold, SetMarketSpeed } from "./messages.ts";

/** Name of the clock's only timer. */
export const TICK_TIMER = "tick";
/**
 * Waits after an instant. The exchange learns of a minute when it is over: whoever got a fill at its open needs time to
 * place a stop before its extremes, as there would have been. A minute long past is played faster.
 */
const AFTER_OPEN_MS = 2_000, AFTER_OPEN_LATE_MS = 60, AFTER_OTHER_MS = 10;

/**
 * The clock of a market that others make: it moves the paper exchange through the minutes that a venue tells of, when they
 * are over, and tells the feed of the bars to be decided on.
 */
export function liveClockBehavior(
  spec: LiveMarketSpec,
): Behavior<LiveMarketState, SessionStarted | SetMarketSpeed | CandlesTold | TimerFired> {
  return {
    schema: 1,
    init: () => LiveMarket.start(spec),
    step(state, message, { nowMs }) {
      if (message.kind === "CandlesTold") {
        LiveMarket.take(spec, state, message.candles, { lengthMs: message.lengthMs, nowMs });
      }
      if (message.kind !== "TimerFired") {
        // nobody else sets the pace of this market; while one step is under way, its timer is set
        const isIdle = message.kind === "CandlesTold" && !LiveMarket.isUnderWay(state);
        return { state, events: NONE, sends: NONE, timers: isIdle ? timerAt(spec, state, nowMs) : NONE };
      }
      const told = LiveMarket.next(spec, state, nowMs);
      const sends = told.map((it) => sendOf(spec, it));
      return {
        state,
        events: NONE,
        sends,
        timers: timerAt(spec, state, nowMs + pauseMs(spec, state, nowMs)),
      };
    },
  };
}

function timerAt(spec: LiveMarketSpec, state: LiveMarketState, earliestMs: number) {
  const dueMs = Math.max(LiveMarket.dueMs(spec, state), earliestMs);
  return dueMs === Infinity ? NONE : [{ op: "set" as const, name: TICK_TIMER, dueMs }];
}

function pauseMs(spec: LiveMarketSpec, state: LiveMarketState, nowMs: number): number {
  if (state.phase !== PHASE.open || !LiveMarket.isUnderWay(state)) return AFTER_OTHER_MS;
  return nowMs - state.playedToMs > spec.lateAfterMs ? AFTER_OPEN_LATE_MS : AFTER_OPEN_MS;
}

function sendOf({ lateAfterMs }: LiveMarketSpec, told: BarOpened | MarketAdvanced | BarsClosed): Send {
  if (told.kind !== "BarsClosed") return { to: ADDRESS.venue, lane: LANE.data, body: told };
  const { closeMs } = told;
  const candles = told.candles.map(({ fundingRate: _, ...candle }): Candle => candle);
  // on its way since its close, by the clock of all
  const body: CandlesClosed = {
    ...{ kind: "CandlesClosed", closeMs, atMs: closeMs, everyMs: lateAfterMs, candles },
  };
  return { to: ADDRESS.feed, lane: LANE.data, body };
}
