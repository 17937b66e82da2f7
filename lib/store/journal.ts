import { decodeState } from "../core/mod.ts";
import type { ActorHistory, Envelope, HistoryInput, Message, ResumePoint } from "../runtime/mod.ts";
import { StoreRefused } from "./errors.ts";
import { readPruned } from "./retention/marks.ts";
import { readSnapshot } from "./snapshots.ts";
import type { Sql } from "./sql.ts";

/** The end of the last rounds. */
export function readPosition(sql: Sql): Omit<ResumePoint, "pending"> {
  const row = sql.get<Omit<ResumePoint, "pending">>(
    "SELECT last_round AS lastRound, at_ms AS atMs, market_seq AS marketSeq FROM resume_point",
  )!;
  return { ...row };
}

/** The latest logical time of any commit, ms; 0 for an empty store. */
export function readLastInstantMs(sql: Sql): number {
  const row = sql.get<{ atMs: number; freeAtMs: number }>(
    "SELECT at_ms AS atMs, free_at_ms AS freeAtMs FROM resume_point",
  )!;
  return Math.max(row.atMs, row.freeAtMs);
}

/** All actors with inputs, ascending; one seek for each. */
export function readActors(sql: Sql): string[] {
  const rows = sql.all<{ actor: string }>(
    `WITH RECURSIVE known(actor) AS (
      SELECT min(actor) FROM journal
      UNION ALL SELECT (SELECT min(actor) FROM journal WHERE actor > known.actor) FROM known WHERE actor IS NOT NULL
    )
    SELECT actor FROM known WHERE actor IS NOT NULL ORDER BY actor`,
  );
  return rows.map(({ actor }) => actor);
}

interface MessageRow extends Omit<Envelope, "body" | "key"> {
  readonly body: string;
  readonly key: string | null;
}

const MESSAGE_COLUMNS = `m.sender AS "from", m.seq, m.recipient AS "to", m.lane, m.caused_by AS causedBy,
  m.conflation_key AS key, m.body`;

// CROSS JOIN fixes the order for SQLite: few are in the outbox, and messages has no bound
const SELECT_OUTBOX = `SELECT ${MESSAGE_COLUMNS}, m.at_ms AS atMs
  FROM outbox o CROSS JOIN messages m WHERE m.sender = o.sender AND m.seq = o.seq`;

function toEnvelope({ from, seq, to, lane, atMs, causedBy, key, body }: MessageRow): Envelope {
  const envelope = { from, seq, to, lane, atMs, causedBy, body: decodeState(body) as Message };
  return key === null ? envelope : { ...envelope, key };
}

/** See CommitPort.resumePoint. */
export function readResumePoint(sql: Sql): ResumePoint {
  return { ...readPosition(sql), pending: sql.all<MessageRow>(SELECT_OUTBOX).map(toEnvelope) };
}

/** `atMs` is that of the handling. */
interface HistoryRow extends MessageRow {
  readonly inputNo: number;
  readonly sendCount: number;
  readonly seqAfter: number;
  readonly quarantined: 0 | 1;
}

/** So many rows are read at once: each read must end soon, on a server too. */
const PAGE_ROWS = 2_000;

const SELECT_HISTORY =
  `SELECT ${MESSAGE_COLUMNS}, j.at_ms AS atMs, j.input_no AS inputNo, j.send_count AS sendCount,
    j.seq_after AS seqAfter, j.quarantined
  FROM journal j JOIN messages m ON m.sender = j.sender AND m.seq = j.seq
  WHERE j.actor = ? AND j.input_no > ? ORDER BY j.input_no LIMIT ?`;

/** See CommitPort.load. Throws StoreRefused where inputs that were asked for are pruned. */
export function readHistory(sql: Sql, actor: string, schema: number, leftOut = 0): ActorHistory {
  const snapshot = readSnapshot(sql, actor, schema);
  const first = Math.max(leftOut, snapshot?.inputNo ?? 0);
  refusePruned(sql, actor, schema, first);
  const inputs: HistoryInput[] = [];
  let page: HistoryRow[];
  do {
    const after = inputs.at(-1)?.inputNo ?? first;
    page = sql.all<HistoryRow>(SELECT_HISTORY, actor, after, PAGE_ROWS);
    inputs.push(...page.map(toHistoryInput));
  } while (page.length === PAGE_ROWS);
  const outbox = sql.all<MessageRow>(`${SELECT_OUTBOX} AND o.sender = ? ORDER BY o.seq`, actor);
  return { snapshot, inputs, outbox: outbox.map(toEnvelope) };
}

function toHistoryInput(row: HistoryRow): HistoryInput {
  const { inputNo, sendCount, seqAfter, quarantined } = row;
  const input = toEnvelope(row);
  return { inputNo, input, sendCount, seqAfter, ...(quarantined ? { quarantined: true } : {}) };
}

function refusePruned(sql: Sql, actor: string, schema: number, first: number): void {
  const pruned = readPruned(sql, "inputs", actor);
  if (first >= pruned) return;
  throw new StoreRefused(
    `Cannot load actor ${actor} from store ${sql.dialect.place} as its inputs after ${first} must be there: retention has ` +
      `deleted those up to ${pruned}, and no later snapshot has version ${schema} of its state; run the version that ` +
      `wrote it, or begin a new store`,
  );
}
