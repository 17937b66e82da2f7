import { type Fill, Instrument, Money, Side } from "../domain/mod.ts";
import { numberText } from "./decimal.ts";
import { readEntryContext } from "./decisions.ts";
import type { EventOf } from "./port.ts";
import { Projection, type Projector } from "./projection.ts";
import type { Sql } from "./sql.ts";

/** A fill is stored exactly (fills) and as the contract wants it (trades); it also gives its order's effective fee. */
export const projectFill: Projector<"FillBooked"> = (to, event, { id }) => {
  const { fill, intentId, leg } = event;
  to.sql.run(
    `INSERT INTO fills (event_id, fill_id, client_id, symbol, side, price_ticks, qty_steps, liquidity, fee, realized_pnl,
      at_ms, position_steps_after, intent_id, leg)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, fill.fillId, fill.clientId, fill.symbol, Side.order(fill.side), fill.priceTicks, fill.qtySteps],
    ...[
      fill.liquidity,
      String(fill.fee),
      String(fill.realizedPnl),
      fill.atMs,
      fill.positionStepsAfter,
      intentId,
      leg,
    ],
  );
  insertTrade(to, event);
  updateFeeBps(to, fill);
};

function insertTrade(to: Projection, { fill, intentId }: EventOf<"FillBooked">): void {
  const it = Projection.instrument(to, fill.symbol);
  const entry = readEntryContext(to.sql, intentId);
  const riskMoney = Number(entry?.riskMoney ?? 0);
  const r = riskMoney > 0 ? Number(fill.realizedPnl) / riskMoney : 0;
  to.sql.run(
    `INSERT INTO trades (order_id, venue, symbol, side, price, qty, fee_quote, pnl_quote, r_value, ts, system, strategy_used,
      regime_at_entry)
    VALUES ((SELECT id FROM orders WHERE client_id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[
      fill.clientId,
      to.venue,
      fill.symbol,
      Side.order(fill.side),
      Instrument.priceText(it, fill.priceTicks),
    ],
    ...[
      Instrument.quantityText(it, fill.qtySteps),
      Money.format(fill.fee),
      Money.format(fill.realizedPnl),
      numberText(r),
      fill.atMs,
    ],
    ...[entry?.system ?? null, entry?.strategy ?? null, entry?.regime ?? null],
  );
}

/** fee_bps of an order: the fees of all its fills over their value, which is also right for a mix of maker and taker. */
function updateFeeBps(to: Projection, { clientId, symbol }: Fill): void {
  const it = Projection.instrument(to, symbol);
  let fees = 0n, value = 0n;
  for (const { fill } of toFills(to.sql.all<FillRow>(`${SELECT_FILLS} WHERE client_id = ?`, clientId))) {
    fees += fill.fee;
    value += Instrument.notional(it, fill.priceTicks, fill.qtySteps);
  }
  if (value === 0n) return;
  // four decimals of a basis point are all that fee schedules have
  const feeBps = Math.round(Number(fees) / Number(value) * 1e8) / 1e4;
  to.sql.run("UPDATE orders SET fee_bps = ? WHERE client_id = ?", numberText(feeBps), clientId);
}

/** Columns of a fill row, named as in Fill. */
export interface FillRow extends Omit<Fill, "side" | "fee" | "realizedPnl"> {
  readonly side: "buy" | "sell";
  readonly fee: string;
  readonly realizedPnl: string;
  readonly intentId: string;
  readonly leg: string;
}

/** Selects FillRow; conditions and order follow. */
export const SELECT_FILLS =
  `SELECT fill_id AS fillId, client_id AS clientId, symbol, side, price_ticks AS priceTicks,
  qty_steps AS qtySteps, liquidity, fee, realized_pnl AS realizedPnl, at_ms AS atMs,
  position_steps_after AS positionStepsAfter, intent_id AS intentId, leg FROM fills`;

/** The event a row was written from. */
export function toFillBooked({ intentId, leg, ...row }: FillRow): EventOf<"FillBooked"> {
  const fill: Fill = {
    ...row,
    side: row.side === "buy" ? 1 : -1,
    fee: BigInt(row.fee),
    realizedPnl: BigInt(row.realizedPnl),
  };
  return { kind: "FillBooked", fill, intentId, leg };
}

function toFills(rows: readonly FillRow[]): EventOf<"FillBooked">[] {
  return rows.map(toFillBooked);
}

/** All fills in the order booked. */
export function readFills(sql: Sql): EventOf<"FillBooked">[] {
  return toFills(sql.all<FillRow>(`${SELECT_FILLS} ORDER BY event_id`));
}
