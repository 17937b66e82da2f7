import type { VenueEvent } from "../trader/mod.ts";
import { EndedOrders } from "./ended_orders.ts";
import type { ExchangeState } from "./exchange_state.ts";
import { type InFlight, OpenOrder } from "./open_order.ts";

/**
 * Lets arrive what is due for a symbol, or of it for one client id, oldest first. An order can fill from then on; one whose
 * trigger has been passed meanwhile goes on as a market order at once. A cancel is answered now, as its order could fill until
 * now.
 */
export function arrive(
  state: ExchangeState,
  clockMs: number,
  out: VenueEvent[],
  index: number,
  clientId: string | null = null,
): void {
  const { inFlight } = state;
  if (inFlight === undefined) return;
  for (let i = 0; i < inFlight.length && inFlight[i].arrivesMs <= clockMs;) {
    const it = inFlight[i];
    if (it.index !== index || (clientId !== null && it.clientId !== clientId)) i += 1;
    else {
      inFlight.splice(i, 1);
      if (it.what === "cancel") out.push(cancelNow(state, it, it.arrivesMs));
      else takeOrder(state, it);
    }
  }
}

function takeOrder(state: ExchangeState, { index, clientId }: InFlight): void {
  const order = state.orders[index].find(({ request }) => request.clientId === clientId)!;
  OpenOrder.arrive(order);
  if (order.request.triggerTicks === null || !OpenOrder.isDue(order, state.lastPrice[index])) return;
  const { side, qtySteps } = state.positions[index];
  OpenOrder.trigger(order, side === order.request.side ? 0 : qtySteps);
}

/** Ends an order that is there, at `atMs`; the answer. */
export function cancelNow(
  state: ExchangeState,
  { index, symbol, clientId }: Pick<InFlight, "index" | "symbol" | "clientId">,
  atMs: number,
): VenueEvent {
  const orders = index < 0 ? [] : state.orders[index];
  const order = orders.find((open) => open.request.clientId === clientId && !OpenOrder.isUnderWay(open));
  if (order === undefined) {
    const reason =
      `-2011: ${symbol} has no open order ${clientId}: it is unknown, filled, cancelled or expired`;
    return { kind: "CancelRejected", symbol, clientId, reason, atMs };
  }
  EndedOrders.end(orders, state.ended[index], order, "cancelled", atMs);
  return { kind: "OrderCancelled", symbol, clientId, filledSteps: order.filledSteps, atMs };
}
