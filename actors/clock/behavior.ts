import {
  type Behavior,
  LANE,
  type Message,
  NONE,
  type TimerFired,
  type TimerOp,
} from "../../lib/runtime/mod.ts";
import {
  createTapeWorld,
  EndlessMarket,
  type EndlessMarketState,
  type MarketAdvanced,
} from "../../lib/simulator/mod.ts";
import { PHASE, type Phase } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { SessionStarted } from "../execution/messages.ts";
import type { ClockArgs, PlayedMarket, SetMarketSpeed } from "./messages.ts";

export interface ClockState {
  /** When the next instant is due, ms; 0 before the first. */
  dueMs: number;
  barsPerSecond: number;
  /** Of the tape's last message; 0 before the first. */
  seq: number;
  /** Where a market without end is; null on a tape. */
  readonly endless: EndlessMarketState | null;
}

/** Name of the clock's only timer. */
export const TICK_TIMER = "tick";
/**
 * Shares of a bar's wall time between an instant and the next, by the first one's phase. In an hour that lasts an hour, those
 * who trade have decided long before the next one opens, and have their stops in place long before its extremes; where it
 * lasts a tenth of a second, most of that goes to these two.
 */
const SHARE_AFTER: Readonly<Record<Phase, number>> = {
  [PHASE.open]: 0.3,
  [PHASE.extreme1]: 0.1,
  [PHASE.extreme2]: 0.1,
  [PHASE.close]: 0.1,
  [PHASE.bar]: 0.4,
  // one more, now and then
  [PHASE.funding]: 0.05,
};

/**
 * The market's own clock in free delivery: it moves the exchange from instant to instant, whatever becomes of those who
 * trade on it. Instants missed while it was away are not made up for: the market stood still.
 */
export function clockBehavior(
  { market, barsPerSecond }: ClockArgs<PlayedMarket>,
): Behavior<ClockState, SessionStarted | SetMarketSpeed | TimerFired> {
  const play = playerOf(market);
  return {
    schema: 2,
    init: () => ({
      ...{ dueMs: 0, barsPerSecond, seq: 0 },
      endless: market.kind === "endless" ? EndlessMarket.start(market.endless) : null,
    }),
    step(state, message, { nowMs }) {
      if (message.kind === "SetMarketSpeed") {
        state.barsPerSecond = message.barsPerSecond;
        // a bar an hour must not have to end before it is over
        state.dueMs = nowMs;
      }
      const everyMs = 1_000 / state.barsPerSecond;
      const told = message.kind === "TimerFired" ? play(state, everyMs) : NONE;
      if (message.kind === "TimerFired" && told.length === 0) {
        return { state, events: NONE, sends: NONE, timers: NONE };
      }
      const instant = told.at(-1) as MarketAdvanced | undefined;
      // in time with itself where it can keep up
      state.dueMs = Math.max(
        nowMs,
        (state.dueMs || nowMs) + everyMs * SHARE_AFTER[instant?.phase ?? PHASE.close],
      );
      const timers: TimerOp[] = [{ op: "set", name: TICK_TIMER, dueMs: state.dueMs }];
      const sends = told.map((body) => ({ to: ADDRESS.venue, lane: LANE.data, body }));
      return { state, events: NONE, sends, timers };
    },
  };
}

/** What the exchange is told next; nothing once a tape is at its end. */
type Player = (state: ClockState, everyMs: number) => readonly Message[];

function playerOf(market: PlayedMarket): Player {
  if (market.kind === "endless") {
    return ({ endless }, everyMs) => EndlessMarket.next(market.endless, endless!, everyMs);
  }
  const world = createTapeWorld(market.tape, ADDRESS.venue);
  return (state) => {
    world.seek(state.seq);
    const next = world.next();
    if (next === null) return [];
    state.seq = next.seq;
    return [next.body];
  };
}
