import { type Behavior, LANE, type Send, type TimerFired, type TimerOp } from "../../lib/runtime/mod.ts";
import {
  createListRecorder,
  createOrdersOut,
  createOrdersState,
  Orders,
  type OrdersOut,
  type OrdersSpec,
  type OrdersState,
  type VenueEvent,
} from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { RiskCommand } from "../risk/messages.ts";
import type { SessionStarted } from "./messages.ts";

/** Execution on one venue: risk's commands become orders, the venue's events become notices. */
export function executionBehavior(
  spec: OrdersSpec,
): Behavior<OrdersState, SessionStarted | RiskCommand | VenueEvent | TimerFired> {
  return {
    schema: 1,
    init: () => createOrdersState(spec),
    step(state, message, ctx) {
      const recorder = createListRecorder();
      const out = createOrdersOut(recorder);
      switch (message.kind) {
        case "SessionStarted":
          Orders.start(spec, state, ctx.nowMs, out);
          break;
        case "EnterPosition":
        case "MoveStop":
        case "ClosePosition":
          Orders.command(spec, state, message, ctx.nowMs, out);
          break;
        case "TimerFired":
          Orders.timer(spec, state, message.name, ctx.nowMs, out);
          break;
        default:
          Orders.venueEvent(spec, state, message, ctx.nowMs, out);
      }
      return { state, events: recorder.events, sends: sendsOf(spec, out), timers: timersOf(out) };
    },
  };
}

/** Facts go to risk, and to the symbol they are about. */
function sendsOf(spec: OrdersSpec, out: OrdersOut): Send[] {
  const commands = out.commands.map((body): Send => ({ to: ADDRESS.venue, lane: LANE.orders, body }));
  const notices = out.notices.flatMap((body): Send[] => {
    const toRisk: Send = { to: ADDRESS.risk, lane: LANE.orders, body };
    if (!("symbol" in body) || !spec.symbols.includes(body.symbol)) return [toRisk];
    return [toRisk, { to: ADDRESS.symbol(body.symbol), lane: LANE.orders, body }];
  });
  return [...commands, ...notices];
}

function timersOf(out: OrdersOut): TimerOp[] {
  return out.timers.map(({ name, dueMs }): TimerOp =>
    dueMs === null ? { op: "clear", name } : { op: "set", name, dueMs }
  );
}
