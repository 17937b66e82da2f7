import type { Verdict } from "../../trader/mod.ts";
import type { Sql } from "../sql.ts";
import { readPruned, writePruned } from "./marks.ts";
import { PruneRun, type SliceCounts } from "./run.ts";

/** Tables whose rows name the event they came from: while one is there, its event stays. */
const CHILDREN = [
  "decisions",
  "fills",
  "cash_flows",
  "round_trips",
  "funding",
  "regimes",
  "equity_snapshots",
];

const IN_RANGE = "event_id > ? AND event_id <= ?";
/** What was traded is explained for ever, and later fills of the intent ask for it. */
const NOT_TRADED = "verdict <> 'approved'";
/** Of each symbol the newest stays: it still holds. */
const OVER = `event_id < (SELECT max(event_id) FROM regimes n WHERE n.symbol = regimes.symbol)`;
const FREE = CHILDREN.map((table) => `NOT EXISTS (SELECT 1 FROM ${table} c WHERE c.event_id = events.id)`)
  .join(" AND ");

/** Goes through the oldest events and deletes what only tells the past: decisions without a trade, regimes, the events themselves. */
export function pruneEvents(sql: Sql, run: PruneRun, rows: number): SliceCounts {
  const from = readPruned(sql, "events");
  const to = PruneRun.lastOld(sql, run, from, from + rows);
  if (to <= from) return { work: 0 };
  const range = [from, to];
  const counts = {
    decisions: pruneDecisions(sql, range),
    regimes: deleteCounted(sql, "regimes", `${IN_RANGE} AND ${OVER}`, range),
    // last: nothing may name them any more
    events: deleteCounted(sql, "events", `id > ? AND id <= ? AND ${FREE}`, range),
  };
  writePruned(sql, "events", "", to);
  return { ...counts, work: to - from };
}

function pruneDecisions(sql: Sql, range: readonly number[]): number {
  const rows = sql.all<{ verdict: Verdict; count: number }>(
    `SELECT verdict, count(*) AS count FROM decisions WHERE ${IN_RANGE} AND ${NOT_TRADED} GROUP BY verdict`,
    ...range,
  );
  for (const { verdict, count } of rows) {
    writePruned(sql, "decisions", verdict, readPruned(sql, "decisions", verdict) + count);
  }
  if (rows.length > 0) sql.run(`DELETE FROM decisions WHERE ${IN_RANGE} AND ${NOT_TRADED}`, ...range);
  return rows.reduce((sum, { count }) => sum + count, 0);
}

function deleteCounted(sql: Sql, table: string, condition: string, values: readonly number[]): number {
  const { count } = sql.get<{ count: number }>(
    `SELECT count(*) AS count FROM ${table} WHERE ${condition}`,
    ...values,
  )!;
  if (count > 0) sql.run(`DELETE FROM ${table} WHERE ${condition}`, ...values);
  return count;
}
