import {
  clientOrderId,
  type Leg,
  Order,
  type OrderRequest,
  type OrderStatus,
  type Side,
} from "../../domain/mod.ts";
import type { Campaign, OrdersContext } from "./state.ts";

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
  const request: OrderRequest = {
    clientId: clientOrderId(ctx.spec.systemTag, placing.leg, placing.attempt, ctx.spec.runId, intent.id),
    symbol: intent.symbol,
    side: placing.side,
    type: placing.type,
    qtySteps: placing.qtySteps,
    limitTicks: placing.limitTicks ?? null,
    triggerTicks: placing.triggerTicks ?? null,
    reduceOnly: placing.leg !== "entry",
    closePosition: false,
  };
  if (ctx.state.orders[request.clientId] !== undefined) {
    throw new Error(`Cannot send order ${request.clientId} twice`);
  }
  const order = Order.create(request, intent.id, placing.leg, placing.attempt, ctx.nowMs);
  keep(ctx, Order.advance(order, "submitted", ctx.nowMs));
  ctx.out.commands.push({ kind: "SubmitOrder", order: request });
  return request.clientId;
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
export function cancelOrder(ctx: OrdersContext, symbol: string, clientId: string): void {
  ctx.out.commands.push({ kind: "CancelOrder", symbol, clientId });
}

function keep(ctx: OrdersContext, order: Order): void {
  if (Order.isTerminal(order)) delete ctx.state.orders[order.clientId];
  else ctx.state.orders[order.clientId] = order;
  if (ctx.out.recorder.on) ctx.out.recorder.record({ kind: "OrderChanged", order });
}
