import { Instrument, type Order, Side } from "../domain/mod.ts";
import { Projection, type Projector } from "./projection.ts";
import type { Sql } from "./sql.ts";

/** The row follows the order: the last change is what is stored. */
export const projectOrder: Projector<"OrderChanged"> = (to, { order }) => {
  const it = Projection.instrument(to, order.symbol);
  const price = (ticks: number | null) => (ticks === null ? null : Instrument.priceText(it, ticks));
  to.sql.run(
    `INSERT INTO orders (client_id, venue, symbol, side, type, price, qty, filled_qty, status, reduce_only, created_at,
      updated_at, intent_id, leg, attempt, reason, close_position, trigger_price, limit_ticks, trigger_ticks, qty_steps,
      filled_steps)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (client_id) DO UPDATE SET
      price = excluded.price, qty = excluded.qty, filled_qty = excluded.filled_qty, status = excluded.status,
      updated_at = excluded.updated_at, reason = excluded.reason, trigger_price = excluded.trigger_price,
      limit_ticks = excluded.limit_ticks, trigger_ticks = excluded.trigger_ticks, qty_steps = excluded.qty_steps,
      filled_steps = excluded.filled_steps`,
    ...[order.clientId, to.venue, order.symbol, Side.order(order.side), order.type, price(order.limitTicks)],
    ...[
      Instrument.quantityText(it, order.qtySteps),
      Instrument.quantityText(it, order.filledSteps),
      order.status,
    ],
    ...[
      Number(order.reduceOnly),
      order.createdAtMs,
      order.updatedAtMs,
      order.intentId,
      order.leg,
      order.attempt,
    ],
    ...[
      order.reason,
      Number(order.closePosition),
      price(order.triggerTicks),
      order.limitTicks,
      order.triggerTicks,
    ],
    ...[order.qtySteps, order.filledSteps],
  );
};

/** Columns of an order row, named and typed as in Order but for side and flags. */
export interface OrderRow extends Omit<Order, "side" | "reduceOnly" | "closePosition"> {
  readonly side: "buy" | "sell";
  readonly reduceOnly: number;
  readonly closePosition: number;
}

/** Select list of OrderRow. */
export const ORDER_COLUMNS =
  `client_id AS clientId, symbol, side, type, qty_steps AS qtySteps, limit_ticks AS limitTicks,
  trigger_ticks AS triggerTicks, reduce_only AS reduceOnly, close_position AS closePosition, intent_id AS intentId, leg,
  attempt, status, filled_steps AS filledSteps, created_at AS createdAtMs, updated_at AS updatedAtMs, reason`;

/** The order of a row. */
export function toOrder(row: OrderRow): Order {
  return {
    ...row,
    side: row.side === "buy" ? 1 : -1,
    reduceOnly: row.reduceOnly === 1,
    closePosition: row.closePosition === 1,
  };
}

/** All orders as they are now, in the order created. */
export function readOrders(sql: Sql): Order[] {
  return sql.all<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM orders ORDER BY id`).map(toOrder);
}
