import { type Fill, Instrument, type Money, type OrderRequest } from "../domain/mod.ts";

/** An order that rests at the exchange; changed in place. */
export interface OpenOrder {
  readonly request: OrderRequest;
  /** Steps still to fill; 0 for a closePosition order that has not triggered, as its size is not known yet. */
  leavesSteps: number;
  filledSteps: number;
  /** Oldest first. */
  readonly fills: Fill[];
  /** A conditional order that has triggered: what is left of it goes on as a market order. */
  triggered: boolean;
  /** 1: due at or above duePrice; -1: at or below it; 0: at any price. */
  dueSide: 1 | -1 | 0;
  readonly duePrice: number;
  /** Margin and fee held back for what it may still open; 0 for orders that only reduce. */
  reserved: Money;
}

/** Companion of OpenOrder. */
export const OpenOrder = {
  /** An accepted order. */
  create(it: Instrument, request: OrderRequest, reserved: Money): OpenOrder {
    const { side, type } = request;
    const dueSide = type === "market" ? 0 : type === "stop_market" ? side : side === 1 ? -1 : 1;
    return {
      request,
      leavesSteps: request.qtySteps,
      filledSteps: 0,
      fills: [],
      triggered: false,
      dueSide,
      duePrice: type === "market" ? 0 : Instrument.price(it, dueTicks(request)),
      reserved,
    };
  },

  /** Whether the order can fill, or triggers, at a price. */
  isDue(order: OpenOrder, price: number): boolean {
    if (order.dueSide === 0) return true;
    return order.dueSide === 1 ? price >= order.duePrice : price <= order.duePrice;
  },

  /** Place within an instant: stops 0, market orders and what goes on as such 1, take-profits 2, limits 3. */
  rank(order: OpenOrder): 0 | 1 | 2 | 3 {
    const { type } = order.request;
    if (type === "limit") return 3;
    if (type === "market" || order.triggered) return 1;
    return type === "stop_market" ? 0 : 2;
  },

  /** Whether the order can only make a position smaller. */
  reduces: (order: OpenOrder): boolean => order.request.reduceOnly || order.request.closePosition,
} as const;

/** A limit fills when it is traded through by one tick; stop and take-profit trigger at their price. */
function dueTicks(request: OrderRequest): number {
  return request.type === "limit" ? request.limitTicks! - request.side : request.triggerTicks!;
}
