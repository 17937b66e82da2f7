import type { ExchangeState } from "../../../lib/simulator/mod.ts";
import { OpenOrder } from "../../../lib/simulator/open_order.ts";

/** Stops that rest against the position of a symbol, by its index; none where there is no position. */
export function stopsOf({ positions, orders }: ExchangeState, index: number): OpenOrder[] {
  const { qtySteps, side } = positions[index]!;
  if (qtySteps === 0) return [];
  return orders[index]!.filter((order) =>
    OpenOrder.reduces(order) && order.request.type === "stop_market" && order.request.side !== side
  );
}

/** Steps of a position that its stops would close. */
export function coveredSteps(state: ExchangeState, index: number): number {
  const { qtySteps } = state.positions[index]!;
  const steps = stopsOf(state, index).map(({ request, triggered, leavesSteps }) =>
    request.closePosition && !triggered ? qtySteps : leavesSteps
  );
  return steps.reduce((sum, one) => sum + one, 0);
}

/** Limit entries at rest. */
export function restingEntries({ orders }: ExchangeState, index: number): OpenOrder[] {
  return orders[index]!.filter((order) => order.request.type === "limit" && !OpenOrder.reduces(order));
}
