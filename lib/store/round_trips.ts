import type { RoundTrip } from "../trader/mod.ts";
import type { Projector } from "./projection.ts";
import type { Sql } from "./sql.ts";

export const projectRoundTrip: Projector<"RoundTripClosed"> = ({ sql }, { trip }, { id }) => {
  sql.run(
    `INSERT INTO round_trips (event_id, id, system, symbol, side, strategy_used, regime_at_entry, opened_at, closed_at,
      qty_steps, entry_price, exit_price, initial_stop_ticks, realized_pnl, fees, funding, net_pnl, risk_money, r, exits,
      reasons)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, trip.id, trip.system, trip.symbol, trip.side, trip.strategy, trip.regimeAtEntry, trip.openedAtMs],
    ...[trip.closedAtMs, trip.qtySteps, trip.entryPrice, trip.exitPrice, trip.initialStopTicks],
    ...[trip.realizedPnl, trip.fees, trip.funding, trip.netPnl, trip.riskMoney].map(String),
    ...[trip.r, JSON.stringify(trip.exits), JSON.stringify(trip.reasons)],
  );
};

type AsText = "realizedPnl" | "fees" | "funding" | "netPnl" | "riskMoney" | "exits" | "reasons";
/** Columns of a round trip, named as in RoundTrip. */
export type RoundTripRow = Omit<RoundTrip, AsText> & Readonly<Record<AsText, string>>;

/** Selects RoundTripRow; conditions and order follow. */
export const SELECT_ROUND_TRIPS =
  `SELECT id, system, symbol, side, strategy_used AS strategy, regime_at_entry AS regimeAtEntry, opened_at AS openedAtMs,
  closed_at AS closedAtMs, qty_steps AS qtySteps, entry_price AS entryPrice, exit_price AS exitPrice,
  initial_stop_ticks AS initialStopTicks, realized_pnl AS realizedPnl, fees, funding, net_pnl AS netPnl,
  risk_money AS riskMoney, r, exits, reasons FROM round_trips`;

/** The round trip of a row. */
export function toRoundTrip(row: RoundTripRow): RoundTrip {
  return {
    ...row,
    realizedPnl: BigInt(row.realizedPnl),
    fees: BigInt(row.fees),
    funding: BigInt(row.funding),
    netPnl: BigInt(row.netPnl),
    riskMoney: BigInt(row.riskMoney),
    exits: JSON.parse(row.exits),
    reasons: JSON.parse(row.reasons),
  };
}

/** All closed round trips but the first `from`, in the order closed. */
export function readRoundTrips(sql: Sql, from = 0): RoundTrip[] {
  const text = `${SELECT_ROUND_TRIPS} ORDER BY event_id LIMIT ? OFFSET ?`;
  return sql.all<RoundTripRow>(text, Number.MAX_SAFE_INTEGER, from).map(toRoundTrip);
}
