import { toInstant } from "./limits.ts";
import type { Performance } from "./queries.ts";
import type { Sql } from "./sql.ts";

/** See StoreQueries.performance. */
export function readPerformance(sql: Sql, from: number, to: number): Performance {
  const [fromMs, toMs] = [from, to].map(toInstant);
  return {
    ...readTrips(sql, fromMs, toMs),
    ...readFillCounts(sql, fromMs, toMs),
    ...readSlippage(sql, fromMs, toMs),
  };
}

type Trips = Pick<Performance, "trades" | "wins" | "gains" | "losses" | "sumR" | "maxDrawdownR">;

function readTrips(sql: Sql, fromMs: number, toMs: number): Trips {
  const rows = sql.all<{ netPnl: string; r: number }>(
    "SELECT net_pnl AS netPnl, r FROM round_trips WHERE closed_at >= ? AND closed_at < ? ORDER BY closed_at, event_id",
    ...[fromMs, toMs],
  );
  let wins = 0, gains = 0n, losses = 0n, sumR = 0, peakR = 0, maxDrawdownR = 0;
  for (const { netPnl, r } of rows) {
    const net = BigInt(netPnl);
    if (net > 0n) wins++, gains += net;
    else losses -= net;
    sumR += r;
    peakR = Math.max(peakR, sumR);
    maxDrawdownR = Math.max(maxDrawdownR, peakR - sumR);
  }
  return { trades: rows.length, wins, gains, losses, sumR, maxDrawdownR };
}

function readFillCounts(sql: Sql, fromMs: number, toMs: number): Pick<Performance, "fills" | "makerFills"> {
  const rows = sql.all<{ liquidity: string; count: number }>(
    "SELECT liquidity, count(*) AS count FROM fills WHERE at_ms >= ? AND at_ms < ? GROUP BY liquidity",
    ...[fromMs, toMs],
  );
  const makerFills = rows.find(({ liquidity }) => liquidity === "maker")?.count ?? 0;
  return { fills: rows.reduce((sum, { count }) => sum + count, 0), makerFills };
}

interface ComparedRow {
  readonly side: "buy" | "sell";
  readonly priceTicks: number;
  readonly leg: string;
  readonly triggerTicks: number | null;
  readonly intentId: string;
}

function readSlippage(
  sql: Sql,
  fromMs: number,
  toMs: number,
): Pick<Performance, "slippageBps" | "slippageFills"> {
  const rows = sql.all<ComparedRow>(
    `SELECT f.side, f.price_ticks AS priceTicks, f.leg, o.trigger_ticks AS triggerTicks, f.intent_id AS intentId
    FROM fills f LEFT JOIN orders o ON o.client_id = f.client_id WHERE f.at_ms >= ? AND f.at_ms < ?`,
    ...[fromMs, toMs],
  );
  const anchors = readAnchors(sql, fromMs, toMs);
  let sumBps = 0, slippageFills = 0;
  for (const { side, priceTicks, leg, triggerTicks, intentId } of rows) {
    const asked = leg === "entry" ? anchors.get(intentId) ?? null : triggerTicks;
    if (asked === null || asked === 0) continue;
    sumBps += 1e4 * (side === "buy" ? priceTicks - asked : asked - priceTicks) / asked;
    slippageFills++;
  }
  return { slippageBps: slippageFills === 0 ? null : sumBps / slippageFills, slippageFills };
}

/** By intent: the price, in ticks, that entries of the span were decided at. */
function readAnchors(sql: Sql, fromMs: number, toMs: number): Map<string, number> {
  const rows = sql.all<{ intentId: string; body: string }>(
    `SELECT intent_id AS intentId, body FROM decisions WHERE verdict = 'approved' AND intent_id IN
      (SELECT intent_id FROM fills WHERE at_ms >= ? AND at_ms < ? AND leg = 'entry')`,
    ...[fromMs, toMs],
  );
  return new Map(rows.map(({ intentId, body }) => [intentId, Number(JSON.parse(body).intent.anchorTicks)]));
}
