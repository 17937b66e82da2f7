import { type Behavior, type Ctx, LANE, NONE, type Send, type TimerFired } from "../../lib/runtime/mod.ts";
import {
  type CancelEntries,
  configConfirmed,
  createListRecorder,
  createOrdersOut,
  createOrdersState,
  type Notice,
  Orders,
  type OrdersOut,
  type OrdersSpec,
  type OrdersState,
  type RepairCommand,
  type StoreHealth,
  type VenueEvent,
} from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { timerOps } from "../timer_ops.ts";
import type { SessionResumed } from "../reconciliation/messages.ts";
import type { ConfigChanged, OperatorOrder, RiskCommand } from "../risk/messages.ts";
import type { SessionStarted } from "./messages.ts";

/** Everything execution is told. */
export type ExecutionMessage =
  | SessionStarted
  | SessionResumed
  | CancelEntries
  | RiskCommand
  | OperatorOrder
  | ConfigChanged
  | RepairCommand
  | StoreHealth
  | VenueEvent
  | TimerFired;

/** Who besides risk and the symbol is told of what, by address. */
export interface Listeners {
  /** Told of the stops that are wanted. */
  readonly guardian?: string;
  /** Told of what is uncertain, or differs. */
  readonly reconciliation?: string;
}

const FOR_GUARDIAN: readonly Notice["kind"][] = ["StopPlaced"];
const FOR_RECONCILIATION: readonly Notice["kind"][] = ["BookDiverged", "OrderUncertain"];

/** Execution on one venue: risk's commands become orders, the venue's events become notices. */
export function executionBehavior(
  spec: OrdersSpec,
  listeners: Listeners = {},
): Behavior<OrdersState, ExecutionMessage> {
  return {
    schema: 6,
    init: () => createOrdersState(spec),
    step(state, message, ctx) {
      if (message.kind === "QueryBook") {
        return { state, events: NONE, sends: [book(spec, state, ctx)], timers: NONE };
      }
      if (message.kind === "ConfigChanged") {
        state.configVersion = message.version;
        return { state, events: [configConfirmed(message, ctx.self, ctx.nowMs)], sends: NONE, timers: NONE };
      }
      const recorder = createListRecorder();
      const out = createOrdersOut(recorder);
      take(spec, state, message, ctx.nowMs, out);
      return {
        state,
        events: recorder.events,
        sends: sendsOf(spec, listeners, out),
        timers: timerOps(out.timers),
      };
    },
  };
}

function take(
  spec: OrdersSpec,
  state: OrdersState,
  message: Exclude<ExecutionMessage, { kind: "QueryBook" | "ConfigChanged" }>,
  nowMs: number,
  out: OrdersOut,
): void {
  switch (message.kind) {
    case "SessionStarted":
      return Orders.start(spec, state, nowMs, out);
    case "SessionResumed":
      return Orders.resume(spec, state, nowMs, out);
    case "CancelEntries":
      return Orders.cancelEntries(spec, state, message, nowMs, out);
    case "EnterPosition":
    case "MoveStop":
    case "ClosePosition":
      return Orders.command(spec, state, message, nowMs, out);
    case "TakeBackEntries":
    case "FlattenSymbols":
    case "RearmSymbols":
      return Orders.operator(spec, state, message, nowMs, out);
    case "AdoptPosition":
    case "CloseBook":
    case "RepairStop":
    case "AdoptOrder":
      return Orders.repair(spec, state, message, nowMs, out);
    case "StoreDegraded":
    case "StoreRecovered":
      return Orders.storeHealth(spec, state, message, nowMs, out);
    case "TimerFired":
      return Orders.timer(spec, state, message.name, nowMs, out);
    default:
      return Orders.venueEvent(spec, state, message, nowMs, out);
  }
}

/** Answered in the lane of what the asker may have sent before, so that it is counted in. */
function book(spec: OrdersSpec, state: OrdersState, { from, nowMs }: Ctx): Send {
  return { to: from, lane: LANE.orders, body: Orders.book(spec, state, nowMs) };
}

/** Facts go to risk, to the symbol they are about, and to those who listen for them. */
function sendsOf(spec: OrdersSpec, { guardian, reconciliation }: Listeners, out: OrdersOut): Send[] {
  const send = (to: string, body: Notice): Send => ({ to, lane: LANE.orders, body });
  const commands = out.commands.map((body): Send => ({ to: ADDRESS.venue, lane: LANE.orders, body }));
  const notices = out.notices.flatMap((body): Send[] => {
    const sends = [send(ADDRESS.risk, body)];
    if ("symbol" in body && spec.symbols.includes(body.symbol)) {
      sends.push(send(ADDRESS.symbol(body.symbol), body));
    }
    if (guardian !== undefined && FOR_GUARDIAN.includes(body.kind)) sends.push(send(guardian, body));
    if (reconciliation !== undefined && FOR_RECONCILIATION.includes(body.kind)) {
      sends.push(send(reconciliation, body));
    }
    return sends;
  });
  return [...commands, ...notices];
}
