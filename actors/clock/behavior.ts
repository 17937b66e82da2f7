import { type Behavior, LANE, NONE, type TimerFired, type TimerOp } from "../../lib/runtime/mod.ts";
import { createTapeWorld } from "../../lib/simulator/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { SessionStarted } from "../execution/messages.ts";
import type { ClockArgs } from "./messages.ts";

export interface ClockState {
  /** Of the tape's last message; 0 before the first. */
  seq: number;
  /** When the next instant is due, ms; 0 before the first. */
  dueMs: number;
}

/** Name of the clock's only timer. */
export const TICK_TIMER = "tick";

/**
 * The market's own clock in free delivery: it moves the exchange from instant to instant of the tape, whatever becomes of
 * those who trade on it. Instants missed while it was away are not made up for: the market stood still.
 */
export function clockBehavior(
  { tape, instantEveryMs }: ClockArgs,
): Behavior<ClockState, SessionStarted | TimerFired> {
  const world = createTapeWorld(tape, ADDRESS.venue);
  return {
    schema: 1,
    init: () => ({ seq: 0, dueMs: 0 }),
    step(state, message, { nowMs }) {
      // in time with itself where it can keep up
      state.dueMs = Math.max(nowMs, (state.dueMs || nowMs) + instantEveryMs);
      const timers: TimerOp[] = [{ op: "set", name: TICK_TIMER, dueMs: state.dueMs }];
      if (message.kind === "SessionStarted") return { state, events: NONE, sends: NONE, timers };
      world.seek(state.seq);
      const next = world.next();
      if (next === null) return { state, events: NONE, sends: NONE, timers: NONE };
      state.seq = next.seq;
      const sends = [{ to: next.to, lane: LANE.data, body: next.body }];
      return { state, events: NONE, sends, timers };
    },
  };
}
