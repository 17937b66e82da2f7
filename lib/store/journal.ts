import { decodeState, encodeState } from "../core/mod.ts";
import type {
  ActorHistory,
  CommitBatch,
  Envelope,
  HandledInput,
  Message,
  ResumePoint,
} from "../runtime/mod.ts";
import { isProjected, project } from "./project.ts";
import type { Projection } from "./projection.ts";
import { readSnapshot, writeSnapshot } from "./snapshots.ts";
import type { Sql } from "./sql.ts";

/** What all rows of one commit share. */
interface CommitContext {
  readonly sql: Sql;
  /** Null while the store is not bound. */
  readonly projection: Projection | null;
  /** Last round of the batch. */
  readonly round: number;
  readonly wallMs: number;
}

/** Writes a batch with all that follows from its events; to be called in a transaction. Throws as CommitPort says. */
export function writeBatch(
  sql: Sql,
  projection: Projection | null,
  batch: CommitBatch,
  wallMs: number,
): void {
  const { lastRound } = readPosition(sql);
  if (batch.fromRound !== lastRound + 1) {
    throw new Error(
      `Cannot commit from round ${batch.fromRound} as it must follow the last stored: current value is ${lastRound}; ` +
        `somebody else writes this store`,
    );
  }
  const context: CommitContext = { sql, projection, round: batch.toRound, wallMs };
  for (const row of batch.handled) writeHandled(context, row);
  for (const snapshot of batch.snapshots) writeSnapshot(sql, snapshot);
  sql.run(
    "UPDATE resume_point SET last_round = ?, at_ms = ?, market_seq = ?",
    batch.toRound,
    batch.atMs,
    batch.marketSeq,
  );
}

function writeHandled(context: CommitContext, row: HandledInput): void {
  const { sql, round, wallMs } = context;
  const { actor, inputNo, input, sends, timers } = row;
  sql.run(
    `INSERT INTO journal (actor, input_no, round, at_ms, sender, seq, send_count, seq_after, timers, wall_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[actor, inputNo, round, input.atMs, input.from, input.seq, sends.length, row.seqAfter],
    ...[timers.length === 0 ? null : JSON.stringify(timers), wallMs],
  );
  const wasSent = sql.run("DELETE FROM outbox WHERE sender = ? AND seq = ?", input.from, input.seq) === 1;
  // what no actor sent (market, timers) has no row yet
  if (!wasSent) writeMessage(context, input);
  for (const sent of sends) {
    writeMessage(context, sent);
    sql.run("INSERT INTO outbox (sender, seq) VALUES (?, ?)", sent.from, sent.seq);
  }
  row.events.forEach((event, ordinal) => writeEvent(context, row, event, ordinal));
}

function writeMessage({ sql, round }: CommitContext, it: Envelope): void {
  sql.run(
    `INSERT INTO messages (sender, seq, round, recipient, lane, at_ms, caused_by, kind, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[it.from, it.seq, round, it.to, it.lane, it.atMs, it.causedBy, it.body.kind, encodeState(it.body)],
  );
}

function writeEvent(context: CommitContext, row: HandledInput, event: Message, ordinal: number): void {
  const { sql, projection, wallMs } = context;
  const { atMs } = row.input;
  // a decision's text is long, and lives in decisions
  const body = event.kind === "DecisionMade" ? null : encodeState(event);
  const { id } = sql.get<{ id: number }>(
    "INSERT INTO events (actor, input_no, ordinal, kind, at_ms, body) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
    ...[row.actor, row.inputNo, ordinal, event.kind, atMs, body],
  )!;
  if (isProjected(event)) project(projection, event, { id, atMs, wallMs });
}

/** The end of the last batch. */
export function readPosition(sql: Sql): Omit<ResumePoint, "pending"> {
  const row = sql.get<Omit<ResumePoint, "pending">>(
    "SELECT last_round AS lastRound, at_ms AS atMs, market_seq AS marketSeq FROM resume_point",
  )!;
  return { ...row };
}

interface MessageRow extends Omit<Envelope, "body"> {
  readonly body: string;
}

const MESSAGE_COLUMNS =
  `m.sender AS "from", m.seq, m.recipient AS "to", m.lane, m.at_ms AS atMs, m.caused_by AS causedBy,
  m.body`;

function toEnvelope({ from, seq, to, lane, atMs, causedBy, body }: MessageRow): Envelope {
  return { from, seq, to, lane, atMs, causedBy, body: decodeState(body) as Message };
}

/** See CommitPort.resumePoint. */
export function readResumePoint(sql: Sql): ResumePoint {
  const pending = sql.all<MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM outbox o CROSS JOIN messages m ON m.sender = o.sender AND m.seq = o.seq`,
  );
  return { ...readPosition(sql), pending: pending.map(toEnvelope) };
}

interface HistoryRow extends MessageRow {
  readonly inputNo: number;
  readonly sendCount: number;
  readonly seqAfter: number;
}

/** See CommitPort.load. */
export function readHistory(sql: Sql, actor: string, schema: number): ActorHistory {
  const snapshot = readSnapshot(sql, actor, schema);
  const rows = sql.all<HistoryRow>(
    `SELECT j.input_no AS inputNo, j.send_count AS sendCount, j.seq_after AS seqAfter, ${MESSAGE_COLUMNS}
    FROM journal j JOIN messages m ON m.sender = j.sender AND m.seq = j.seq
    WHERE j.actor = ? AND j.input_no > ? ORDER BY j.input_no`,
    ...[actor, snapshot?.inputNo ?? 0],
  );
  const inputs = rows.map((row) => ({
    inputNo: row.inputNo,
    input: toEnvelope(row),
    sendCount: row.sendCount,
    seqAfter: row.seqAfter,
  }));
  return { snapshot, inputs };
}
