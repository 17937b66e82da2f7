import { Instrument } from "../domain/mod.ts";
import { readEntryContext } from "./decisions.ts";
import { numberText } from "./decimal.ts";
import { Projection, type Projector } from "./projection.ts";
import type { OpenPosition, PositionEntry } from "./queries.ts";
import type { Sql } from "./sql.ts";

export const projectPosition: Projector<"PositionChanged"> = (to, event) => {
  const { symbol, qtySteps, averagePrice, stopTicks, liquidationPrice, atMs } = event;
  const it = Projection.instrument(to, symbol);
  to.sql.run(
    `INSERT INTO positions (venue, symbol, qty, avg_price, stop_price, liq_price, updated_at, side, qty_steps, stop_ticks)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (venue, symbol) DO UPDATE SET qty = excluded.qty, avg_price = excluded.avg_price,
      stop_price = excluded.stop_price, liq_price = excluded.liq_price, updated_at = excluded.updated_at,
      side = excluded.side, qty_steps = excluded.qty_steps, stop_ticks = excluded.stop_ticks`,
    ...[to.venue, symbol, Instrument.quantityText(it, qtySteps), numberText(averagePrice)],
    ...[
      stopTicks === null ? null : Instrument.priceText(it, stopTicks),
      liquidationPrice > 0 ? numberText(liquidationPrice) : null,
    ],
    ...[atMs, qtySteps > 0 ? "long" : qtySteps < 0 ? "short" : "flat", qtySteps, stopTicks],
  );
};

/** See StoreQueries.openPositions. */
export function readOpenPositions(sql: Sql): OpenPosition[] {
  const rows = sql.all<Omit<OpenPosition, "entry">>(
    `SELECT venue, symbol, side, qty, avg_price AS averagePrice, stop_price AS stopPrice, liq_price AS liquidationPrice,
      last_price AS lastPrice, u_pnl_quote AS unrealizedPnl, u_pnl_r AS unrealizedR, updated_at AS updatedAtMs,
      qty_steps AS qtySteps, stop_ticks AS stopTicks
    FROM positions WHERE side <> 'flat' ORDER BY symbol`,
  );
  return rows.map((row) => ({ ...row, entry: readEntry(sql, row.symbol) }));
}

function readEntry(sql: Sql, symbol: string): PositionEntry | null {
  const newest = sql.get<{ intentId: string }>(
    "SELECT intent_id AS intentId FROM fills WHERE symbol = ? AND leg = 'entry' ORDER BY event_id DESC LIMIT 1",
    symbol,
  );
  if (newest === undefined) return null;
  const { intentId } = newest;
  const { openedAtMs } = sql.get<{ openedAtMs: number }>(
    "SELECT min(at_ms) AS openedAtMs FROM fills WHERE intent_id = ? AND leg = 'entry'",
    intentId,
  )!;
  const { system = "", strategy = "", regime = "", riskMoney = null } = readEntryContext(sql, intentId) ?? {};
  return {
    ...{ intentId, openedAtMs, system, strategy, regime },
    riskMoney: riskMoney === null ? null : BigInt(riskMoney),
  };
}
