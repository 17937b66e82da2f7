import { DAY_MS, type EquityDay, SELECT_DAYS } from "../equity_days.ts";
import type { Sql } from "../sql.ts";
import { readPruned, writePruned } from "./marks.ts";
import { PruneRun, type SliceCounts } from "./run.ts";

/** A day of hourly snapshots. */
const ROWS_PER_DAY = 24;

/** Of the oldest days that are over, keeps the snapshots with the lowest and the highest equity and the last. */
export function thinEquity(sql: Sql, run: PruneRun, rows: number): SliceCounts {
  const days = sql.all<EquityDay>(
    `${SELECT_DAYS} WHERE day > ? AND day < (SELECT max(day) FROM equity_days) ORDER BY day LIMIT ?`,
    ...[readPruned(sql, "equity"), Math.ceil(rows / ROWS_PER_DAY)],
  );
  const young = days.findIndex(({ lastId }) => lastId > run.lastEventId || !PruneRun.isOld(sql, run, lastId));
  const old = young < 0 ? days : days.slice(0, young);
  if (old.length === 0) return { work: 0 };
  const equityPoints = old.reduce((sum, day) => sum + thinDay(sql, day), 0);
  writePruned(sql, "equity", "", old.at(-1)!.day);
  return { equityPoints, events: equityPoints, work: old.length };
}

function thinDay(sql: Sql, { day, lowId, highId, lastId }: EquityDay): number {
  const rows = sql.all<{ id: number }>(
    "SELECT event_id AS id FROM equity_snapshots WHERE ts >= ? AND ts < ?",
    ...[day * DAY_MS, (day + 1) * DAY_MS],
  );
  const ids = rows.map(({ id }) => id).filter((id) => id !== lowId && id !== highId && id !== lastId);
  for (const id of ids) sql.run("DELETE FROM equity_snapshots WHERE event_id = ?", id);
  for (const id of ids) sql.run("DELETE FROM events WHERE id = ?", id);
  return ids.length;
}
