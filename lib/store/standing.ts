import { Money } from "../domain/mod.ts";
import type { DaySummary } from "../trader/mod.ts";
import { numberText, priceText, quantityText } from "./decimal.ts";
import type { EquityPoint } from "./port.ts";
import { Projection, type Projector } from "./projection.ts";
import type { Sql } from "./sql.ts";

export const projectPosition: Projector<"PositionChanged"> = (to, event) => {
  const { symbol, qtySteps, averagePrice, stopTicks, liquidationPrice, atMs } = event;
  const it = Projection.instrument(to, symbol);
  to.sql.run(
    `INSERT INTO positions (venue, symbol, qty, avg_price, stop_price, liq_price, updated_at, side)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (venue, symbol) DO UPDATE SET qty = excluded.qty, avg_price = excluded.avg_price,
      stop_price = excluded.stop_price, liq_price = excluded.liq_price, updated_at = excluded.updated_at,
      side = excluded.side`,
    ...[to.venue, symbol, quantityText(it, qtySteps), numberText(averagePrice)],
    ...[
      stopTicks === null ? null : priceText(it, stopTicks),
      liquidationPrice > 0 ? numberText(liquidationPrice) : null,
    ],
    ...[atMs, qtySteps > 0 ? "long" : qtySteps < 0 ? "short" : "flat"],
  );
};

export const projectHeartbeat: Projector<"Heartbeat"> = ({ sql, account }, event, { id }) => {
  sql.run(
    `INSERT INTO equity_snapshots (event_id, account, balance, equity, open_risk, positions, ts)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[
      id,
      account,
      String(event.wallet),
      String(event.equity),
      String(event.openRisk),
      event.positions,
      event.atMs,
    ],
  );
};

export const projectDay: Projector<"DaySummarised"> = ({ sql }, { day, atMs }) => {
  const { date, realized, unrealized, fees, equity, wallet, funding } = day;
  sql.run(
    `INSERT INTO pnl_ledger (asof_date, realized_quote, unrealized_quote, fees_quote, equity_quote, wallet_quote,
      funding_quote, trades_r, dd_r, dd_pct, round_trips, decisions, entries, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (asof_date) DO UPDATE SET realized_quote = excluded.realized_quote,
      unrealized_quote = excluded.unrealized_quote, fees_quote = excluded.fees_quote,
      equity_quote = excluded.equity_quote, wallet_quote = excluded.wallet_quote,
      funding_quote = excluded.funding_quote, trades_r = excluded.trades_r, dd_r = excluded.dd_r,
      dd_pct = excluded.dd_pct, round_trips = excluded.round_trips, decisions = excluded.decisions,
      entries = excluded.entries, updated_at = excluded.updated_at`,
    ...[date, ...[realized, unrealized, fees, equity, wallet, funding].map(Money.format)],
    ...[day.sumR, day.drawdownR, day.drawdownPct].map(numberText),
    ...[day.roundTrips, day.decisions, day.entries, atMs],
  );
};

type EquityRow =
  & Pick<EquityPoint, "atMs" | "positions">
  & Readonly<Record<"wallet" | "equity" | "openRisk", string>>;

/** The hourly pulse, in order. */
export function readEquityCurve(sql: Sql): EquityPoint[] {
  const rows = sql.all<EquityRow>(
    `SELECT ts AS atMs, balance AS wallet, equity, open_risk AS openRisk, positions
    FROM equity_snapshots ORDER BY event_id`,
  );
  return rows.map((row) => ({
    ...row,
    wallet: BigInt(row.wallet),
    equity: BigInt(row.equity),
    openRisk: BigInt(row.openRisk),
  }));
}

type DayCount = "roundTrips" | "decisions" | "entries";
type DayRow = Readonly<Record<Exclude<keyof DaySummary, DayCount>, string> & Record<DayCount, number>>;

/** All summarised days by date. */
export function readDaySummaries(sql: Sql): DaySummary[] {
  const rows = sql.all<DayRow>(
    `SELECT asof_date AS date, equity_quote AS equity, wallet_quote AS wallet, realized_quote AS realized,
      unrealized_quote AS unrealized, fees_quote AS fees, funding_quote AS funding, round_trips AS roundTrips,
      trades_r AS sumR, dd_pct AS drawdownPct, dd_r AS drawdownR, decisions, entries
    FROM pnl_ledger ORDER BY asof_date`,
  );
  return rows.map((row) => ({
    ...row,
    equity: Money.parse(row.equity),
    wallet: Money.parse(row.wallet),
    realized: Money.parse(row.realized),
    unrealized: Money.parse(row.unrealized),
    fees: Money.parse(row.fees),
    funding: Money.parse(row.funding),
    sumR: Number(row.sumR),
    drawdownPct: Number(row.drawdownPct),
    drawdownR: Number(row.drawdownR),
  }));
}
