import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { Order, type OrderRequest, type OrderStatus } from "./order.ts";

const REQUEST: OrderRequest = {
  clientId: "RRE1AAAA",
  symbol: "TEST/USDT:USDT",
  side: 1,
  type: "limit",
  qtySteps: 100,
  limitTicks: 5000,
  triggerTicks: null,
  reduceOnly: false,
  closePosition: false,
};

const STATUSES: readonly OrderStatus[] = [
  "created",
  "submitted",
  "acknowledged",
  "partially_filled",
  "unknown",
  "filled",
  "cancelled",
  "rejected",
  "expired",
];

/** What may follow, column by column in the order of STATUSES. */
const TABLE: Readonly<Record<OrderStatus, string>> = {
  created: ". y . . . . . . .",
  submitted: ". . y y y y y y y", // a fill may overtake the acknowledgement
  acknowledged: ". . . y y y y . y", // a venue rejects before it acknowledges
  partially_filled: ". . . y y y y . y",
  unknown: ". . y y . y y y y", // whatever the venue says at last
  filled: ". . . . . . . . .",
  cancelled: ". . . . . . . . .",
  rejected: ". . . . . . . . .",
  expired: ". . . . . . . . .",
};

for (const from of STATUSES) {
  for (const [i, to] of STATUSES.entries()) {
    const isAllowed = TABLE[from].split(" ")[i] === "y";
    Deno.test(`Order.advance() ${isAllowed ? "moves" : "refuses to move"} from ${from} to ${to}`, () => {
      const order: Order = { ...Order.create(REQUEST, "intent", "entry", 1, 1000), status: from };
      if (!isAllowed) {
        throws(() => Order.advance(order, to, 2000), {
          message: `Cannot move order RRE1AAAA from ${from} to ${to}`,
        });
        return;
      }
      const moved = Order.advance(order, to, 2000, { filledSteps: 40, reason: "why" });
      deepStrictEqual(moved, { ...order, status: to, updatedAtMs: 2000, filledSteps: 40, reason: "why" });
      strictEqual(order.status, from, "the order before is left as it was");
    });
  }
}

Deno.test("Order.create() is the request, not yet sent", () => {
  deepStrictEqual(Order.create(REQUEST, "intent", "stop", 2, 1000), {
    ...REQUEST,
    intentId: "intent",
    leg: "stop",
    attempt: 2,
    status: "created",
    filledSteps: 0,
    createdAtMs: 1000,
    updatedAtMs: 1000,
    reason: "",
  });
});

Deno.test("Order.isTerminal() and leavesSteps(): what may still fill", () => {
  const order = { ...Order.create(REQUEST, "intent", "entry", 1, 1000), filledSteps: 40 };
  for (const status of STATUSES) {
    const isOver = ["filled", "cancelled", "rejected", "expired"].includes(status);
    strictEqual(Order.isTerminal({ ...order, status }), isOver, status);
    strictEqual(Order.leavesSteps({ ...order, status }), isOver ? 0 : 60, status);
  }
});
