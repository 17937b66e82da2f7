import type { Side } from "./side.ts";

/** Order types all venues of ours have. */
export type OrderType = "market" | "limit" | "stop_market" | "take_profit_market";

/**
 * created -> submitted -> acknowledged -> partially_filled -> one of the terminal four; `unknown` is any of the three in
 * the middle while the venue owes an answer, and is left by what the venue says.
 */
export type OrderStatus =
  | "created"
  | "submitted"
  | "acknowledged"
  | "partially_filled"
  | "unknown"
  | "filled"
  | "cancelled"
  | "rejected"
  | "expired";

/** What an order is for within its intent; `guard` is the guardian's, for a position without a working stop. */
export type Leg = "entry" | "stop" | "target1" | "target2" | "exit" | "guard";

/** What is sent to a venue. Prices in ticks, quantities in steps. */
export interface OrderRequest {
  readonly clientId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly qtySteps: number;
  /** Limit price; null for other types. */
  readonly limitTicks: number | null;
  /** Trigger price of stop_market and take_profit_market; null for other types. */
  readonly triggerTicks: number | null;
  readonly reduceOnly: boolean;
  /** Closes the whole position whatever its size when triggered (stop_market and take_profit_market only). */
  readonly closePosition: boolean;
}

/** An order in our book: the request and what became of it. */
export interface Order extends OrderRequest {
  readonly intentId: string;
  readonly leg: Leg;
  readonly attempt: number;
  readonly status: OrderStatus;
  readonly filledSteps: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Why it was rejected, cancelled or expired; empty otherwise. */
  readonly reason: string;
}

/** What moving an order on tells of it, besides its status. */
export interface OrderChange {
  readonly filledSteps?: number;
  readonly reason?: string;
}

const NO_CHANGE: OrderChange = {};

/** Companion of Order. */
export const Order = {
  // fields are written out, here and in advance(): a spread costs many times as much, and orders are what costs most

  /** A new order, not yet sent. */
  create(request: OrderRequest, intentId: string, leg: Leg, attempt: number, atMs: number): Order {
    return {
      clientId: request.clientId,
      symbol: request.symbol,
      side: request.side,
      type: request.type,
      qtySteps: request.qtySteps,
      limitTicks: request.limitTicks,
      triggerTicks: request.triggerTicks,
      reduceOnly: request.reduceOnly,
      closePosition: request.closePosition,
      intentId,
      leg,
      attempt,
      status: "created",
      filledSteps: 0,
      createdAtMs: atMs,
      updatedAtMs: atMs,
      reason: "",
    };
  },

  /** True when nothing can happen to the order any more. */
  isTerminal: (order: Order): boolean => TERMINAL.includes(order.status),

  /** Steps that may still fill. */
  leavesSteps: (order: Order): number => (Order.isTerminal(order) ? 0 : order.qtySteps - order.filledSteps),

  /** Moves an order on; throws when the status cannot follow (a broken invariant: late events are filtered before). */
  advance(
    order: Order,
    status: OrderStatus,
    atMs: number,
    change: OrderChange = NO_CHANGE,
  ): Order {
    if (!NEXT[order.status].includes(status)) {
      throw new Error(`Cannot move order ${order.clientId} from ${order.status} to ${status}`);
    }
    return {
      clientId: order.clientId,
      symbol: order.symbol,
      side: order.side,
      type: order.type,
      qtySteps: order.qtySteps,
      limitTicks: order.limitTicks,
      triggerTicks: order.triggerTicks,
      reduceOnly: order.reduceOnly,
      closePosition: order.closePosition,
      intentId: order.intentId,
      leg: order.leg,
      attempt: order.attempt,
      status,
      filledSteps: change.filledSteps ?? order.filledSteps,
      createdAtMs: order.createdAtMs,
      updatedAtMs: atMs,
      reason: change.reason ?? order.reason,
    };
  },
} as const;

const TERMINAL: readonly OrderStatus[] = ["filled", "cancelled", "rejected", "expired"];
const FROM_OPEN: readonly OrderStatus[] = ["partially_filled", "unknown", "filled", "cancelled", "expired"];

const NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  created: ["submitted"],
  // a fill may overtake the acknowledgement on another stream
  submitted: ["acknowledged", "rejected", ...FROM_OPEN],
  acknowledged: FROM_OPEN,
  partially_filled: FROM_OPEN,
  unknown: ["acknowledged", "partially_filled", "filled", "cancelled", "rejected", "expired"],
  filled: [],
  cancelled: [],
  rejected: [],
  expired: [],
};
