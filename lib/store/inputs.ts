import { decodeState } from "../core/mod.ts";
import type { Message } from "../runtime/mod.ts";
import { checkLimit } from "./limits.ts";
import type { InputQuery, StoredInput } from "./queries.ts";
import type { Sql } from "./sql.ts";

interface InputRow extends Omit<StoredInput, "body"> {
  readonly body: string;
}

// CROSS JOIN fixes the order for SQLite: back from the newest input, each with its message
const SELECT_INPUTS = `SELECT j.input_no AS inputNo, m.sender AS "from", m.kind, m.at_ms AS sentAtMs,
    j.at_ms AS atMs, j.wall_ms AS wallMs, m.body
  FROM journal j CROSS JOIN messages m
  WHERE j.actor = ? AND j.input_no <= ? AND j.quarantined = 0 AND m.sender = j.sender AND m.seq = j.seq`;

/** See StoreQueries.latestInputs. */
export function readLatestInputs(
  sql: Sql,
  actor: string,
  { limit, kinds, toWallMs = Infinity }: InputQuery,
): StoredInput[] {
  checkLimit(limit);
  if (kinds?.length === 0) return [];
  const last = toWallMs === Infinity ? Number.MAX_SAFE_INTEGER : lastInputUntil(sql, actor, toWallMs);
  const ofKinds = kinds === undefined ? "" : `AND m.kind IN (${kinds.map(() => "?").join(", ")})`;
  const text = `${SELECT_INPUTS} ${ofKinds} ORDER BY j.input_no DESC LIMIT ?`;
  return sql.all<InputRow>(text, actor, last, ...(kinds ?? []), limit).map(toStoredInput);
}

const SELECT_BOUNDS = `SELECT coalesce(min(input_no), 1) AS low, coalesce(max(input_no), 0) AS high
  FROM journal WHERE actor = ?`;
const SELECT_WALL = `SELECT wall_ms AS wallMs FROM journal WHERE actor = ? AND input_no <= ?
  ORDER BY input_no DESC LIMIT 1`;

/** The newest input that was committed by then; found by halving, as time rises with the inputs of an actor. */
function lastInputUntil(sql: Sql, actor: string, wallMs: number): number {
  const bounds = sql.get<{ low: number; high: number }>(SELECT_BOUNDS, actor)!;
  // all inputs up to `low` were committed by then, none after `high`
  let low = bounds.low - 1, high = bounds.high;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sql.get<{ wallMs: number }>(SELECT_WALL, actor, middle)!.wallMs <= wallMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

function toStoredInput({ body, ...row }: InputRow): StoredInput {
  return { ...row, body: decodeState(body) as Message };
}
