import { type Behavior, LANE, NONE, type Step, type TimerFired } from "../../lib/runtime/mod.ts";
import { createTapeWorld, type Tape } from "../../lib/simulator/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { SessionStarted } from "../execution/messages.ts";

export interface ClockArgs {
  readonly tape: Tape;
  /** Wall time between two instants, ms. */
  readonly instantEveryMs: number;
}

export interface ClockState {
  /** Of the tape's last message; 0 before the first. */
  seq: number;
}

const TICK = "tick";

/**
 * The market's own clock in free delivery: it moves the exchange from instant to instant of the tape, whatever becomes of
 * those who trade on it. Instants that were missed while it was away are not made up for: the market stood still.
 */
export function clockBehavior(
  { tape, instantEveryMs }: ClockArgs,
): Behavior<ClockState, SessionStarted | TimerFired> {
  const world = createTapeWorld(tape, ADDRESS.venue);
  return {
    schema: 1,
    init: () => ({ seq: 0 }),
    step(state, message, { nowMs }): Step<ClockState> {
      const timers = [{ op: "set", name: TICK, dueMs: nowMs + instantEveryMs } as const];
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
