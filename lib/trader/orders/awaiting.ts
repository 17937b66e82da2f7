import { type Leg, Order } from "../../domain/mod.ts";
import { againDelayMs } from "../../execution/mod.ts";
import type { Desk, EndedOrder, OrdersContext, OrdersSpec, OrderWatch } from "./state.ts";
import { clearTimer, setTimer } from "./timers.ts";

/** Orders that are over and still remembered: something late may be said of them. */
const REMEMBERED = 200;

/** How long the answer to a call about an order of a leg may take, and the venue may take the order after it was sent. */
export function deadlineMs({ calls }: OrdersSpec, leg: Leg): number {
  return leg === "entry" ? calls.call_deadline_ms : calls.protective_deadline_ms;
}

/** A new order is watched from the moment it is sent. */
export function startWatch({ state }: OrdersContext, clientId: string): void {
  state.watches[clientId] = {
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
export function forgetWatch(ctx: OrdersContext, { clientId, status, filledSteps }: Order): void {
  const { state } = ctx;
  const watch = state.watches[clientId]!;
  stopWaiting(ctx, clientId, watch);
  delete state.watches[clientId];
  rememberEnded(ctx, { clientId, status, filledSteps, fillIds: watch.fillIds });
}

export function rememberEnded({ state }: OrdersContext, ended: EndedOrder): void {
  state.ended.push(ended);
  if (state.ended.length >= 2 * REMEMBERED) state.ended.splice(0, REMEMBERED);
}

/** A call about the order has been sent: its answer is due within the deadline. */
export function awaitAnswer(ctx: OrdersContext, { clientId, leg }: Order): void {
  wait(ctx, clientId, ctx.nowMs + deadlineMs(ctx.spec, leg));
}

/** The venue has said something of the order: nothing is owed unless its cancel, or fills it told of, are. */
export function noteAnswer(ctx: OrdersContext, clientId: string): void {
  const watch = ctx.state.watches[clientId];
  if (watch === undefined) return;
  watch.asks = 0;
  if (!watch.cancelWanted && watch.endedAs === "") stopWaiting(ctx, clientId, watch);
  else if (!watch.isTimed) awaitAnswer(ctx, ctx.state.orders[clientId]!);
}

/** The venue's word on how the order ended; what it filled by then may be on its way. */
export function noteEnd(
  watch: OrderWatch,
  endedAs: OrderWatch["endedAs"],
  endedSteps: number,
  endedReason: string,
): void {
  watch.endedAs = endedAs;
  watch.endedSteps = endedSteps;
  watch.endedReason = endedReason;
}

/**
 * The answer is overdue. First the order becomes unknown, and after the ambiguity window the venue is asked for it, again
 * and again, ever more rarely, until it says something.
 */
export function onCallDue(ctx: OrdersContext, clientId: string): void {
  const order = ctx.state.orders[clientId];
  if (order === undefined) return;
  ctx.state.watches[clientId]!.isTimed = false;
  if (order.status === "unknown") return ask(ctx, order);
  doubt(ctx, order);
  wait(ctx, clientId, ctx.nowMs + ctx.spec.calls.ambiguity_ms);
}

/** What became of the order is unclear: it is unknown from now on, and the venue is asked at once. */
export function inquire(ctx: OrdersContext, clientId: string): void {
  const order = ctx.state.orders[clientId]!;
  doubt(ctx, order);
  ask(ctx, ctx.state.orders[clientId]!);
}

function doubt(ctx: OrdersContext, order: Order): void {
  if (order.status === "unknown") return;
  const unknown = Order.advance(order, "unknown", ctx.nowMs);
  ctx.state.orders[order.clientId] = unknown;
  if (ctx.out.recorder.on) ctx.out.recorder.record({ kind: "OrderChanged", order: unknown });
  const { symbol, intentId, clientId } = order;
  ctx.out.notices.push({ kind: "OrderUncertain", symbol, intentId, clientId, atMs: ctx.nowMs });
}

/** Asks the venue for the order; without an answer in time it becomes unknown, if it is not, and is asked for again. */
export function ask(ctx: OrdersContext, { clientId, symbol, leg }: Order): void {
  const watch = ctx.state.watches[clientId]!;
  watch.asks += 1;
  ctx.out.commands.push({ kind: "QueryOrder", symbol, clientId });
  const { calls } = ctx.spec;
  wait(ctx, clientId, ctx.nowMs + deadlineMs(ctx.spec, leg) + againDelayMs(calls, watch.asks, clientId));
}

/** The venue says it has no such order. That is its last word once the order could not be taken any more if it came late. */
export function isLastWord({ spec }: OrdersContext, order: Order, venueMs: number): boolean {
  return venueMs > order.createdAtMs + deadlineMs(spec, order.leg);
}

/** True while the fate of any order of the desk is unknown. */
export function hasUnknown({ state }: OrdersContext, { openIds }: Desk): boolean {
  return openIds.some((clientId) => state.orders[clientId]!.status === "unknown");
}

function wait(ctx: OrdersContext, clientId: string, dueMs: number): void {
  ctx.state.watches[clientId]!.isTimed = true;
  setTimer(ctx, "call", clientId, dueMs);
}

function stopWaiting(ctx: OrdersContext, clientId: string, watch: OrderWatch): void {
  if (!watch.isTimed) return;
  watch.isTimed = false;
  clearTimer(ctx, "call", clientId);
}
