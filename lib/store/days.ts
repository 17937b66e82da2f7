import { Money } from "../domain/mod.ts";
import type { DaySummary } from "../trader/mod.ts";
import { numberText } from "./decimal.ts";
import type { Projector } from "./projection.ts";
import type { Sql } from "./sql.ts";

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

type DayCount = "roundTrips" | "decisions" | "entries";
type DayRow = Readonly<Record<Exclude<keyof DaySummary, DayCount>, string> & Record<DayCount, number>>;

/** All summarised days, or the last so many, by date. */
export function readDaySummaries(sql: Sql, last = Number.MAX_SAFE_INTEGER): DaySummary[] {
  const rows = sql.all<DayRow>(
    `SELECT asof_date AS date, equity_quote AS equity, wallet_quote AS wallet, realized_quote AS realized,
      unrealized_quote AS unrealized, fees_quote AS fees, funding_quote AS funding, round_trips AS roundTrips,
      trades_r AS sumR, dd_pct AS drawdownPct, dd_r AS drawdownR, decisions, entries
    FROM pnl_ledger ORDER BY asof_date DESC LIMIT ?`,
    last,
  );
  return rows.reverse().map((row) => ({
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
