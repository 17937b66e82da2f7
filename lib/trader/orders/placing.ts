import {
  clientOrderId,
  type Leg,
  Order,
  type OrderRequest,
  type OrderStatus,
  type Side,
} from "../../domain/mod.ts";
import { awaitAnswer, deadlineMs, forgetWatch, startWatch } from "./awaiting.ts";
import { type Campaign, deskIndex, type OrdersContext } from "./state.ts";

/** What differs from order to order of a campaign. */
export interface Placing {
  readonly leg: Leg;
  readonly attempt: number;
  readonly side: Side;
  readonly type: OrderRequest["type"];
  readonly qtySteps: number;
  readonly limitTicks?: number;
  readonly triggerTicks?: number;
}

/** Books a new order of a campaign and sends it; returns its client id. Every order but the entry is reduce-only. */
export function placeOrder(ctx: OrdersContext, campaign: Campaign, placing: Placing): string {
  const { intent } = campaign.approval;
  const { spec, nowMs } = ctx;
  const request: OrderRequest = {
    clientId: clientOrderId(spec.systemTag, placing.leg, placing.attempt, spec.runId, intent.id),
    symbol: intent.symbol,
    side: placing.side,
    type: placing.type,
    qtySteps: placing.qtySteps,
    limitTicks: placing.limitTicks ?? null,
    triggerTicks: placing.triggerTicks ?? null,
    reduceOnly: placing.leg !== "entry",
    closePosition: false,
  };
  const order = takeUp(ctx, Order.create(request, intent.id, placing.leg, placing.attempt, nowMs));
  const recvWindowMs = deadlineMs(spec, order.leg);
  ctx.out.commands.push({ kind: "SubmitOrder", order: request, sentAtMs: nowMs, recvWindowMs });
  return request.clientId;
}

/** Takes a new order into the book as submitted; from now on its answer is waited for. */
export function takeUp(ctx: OrdersContext, created: Order): Order {
  const { clientId } = created;
  if (ctx.state.orders[clientId] !== undefined) throw new Error(`Cannot send order ${clientId} twice`);
  const order = Order.advance(created, "submitted", ctx.nowMs);
  openIdsOf(ctx, order).push(clientId);
  startWatch(ctx, clientId);
  keep(ctx, order);
  awaitAnswer(ctx, order);
  return order;
}

/** Moves an order on, records it, and forgets it when it is over. */
export function advanceOrder(
  ctx: OrdersContext,
  order: Order,
  status: OrderStatus,
  change: { filledSteps?: number; reason?: string } = {},
): Order {
  const next = Order.advance(order, status, ctx.nowMs, change);
  keep(ctx, next);
  return next;
}

/** Asks the venue to cancel an order of ours. */
export function cancelOrder(ctx: OrdersContext, clientId: string): void {
  const order = ctx.state.orders[clientId];
  if (order === undefined) throw new Error(`Cannot cancel order ${clientId}: it is not open`);
  ctx.out.commands.push({ kind: "CancelOrder", symbol: order.symbol, clientId });
  ctx.state.watches[clientId]!.cancelWanted = true;
  awaitAnswer(ctx, order);
}

/** The same for orders of which some may have ended at the venue, with fills that are not booked yet, or are over by now. */
export function cancelLive(ctx: OrdersContext, clientIds: readonly string[]): void {
  for (const id of clientIds) if (ctx.state.watches[id]?.endedAs === "") cancelOrder(ctx, id);
}

const openIdsOf = ({ spec, state }: OrdersContext, { symbol }: Order): string[] =>
  state.desks[deskIndex(spec, symbol)]!.openIds;

function keep(ctx: OrdersContext, order: Order): void {
  if (Order.isTerminal(order)) {
    delete ctx.state.orders[order.clientId];
    const openIds = openIdsOf(ctx, order);
    openIds.splice(openIds.indexOf(order.clientId), 1);
    forgetWatch(ctx, order);
  } else ctx.state.orders[order.clientId] = order;
  if (ctx.out.recorder.on) ctx.out.recorder.record({ kind: "OrderChanged", order });
}
