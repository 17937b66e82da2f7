import {
  clientOrderId,
  type Leg,
  Order,
  type OrderChange,
  type OrderRequest,
  type OrderStatus,
  type Side,
} from "../../domain/mod.ts";
import { awaitAnswer, createOpen, deadlineMs, forgetOpen } from "./awaiting.ts";
import { type BookedOrder, type Campaign, type Desk, openIn, type OrdersContext } from "./state.ts";

/** What differs from order to order of a campaign. */
export interface Placing {
  readonly leg: Leg;
  readonly attempt: number;
  readonly side: Side;
  readonly type: OrderRequest["type"];
  readonly qtySteps: number;
  readonly limitTicks: number | null;
  readonly triggerTicks: number | null;
}

/** Books a new order of a campaign and sends it; returns its client id. Every order but the entry is reduce-only. */
export function placeOrder(ctx: OrdersContext, desk: Desk, campaign: Campaign, placing: Placing): string {
  const { intent } = campaign.approval;
  const { spec, nowMs } = ctx;
  const request: OrderRequest = {
    clientId: clientOrderId(spec.systemTag, placing.leg, placing.attempt, spec.runId, intent.id),
    symbol: intent.symbol,
    side: placing.side,
    type: placing.type,
    qtySteps: placing.qtySteps,
    limitTicks: placing.limitTicks,
    triggerTicks: placing.triggerTicks,
    reduceOnly: placing.leg !== "entry",
    closePosition: false,
  };
  takeUp(ctx, desk, Order.create(request, intent.id, placing.leg, placing.attempt, nowMs));
  const recvWindowMs = deadlineMs(spec, placing.leg);
  ctx.out.commands.push({ kind: "SubmitOrder", order: request, sentAtMs: nowMs, recvWindowMs });
  return request.clientId;
}

/** Takes a new order into the book as submitted; from now on its answer is waited for. */
export function takeUp(ctx: OrdersContext, desk: Desk, created: Order): BookedOrder {
  const { clientId } = created;
  if (openIn(desk, clientId) !== null) throw new Error(`Cannot send order ${clientId} twice`);
  const open = createOpen(Order.advance(created, "submitted", ctx.nowMs));
  desk.open.push(open);
  record(ctx, open.order);
  awaitAnswer(ctx, open);
  return open;
}

/** Moves an order on, records it, and forgets it when it is over. */
export function advanceOrder(
  ctx: OrdersContext,
  desk: Desk,
  open: BookedOrder,
  status: OrderStatus,
  change?: OrderChange,
): void {
  const order = open.order = Order.advance(open.order, status, ctx.nowMs, change);
  if (Order.isTerminal(order)) {
    desk.open.splice(desk.open.indexOf(open), 1);
    forgetOpen(ctx, open);
  }
  record(ctx, order);
}

/** Asks the venue to cancel an order of ours. */
export function cancelOrder(ctx: OrdersContext, open: BookedOrder): void {
  const { symbol, clientId } = open.order;
  ctx.out.commands.push({ kind: "CancelOrder", symbol, clientId });
  open.cancelWanted = true;
  awaitAnswer(ctx, open);
}

/** The same for the entry at work of a campaign; throws when it is not in the book. */
export function cancelEntry(ctx: OrdersContext, desk: Desk, { entryId }: Campaign): void {
  const open = openIn(desk, entryId);
  if (open === null) throw new Error(`Cannot cancel order ${entryId}: it is not open`);
  cancelOrder(ctx, open);
}

/** The same for orders of which some may have ended at the venue, with fills that are not booked yet, or are over by now. */
export function cancelLive(ctx: OrdersContext, desk: Desk, clientIds: readonly string[]): void {
  for (const id of clientIds) {
    const open = openIn(desk, id);
    if (open?.endedAs === "") cancelOrder(ctx, open);
  }
}

function record({ out: { recorder } }: OrdersContext, order: Order): void {
  if (recorder.on) recorder.record({ kind: "OrderChanged", order });
}
