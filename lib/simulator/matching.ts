import { Instrument, Side } from "../domain/mod.ts";
import { PHASE } from "../trader/mod.ts";
import { bookFill } from "./booking.ts";
import { EndedOrders } from "./ended_orders.ts";
import { fillTicks } from "./fill_price.ts";
import { isBeyondLiquidation, liquidate } from "./liquidation.ts";
import type { Moment } from "./moment.ts";
import { OpenOrder } from "./open_order.ts";

/**
 * One symbol at one instant: liquidation, then what is due: stops, market orders, take-profits, limits, each in the order
 * they were accepted.
 *
 * Within a bar the path is continuous, so a stop nearer than the liquidation price fills before it and only what its
 * volume share left is liquidated. At an open that gapped beyond the liquidation price, liquidation wins.
 */
export function matchSymbol(m: Moment): void {
  const due = dueOrders(m);
  if (isBeyondLiquidation(m.state, m.index, m.price)) {
    if (m.phase !== PHASE.open) fillNearerStops(m, due);
    if (isBeyondLiquidation(m.state, m.index, m.price)) liquidate(m);
  }
  for (const order of due) execute(m, order);
}

/** Whether any of the orders can fill, or triggers, at a price. */
export function isAnyDue(orders: readonly OpenOrder[], price: number): boolean {
  for (let i = 0; i < orders.length; i++) if (OpenOrder.isDue(orders[i], price)) return true;
  return false;
}

function dueOrders(m: Moment): OpenOrder[] {
  const due = m.state.orders[m.index].filter((order) => OpenOrder.isDue(order, m.price));
  return due.length > 1 ? due.sort((a, b) => OpenOrder.rank(a) - OpenOrder.rank(b)) : due;
}

/** Executes, and takes out of `due`, the stops between the last instant's price and the liquidation price. */
function fillNearerStops(m: Moment, due: OpenOrder[]): void {
  for (let i = 0; i < due.length;) {
    if (isNearerStop(m, due[i])) execute(m, due.splice(i, 1)[0]);
    else i += 1;
  }
}

function isNearerStop(m: Moment, order: OpenOrder): boolean {
  const position = m.state.positions[m.index], limit = m.state.liquidationPrice[m.index];
  if (OpenOrder.rank(order) !== 0 || order.request.side !== Side.opposite(position.side)) return false;
  return position.side === 1 ? order.duePrice > limit : order.duePrice < limit;
}

function execute(m: Moment, order: OpenOrder): void {
  const { side, triggerTicks } = order.request;
  const reduces = OpenOrder.reduces(order);
  const reducible = reduces ? reducibleSteps(m, side) : Infinity;
  if (reducible === 0) return expire(m, order);
  const triggersNow = triggerTicks !== null && !order.triggered;
  if (triggersNow) OpenOrder.trigger(order, reducible);
  const steps = Math.min(order.leavesSteps, reducible, shareSteps(m));
  if (steps === 0) return;
  bookFill(m, order, steps, fillTicks(m, order, triggersNow, steps));
  if (order.leavesSteps === 0) end(m, order, "filled");
  else if (reduces && reducibleSteps(m, side) === 0) expire(m, order);
}

/** Steps of the position that an order on this side can close. */
function reducibleSteps(m: Moment, side: Side): number {
  const position = m.state.positions[m.index];
  return position.side === side ? 0 : position.qtySteps;
}

/** Most that one fill takes of the bar's volume. */
function shareSteps(m: Moment): number {
  if (!m.spec.hasPartialFills) return Infinity;
  return Instrument.stepsDown(m.instrument, (m.volume * m.spec.volumeSharePct) / 100);
}

function expire(m: Moment, order: OpenOrder): void {
  end(m, order, "expired");
  const { symbol, clientId } = order.request;
  m.out.push({
    kind: "OrderExpired",
    symbol,
    clientId,
    reason: "Nothing is left to reduce: there is no position on the other side of the order",
    filledSteps: order.filledSteps,
    atMs: m.clockMs,
  });
}

function end({ state, index, clockMs }: Moment, order: OpenOrder, status: "filled" | "expired"): void {
  EndedOrders.end(state.orders[index], state.ended[index], order, status, clockMs);
}
