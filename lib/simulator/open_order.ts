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
  /** 1: due at or above duePrice; -1: at or below it; 0: at any price; null: not at all, as it is still on its way. */
  dueSide: 1 | -1 | 0 | null;
  readonly duePrice: number;
  /** Margin and fee held back for what it may still open; 0 for orders that only reduce. */
  reserved: Money;
}

/** An order or a cancel on its way to where orders are matched. */
export interface InFlight {
  readonly what: "order" | "cancel";
  /** Of the symbol. */
  readonly index: number;
  readonly symbol: string;
  readonly clientId: string;
  /** By the exchange's own clock. */
  readonly arrivesMs: number;
}

/** Companion of OpenOrder. */
export const OpenOrder = {
  /** An accepted order. */
  create(it: Instrument, request: OrderRequest, reserved: Money): OpenOrder {
    const { type } = request;
    return {
      request,
      leavesSteps: request.qtySteps,
      filledSteps: 0,
      fills: [],
      triggered: false,
      dueSide: dueSideOf(request),
      duePrice: type === "market" ? 0 : Instrument.price(it, dueTicks(request)),
      reserved,
    };
  },

  /** Whether the order can fill, or triggers, at a price. */
  isDue(order: OpenOrder, price: number): boolean {
    if (order.dueSide === 0) return true;
    if (order.dueSide === 1) return price >= order.duePrice;
    return order.dueSide === -1 && price <= order.duePrice;
  },

  /** Puts an accepted order on its way to where it is matched, and has it arrive there. */
  depart: (order: OpenOrder): void => void (order.dueSide = null),
  arrive: (order: OpenOrder): void => void (order.dueSide = dueSideOf(order.request)),
  isUnderWay: (order: OpenOrder): boolean => order.dueSide === null,

  /** Has a conditional order go on as a market order; `reducible` is what one that closes a position finds of it. */
  trigger(order: OpenOrder, reducible: number): void {
    order.triggered = true;
    order.dueSide = 0;
    if (order.request.closePosition) order.leavesSteps = reducible;
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

function dueSideOf({ side, type }: OrderRequest): 1 | -1 | 0 {
  if (type === "market") return 0;
  return type === "stop_market" ? side : side === 1 ? -1 : 1;
}

/** A limit fills when it is traded through by one tick; stop and take-profit trigger at their price. */
function dueTicks(request: OrderRequest): number {
  return request.type === "limit" ? request.limitTicks! - request.side : request.triggerTicks!;
}
