import { type Behavior, LANE, NONE, type Send, type TimerFired } from "../../lib/runtime/mod.ts";
import {
  configConfirmed,
  createGuardianOut,
  createGuardianState,
  createListRecorder,
  Guardian,
  type GuardianOut,
  type GuardianSpec,
  type GuardianState,
  type Notice,
  type StoreHealth,
  type VenueEvent,
} from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { timerOps } from "../timer_ops.ts";
import type { SessionStarted } from "../execution/messages.ts";
import type { SessionResumed } from "../reconciliation/messages.ts";
import type { ConfigChanged } from "../risk/messages.ts";
import type { LookNow } from "./messages.ts";

/** Everything the guardian is told; what is not for it, it lets pass. */
export type GuardianMessage =
  | SessionStarted
  | SessionResumed
  | LookNow
  | TimerFired
  | VenueEvent
  | Notice
  | ConfigChanged
  | StoreHealth;

/** The position guardian of one venue: looks at the account by itself, and sees to it that every position has a stop. */
export function guardianBehavior(
  spec: GuardianSpec,
): Behavior<GuardianState, GuardianMessage> {
  return {
    schema: 2,
    init: () => createGuardianState(spec),
    step(state, message, ctx) {
      if (message.kind === "ConfigChanged") {
        state.configVersion = message.version;
        return { state, events: [configConfirmed(message, ctx.self, ctx.nowMs)], sends: NONE, timers: NONE };
      }
      const recorder = createListRecorder();
      const out = createGuardianOut(recorder);
      switch (message.kind) {
        case "SessionStarted":
        case "SessionResumed":
          Guardian.start(spec, state, ctx.nowMs, out);
          break;
        case "LookNow":
        case "TimerFired":
          Guardian.look(spec, state, ctx.nowMs, out);
          break;
        case "StopPlaced":
          Guardian.notice(spec, state, message, ctx.nowMs);
          break;
        default:
          Guardian.venueEvent(spec, state, message as VenueEvent, ctx.nowMs, out);
      }
      return { state, events: recorder.events, sends: sendsOf(out), timers: timerOps(out.timers) };
    },
  };
}

/** Execution's mailbox has the order before the venue's word on it, which comes in a later lane. */
function sendsOf({ repairs, commands }: GuardianOut): Send[] {
  return [
    ...repairs.map((body): Send => ({ to: ADDRESS.execution, lane: LANE.control, body })),
    ...commands.map((body): Send => ({ to: ADDRESS.venue, lane: LANE.orders, body })),
  ];
}
