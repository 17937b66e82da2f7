import { type Leg, Order } from "../../domain/mod.ts";
import { againDelayMs } from "../../execution/mod.ts";
import {
  type BookedOrder,
  type Desk,
  type EndedOrder,
  findOpen,
  type OrdersContext,
  type OrdersSpec,
} from "./state.ts";
import { timerName } from "./timers.ts";

/** Orders that are over and still remembered: something late may be said of them. */
const REMEMBERED = 200;

/** How long the answer to a call about an order of a leg may take, and the venue may take the order after it was sent. */
export function deadlineMs({ calls }: OrdersSpec, leg: Leg): number {
  return leg === "entry" ? calls.call_deadline_ms : calls.protective_deadline_ms;
}

/** A new order as it is sent: nothing has been heard of it. */
export function createOpen(order: Order): BookedOrder {
  return {
    order,
    timer: timerName("call", order.clientId),
    isTimed: false,
    asks: 0,
    cancelWanted: false,
    fillIds: [],
    endedAs: "",
    endedSteps: 0,
    endedReason: "",
  };
}

/** The order is over: only what tells something late from something unknown is kept. */
export function forgetOpen(ctx: OrdersContext, open: BookedOrder): void {
  const { clientId, status, filledSteps } = open.order;
  stopWaiting(ctx, open);
  rememberEnded(ctx, { clientId, status, filledSteps, fillIds: open.fillIds });
}

export function rememberEnded({ state }: OrdersContext, ended: EndedOrder): void {
  state.ended.push(ended);
  if (state.ended.length >= 2 * REMEMBERED) state.ended.splice(0, REMEMBERED);
}

/** A call about the order has been sent: its answer is due within the deadline. */
export function awaitAnswer(ctx: OrdersContext, open: BookedOrder): void {
  wait(ctx, open, ctx.nowMs + deadlineMs(ctx.spec, open.order.leg));
}

/** The venue has said something of the order: nothing is owed unless its cancel, or fills it told of, are. */
export function noteAnswer(ctx: OrdersContext, open: BookedOrder): void {
  if (Order.isTerminal(open.order)) return;
  open.asks = 0;
  if (!open.cancelWanted && open.endedAs === "") stopWaiting(ctx, open);
  else if (!open.isTimed) awaitAnswer(ctx, open);
}

/** The venue's word on how the order ended; what it filled by then may be on its way. */
export function noteEnd(
  open: BookedOrder,
  endedAs: BookedOrder["endedAs"],
  endedSteps: number,
  endedReason: string,
): void {
  open.endedAs = endedAs;
  open.endedSteps = endedSteps;
  open.endedReason = endedReason;
}

/**
 * The answer is overdue. First the order becomes unknown, and after the ambiguity window the venue is asked for it, again
 * and again, ever more rarely, until it says something.
 */
export function onCallDue(ctx: OrdersContext, clientId: string): void {
  const open = findOpen(ctx.state, clientId);
  if (open === null) return;
  open.isTimed = false;
  if (open.order.status === "unknown") return ask(ctx, open);
  doubt(ctx, open);
  wait(ctx, open, ctx.nowMs + ctx.spec.calls.ambiguity_ms);
}

/** What became of the order is unclear: it is unknown from now on, and the venue is asked at once. */
export function inquire(ctx: OrdersContext, open: BookedOrder): void {
  doubt(ctx, open);
  ask(ctx, open);
}

function doubt(ctx: OrdersContext, open: BookedOrder): void {
  if (open.order.status === "unknown") return;
  const order = open.order = Order.advance(open.order, "unknown", ctx.nowMs);
  if (ctx.out.recorder.on) ctx.out.recorder.record({ kind: "OrderChanged", order });
  const { symbol, intentId, clientId } = order;
  ctx.out.notices.push({ kind: "OrderUncertain", symbol, intentId, clientId, atMs: ctx.nowMs });
}

/** Asks the venue for the order; without an answer in time it becomes unknown, if it is not, and is asked for again. */
export function ask(ctx: OrdersContext, open: BookedOrder): void {
  const { clientId, symbol, leg } = open.order;
  open.asks += 1;
  ctx.out.commands.push({ kind: "QueryOrder", symbol, clientId });
  const { calls } = ctx.spec;
  wait(ctx, open, ctx.nowMs + deadlineMs(ctx.spec, leg) + againDelayMs(calls, open.asks, clientId));
}

/** The venue says it has no such order. That is its last word once the order could not be taken any more if it came late. */
export function isLastWord({ spec }: OrdersContext, order: Order, venueMs: number): boolean {
  return venueMs > order.createdAtMs + deadlineMs(spec, order.leg);
}

/** True while the fate of any order of the desk is unknown. */
export const hasUnknown = ({ open }: Desk): boolean => open.some(({ order }) => order.status === "unknown");

function wait(ctx: OrdersContext, open: BookedOrder, dueMs: number): void {
  open.isTimed = true;
  ctx.out.timers.push({ name: open.timer, dueMs });
}

function stopWaiting(ctx: OrdersContext, open: BookedOrder): void {
  if (!open.isTimed) return;
  open.isTimed = false;
  ctx.out.timers.push({ name: open.timer, dueMs: null });
}
