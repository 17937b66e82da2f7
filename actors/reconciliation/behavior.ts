import { type Behavior, LANE, NONE, type Send, type TimerFired } from "../../lib/runtime/mod.ts";
import {
  type BookReported,
  configConfirmed,
  createListRecorder,
  createReconciliationOut,
  createReconciliationState,
  type Notice,
  Reconciliation,
  type ReconciliationOut,
  type ReconciliationSpec,
  type ReconciliationState,
  type RiskReported,
  type StoreHealth,
  type VenueEvent,
} from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { timerOps } from "../timer_ops.ts";
import type { SessionStarted } from "../execution/messages.ts";
import type { LookNow } from "../guardian/messages.ts";
import type { ConfigChanged } from "../risk/messages.ts";
import type { SessionResumed } from "./messages.ts";

/** Everything reconciliation is told: answers, and what execution is not sure of. A store that is gone is none of its business. */
export type ReconciliationMessage =
  | SessionStarted
  | SessionResumed
  | TimerFired
  | BookReported
  | RiskReported
  | VenueEvent
  | StoreHealth
  | ConfigChanged
  | Extract<Notice, { kind: "BookDiverged" | "OrderUncertain" }>;

/** Reconciliation of one venue: account, book and ledger are compared pass by pass. */
export function reconciliationBehavior(
  spec: ReconciliationSpec,
): Behavior<ReconciliationState, ReconciliationMessage> {
  return {
    schema: 2,
    init: createReconciliationState,
    step(state, message, ctx) {
      if (message.kind === "ConfigChanged") {
        state.configVersion = message.version;
        return { state, events: [configConfirmed(message, ctx.self, ctx.nowMs)], sends: NONE, timers: NONE };
      }
      const recorder = createListRecorder();
      const out = createReconciliationOut(recorder);
      take(spec, state, message, ctx.nowMs, out);
      return { state, events: recorder.events, sends: sendsOf(out), timers: timerOps(out.timers) };
    },
  };
}

function take(
  spec: ReconciliationSpec,
  state: ReconciliationState,
  message: Exclude<ReconciliationMessage, ConfigChanged>,
  nowMs: number,
  out: ReconciliationOut,
): void {
  switch (message.kind) {
    case "SessionStarted":
      return Reconciliation.start(spec, state, nowMs, out);
    case "SessionResumed":
      return Reconciliation.resume(spec, state, nowMs, out);
    case "TimerFired":
      return Reconciliation.timer(spec, state, nowMs, out);
    case "BookReported":
      return Reconciliation.book(spec, state, message, nowMs, out);
    case "RiskReported":
      return Reconciliation.risk(spec, state, message, nowMs, out);
    case "BookDiverged":
    case "OrderUncertain":
      return Reconciliation.notice(spec, state, message, nowMs, out);
    case "StoreDegraded":
    case "StoreRecovered":
      return;
    default:
      return Reconciliation.venueEvent(spec, state, message, nowMs, out);
  }
}

/** All in the orders lane: a question is answered after what the receiver had been told before it. */
function sendsOf({ commands, repairs, changes, alarm }: ReconciliationOut): Send[] {
  const lane = LANE.orders;
  const look: LookNow = { kind: "LookNow" };
  return [
    ...(alarm ? [{ to: ADDRESS.guardian, lane, body: look }] : []),
    ...commands.map((body): Send => ({ to: ADDRESS.venue, lane, body })),
    ...repairs.map((body): Send => ({ to: ADDRESS.execution, lane, body })),
    ...changes.map((body): Send => ({ to: ADDRESS.risk, lane, body })),
  ];
}
