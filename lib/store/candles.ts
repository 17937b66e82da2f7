import { decodeState } from "../core/mod.ts";
import { readActors } from "./journal.ts";
import { checkLimit } from "./limits.ts";
import type { Bar } from "./queries.ts";
import type { Sql } from "./sql.ts";

/** Of the feed's messages, what it tells of a closed bar. */
const KIND = "BarClosed";

interface BarRow {
  readonly inputNo: number;
  readonly body: string;
}

// CROSS JOIN fixes the order for SQLite: back from the newest input, each with its message
const SELECT_BARS = `SELECT j.input_no AS inputNo, m.body FROM journal j CROSS JOIN messages m
  WHERE j.actor = ? AND j.input_no <= ? AND m.sender = j.sender AND m.seq = j.seq AND m.kind = '${KIND}'
  ORDER BY j.input_no DESC LIMIT ?`;

/**
 * See StoreQueries.candles. Bars are inputs of the actor whose address ends with the symbol, so the journal's own order
 * finds them: messages needs no index, which every message would pay for.
 */
export function readCandles(sql: Sql, symbol: string, limit: number, beforeOpenMs = Infinity): Bar[] {
  checkLimit(limit);
  for (const actor of actorsOf(sql, symbol)) {
    const last = beforeOpenMs === Infinity
      ? Number.MAX_SAFE_INTEGER
      : lastInputBefore(sql, actor, beforeOpenMs);
    const rows = sql.all<BarRow>(SELECT_BARS, actor, last, limit);
    if (rows.length > 0) return rows.reverse().map(toBar);
  }
  return [];
}

/** Actors of a symbol; one seek for each actor there is. */
function actorsOf(sql: Sql, symbol: string): string[] {
  return readActors(sql).filter((actor) => actor.endsWith(`/${symbol}`));
}

/** The newest input with a bar that opened before; found by halving, as the feed tells bars in order. */
function lastInputBefore(sql: Sql, actor: string, openMs: number): number {
  const bounds = sql.get<{ low: number; high: number }>(
    "SELECT min(input_no) AS low, max(input_no) AS high FROM journal WHERE actor = ?",
    actor,
  )!;
  // of all inputs up to `low` none is too late, of those after `high` all bars are
  let low = bounds.low - 1, high = bounds.high;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [row] = sql.all<BarRow>(SELECT_BARS, actor, middle, 1);
    if (row === undefined || toBar(row).openMs < openMs) low = middle;
    else high = row.inputNo - 1;
  }
  return low;
}

function toBar({ body }: BarRow): Bar {
  const { openMs, open, high, low, close, volume, isLate } = decodeState(body) as Bar;
  return { openMs, open, high, low, close, volume, isLate };
}
