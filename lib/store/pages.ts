import type { Order } from "../domain/mod.ts";
import type { RoundTrip } from "../trader/mod.ts";
import { SELECT_FILLS, toFillBooked } from "./fills.ts";
import { checkLimit, checkOffset } from "./limits.ts";
import { ORDER_COLUMNS, toOrder } from "./orders.ts";
import type { EventOf, Page, PageRequest } from "./queries.ts";
import { SELECT_ROUND_TRIPS, toRoundTrip } from "./round_trips.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** As the partial index orders_open has it, to the letter: only then is it used. */
const IS_OPEN = "status NOT IN ('filled', 'cancelled', 'rejected', 'expired')";
const IS_DONE = "status IN ('filled', 'cancelled', 'rejected', 'expired')";

/** See StoreQueries.ordersPage. */
export function readOrdersPage(sql: Sql, request: PageRequest & { readonly isOpen?: boolean }): Page<Order> {
  const { isOpen } = request;
  const conditions = isOpen === undefined ? [] : [isOpen ? IS_OPEN : IS_DONE];
  const select = `SELECT ${ORDER_COLUMNS} FROM orders`;
  return readPage(sql, request, { select, table: "orders", key: "id", conditions }, toOrder);
}

/** See StoreQueries.roundTripsPage. */
export function readRoundTripsPage(sql: Sql, request: PageRequest): Page<RoundTrip> {
  const what = { select: SELECT_ROUND_TRIPS, table: "round_trips", key: "event_id", conditions: [] };
  return readPage(sql, request, what, toRoundTrip);
}

/** See StoreQueries.fillsPage. */
export function readFillsPage(sql: Sql, request: PageRequest): Page<EventOf<"FillBooked">> {
  const what = { select: SELECT_FILLS, table: "fills", key: "event_id", conditions: [] };
  return readPage(sql, request, what, toFillBooked);
}

interface Listed {
  readonly select: string;
  readonly table: string;
  /** Column that rises with the rows. */
  readonly key: string;
  readonly conditions: readonly string[];
}

function readPage<Row, T>(
  sql: Sql,
  { symbol, limit, offset = 0 }: PageRequest,
  { select, table, key, conditions }: Listed,
  toDomain: (row: Row) => T,
): Page<T> {
  const all = symbol === undefined ? conditions : [...conditions, "symbol = ?"];
  const values: SqlValue[] = symbol === undefined ? [] : [symbol];
  const where = all.length === 0 ? "" : `WHERE ${all.join(" AND ")}`;
  const bounds = [checkLimit(limit), checkOffset(offset)];
  const rows = sql.all<Row>(`${select} ${where} ORDER BY ${key} DESC LIMIT ? OFFSET ?`, ...values, ...bounds);
  const { total } = sql.get<{ total: number }>(`SELECT count(*) AS total FROM ${table} ${where}`, ...values)!;
  return { rows: rows.map(toDomain), total };
}
