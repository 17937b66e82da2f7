import type { Fill } from "../domain/mod.ts";
import type { VenueEvent } from "../trader/mod.ts";
import type { OpenOrder } from "./open_order.ts";

/** What the exchange remembers of an order that is over. */
export interface EndedOrder {
  readonly clientId: string;
  readonly status: "filled" | "cancelled" | "expired";
  readonly filledSteps: number;
  /** Oldest first. */
  readonly fills: readonly Fill[];
  readonly endedAtMs: number;
}

/** How much is remembered of a symbol: no more orders than this, and none that ended longer ago. */
const MOST = 1000;
const LONGEST_MS = 24 * 3_600_000;

/** A symbol's ended orders, oldest first; changed in place. An id that was used again is found as it was last. */
export const EndedOrders = {
  /** Takes an order out of those that are open and remembers it. */
  end(
    open: OpenOrder[],
    ended: EndedOrder[],
    order: OpenOrder,
    status: EndedOrder["status"],
    endedAtMs: number,
  ): void {
    open.splice(open.indexOf(order), 1);
    const { request: { clientId }, filledSteps, fills } = order;
    ended.push({ clientId, status, filledSteps, fills, endedAtMs });
    let forgotten = Math.max(0, ended.length - MOST);
    while (ended[forgotten].endedAtMs < endedAtMs - LONGEST_MS) forgotten += 1;
    if (forgotten > 0) ended.splice(0, forgotten);
  },

  find: (ended: readonly EndedOrder[], clientId: string): EndedOrder | undefined =>
    ended.findLast((order) => order.clientId === clientId),
} as const;

/** What the exchange says of an order it is asked for. */
export function reportOrder(
  symbol: string,
  clientId: string,
  open: readonly OpenOrder[],
  ended: readonly EndedOrder[],
  atMs: number,
): VenueEvent {
  const working = open.find((order) => order.request.clientId === clientId);
  if (working !== undefined) {
    const { filledSteps, fills } = working;
    const status = filledSteps > 0 ? "partially_filled" : "acknowledged";
    return { kind: "OrderReported", symbol, clientId, status, filledSteps, fills: [...fills], atMs };
  }
  const order = EndedOrders.find(ended, clientId);
  if (order === undefined) return { kind: "OrderUnknown", symbol, clientId, atMs };
  const { status, filledSteps, fills } = order;
  return { kind: "OrderReported", symbol, clientId, status, filledSteps, fills: [...fills], atMs };
}
