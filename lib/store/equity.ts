import { DAY_MS, type EquityDay, SELECT_DAYS } from "./equity_days.ts";
import { checkMaxPoints, thinDays, thinPoints } from "./equity_thinning.ts";
import { toInstant } from "./limits.ts";
import type { EquityPoint } from "./port.ts";
import type { Projector } from "./projection.ts";
import type { EquityQuery } from "./queries.ts";
import type { Sql, SqlValue } from "./sql.ts";

export const projectHeartbeat: Projector<"Heartbeat"> = ({ sql, account }, event, { id }) => {
  const { wallet, equity, openRisk, positions, atMs } = event;
  sql.run(
    `INSERT INTO equity_snapshots (event_id, account, balance, equity, open_risk, positions, ts)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[id, account, String(wallet), String(equity), String(openRisk), positions, atMs],
  );
  sql.run(
    `INSERT INTO equity_days (day, low_id, low, high_id, high, last_id) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (day) DO UPDATE SET
      low_id = CASE WHEN excluded.low < equity_days.low THEN excluded.low_id ELSE equity_days.low_id END,
      low = CASE WHEN excluded.low < equity_days.low THEN excluded.low ELSE equity_days.low END,
      high_id = CASE WHEN excluded.high > equity_days.high THEN excluded.high_id ELSE equity_days.high_id END,
      high = CASE WHEN excluded.high > equity_days.high THEN excluded.high ELSE equity_days.high END,
      last_id = excluded.last_id`,
    ...[Math.floor(atMs / DAY_MS), id, Number(equity), id, Number(equity), id],
  );
};

type EquityRow =
  & Pick<EquityPoint, "atMs" | "positions">
  & Readonly<Record<"wallet" | "equity" | "openRisk", string>>;

const SELECT_EQUITY = `SELECT ts AS atMs, balance AS wallet, equity, open_risk AS openRisk, positions
  FROM equity_snapshots`;

function toPoint(row: EquityRow): EquityPoint {
  return {
    ...row,
    wallet: BigInt(row.wallet),
    equity: BigInt(row.equity),
    openRisk: BigInt(row.openRisk),
  };
}

/** See StoreReader.latestEquity. */
export function readLatestEquity(sql: Sql): EquityPoint | null {
  const row = sql.get<EquityRow>(`${SELECT_EQUITY} ORDER BY event_id DESC LIMIT 1`);
  return row === undefined ? null : toPoint(row);
}

/** So many days are read snapshot by snapshot; of more, the days' extremes. */
const MAX_WHOLE_DAYS = 200;

/** See StoreReader.equityCurve. */
export function readEquityCurve(sql: Sql, query: EquityQuery = {}): EquityPoint[] {
  const { fromMs, toMs, maxPoints } = query;
  if (maxPoints !== undefined) {
    checkMaxPoints(maxPoints);
    const days = readDays(sql, query);
    if (days.length > MAX_WHOLE_DAYS) return readPoints(sql, query, thinDays(days, maxPoints));
  }
  const conditions: string[] = [], values: SqlValue[] = [];
  if (fromMs !== undefined) conditions.push("ts >= ?"), values.push(toInstant(fromMs));
  if (toMs !== undefined) conditions.push("ts < ?"), values.push(toInstant(toMs));
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  const points = sql.all<EquityRow>(`${SELECT_EQUITY} ${where} ORDER BY event_id`, ...values).map(toPoint);
  return maxPoints === undefined ? points : thinPoints(points, maxPoints);
}

function readDays(sql: Sql, { fromMs = 0, toMs = Number.MAX_SAFE_INTEGER }: EquityQuery): EquityDay[] {
  const days = [fromMs, toMs - 1].map((ms) => Math.floor(ms / DAY_MS));
  return sql.all<EquityDay>(`${SELECT_DAYS} WHERE day >= ? AND day <= ? ORDER BY day`, ...days);
}

/** Ids in one statement: few texts for all numbers of ids. */
const IDS_PER_READ = 100;

function readPoints(sql: Sql, { fromMs, toMs }: EquityQuery, ids: readonly number[]): EquityPoint[] {
  const rows: EquityRow[] = [];
  const marks = Array(IDS_PER_READ).fill("?").join(", ");
  for (let from = 0; from < ids.length; from += IDS_PER_READ) {
    const some = ids.slice(from, from + IDS_PER_READ);
    const padded = [...some, ...Array(IDS_PER_READ - some.length).fill(some[0])];
    rows.push(
      ...sql.all<EquityRow>(`${SELECT_EQUITY} WHERE event_id IN (${marks}) ORDER BY event_id`, ...padded),
    );
  }
  return rows.map(toPoint).filter(({ atMs }) => atMs >= (fromMs ?? 0) && atMs < (toMs ?? Infinity));
}
