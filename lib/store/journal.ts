import { decodeState, encodeState } from "../core/mod.ts";
import type {
  ActorHistory,
  CommitBatch,
  Envelope,
  Epoch,
  HandledInput,
  HistoryInput,
  Message,
  ResumePoint,
  RoundSpan,
} from "../runtime/mod.ts";
import { refuseStale } from "./epochs.ts";
import { isProjected, project } from "./project.ts";
import type { Projection } from "./projection.ts";
import { readSnapshot, writeSnapshot } from "./snapshots.ts";
import type { Sql } from "./sql.ts";

/** Where batches are written. */
export interface JournalTarget {
  readonly sql: Sql;
  /** Null while the store is not bound. */
  readonly projection: Projection | null;
  readonly wallMs: number;
}

/** What all rows of one commit share. */
interface CommitContext extends JournalTarget {
  /** Last round of the batch; 0 in free delivery. */
  readonly round: number;
  readonly isFree: boolean;
  /** Number of the writer's life. */
  readonly epoch: number;
}

/** Writes a batch with all that follows from its events; to be called in a transaction. Throws as CommitPort says. */
export function writeBatch(target: JournalTarget, batch: CommitBatch, epoch: Epoch): void {
  const { sql, projection, wallMs } = target;
  const { rounds, handled, snapshots } = batch;
  refuseStale(sql, epoch);
  if (rounds !== null) refuseGap(sql, rounds);
  const round = rounds?.to ?? 0;
  const context = { sql, projection, wallMs, round, isFree: rounds === null, epoch: epoch.number };
  for (const row of handled) writeHandled(context, row);
  for (const snapshot of snapshots) writeSnapshot(sql, snapshot);
  if (rounds !== null) writePosition(sql, rounds);
  else writeFreeInstant(sql, handled);
}

function refuseGap(sql: Sql, { from }: RoundSpan): void {
  const { lastRound } = readPosition(sql);
  if (from === lastRound + 1) return;
  throw new Error(
    `Cannot commit from round ${from} as it must follow the last stored: current value is ${lastRound}; ` +
      `somebody else writes this store`,
  );
}

function writePosition(sql: Sql, { to, atMs, marketSeq }: RoundSpan): void {
  sql.run("UPDATE resume_point SET last_round = ?, at_ms = ?, market_seq = ?", to, atMs, marketSeq);
}

function writeFreeInstant(sql: Sql, handled: readonly HandledInput[]): void {
  const atMs = Math.max(0, ...handled.map(({ input }) => input.atMs));
  sql.run("UPDATE resume_point SET free_at_ms = max(free_at_ms, ?)", atMs);
}

function writeHandled(context: CommitContext, row: HandledInput): void {
  const { sql, round, epoch, wallMs } = context;
  const { actor, inputNo, input, sends, timers } = row;
  sql.run(
    `INSERT INTO journal
    (actor, input_no, round, at_ms, sender, seq, send_count, seq_after, timers, wall_ms, epoch, quarantined)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[actor, inputNo, round, input.atMs, input.from, input.seq, sends.length, row.seqAfter],
    ...[timers.length === 0 ? null : JSON.stringify(timers), wallMs, epoch, row.quarantined ? 1 : 0],
  );
  settle(context, input);
  for (const sent of sends) {
    writeMessage(context, sent);
    sql.run("INSERT INTO outbox (sender, seq) VALUES (?, ?)", sent.from, sent.seq);
  }
  row.events.forEach((event, ordinal) => writeEvent(context, row, event, ordinal));
}

/** Takes a handled message, and in free delivery those it superseded, out of its sender's outbox. */
function settle(context: CommitContext, input: Envelope): void {
  const { sql, isFree } = context;
  const { from, seq, to, lane } = input;
  const wasSent = sql.run("DELETE FROM outbox WHERE sender = ? AND seq = ?", from, seq) === 1;
  // what no actor sent (market, timers) has no row yet
  if (!wasSent) writeMessage(context, input);
  if (!isFree) return;
  sql.run(
    `DELETE FROM outbox WHERE sender = ? AND seq < ? AND EXISTS (
      SELECT 1 FROM messages m
      WHERE m.sender = outbox.sender AND m.seq = outbox.seq AND m.recipient = ? AND m.lane = ?
    )`,
    ...[from, seq, to, lane],
  );
}

function writeMessage({ sql, round }: CommitContext, it: Envelope): void {
  sql.run(
    `INSERT INTO messages (sender, seq, round, recipient, lane, at_ms, caused_by, kind, body, conflation_key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[it.from, it.seq, round, it.to, it.lane, it.atMs, it.causedBy, it.body.kind, encodeState(it.body)],
    ...[it.key ?? null],
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

/** The end of the last rounds. */
export function readPosition(sql: Sql): Omit<ResumePoint, "pending"> {
  const row = sql.get<Omit<ResumePoint, "pending">>(
    "SELECT last_round AS lastRound, at_ms AS atMs, market_seq AS marketSeq FROM resume_point",
  )!;
  return { ...row };
}

/** The latest logical time of any commit, ms; 0 for an empty store. */
export function readLastInstantMs(sql: Sql): number {
  return sql.get<{ atMs: number }>("SELECT max(at_ms, free_at_ms) AS atMs FROM resume_point")!.atMs;
}

interface MessageRow extends Omit<Envelope, "body" | "key"> {
  readonly body: string;
  readonly key: string | null;
}

const MESSAGE_COLUMNS = `m.sender AS "from", m.seq, m.recipient AS "to", m.lane, m.caused_by AS causedBy,
  m.conflation_key AS key, m.body`;

// CROSS JOIN fixes the order: few are in the outbox, and messages has no bound
const SELECT_OUTBOX = `SELECT ${MESSAGE_COLUMNS}, m.at_ms AS atMs
  FROM outbox o CROSS JOIN messages m ON m.sender = o.sender AND m.seq = o.seq`;

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

/** See CommitPort.load. */
export function readHistory(sql: Sql, actor: string, schema: number): ActorHistory {
  const snapshot = readSnapshot(sql, actor, schema);
  const rows = sql.all<HistoryRow>(
    `SELECT ${MESSAGE_COLUMNS}, j.at_ms AS atMs, j.input_no AS inputNo, j.send_count AS sendCount,
      j.seq_after AS seqAfter, j.quarantined
    FROM journal j JOIN messages m ON m.sender = j.sender AND m.seq = j.seq
    WHERE j.actor = ? AND j.input_no > ? ORDER BY j.input_no`,
    ...[actor, snapshot?.inputNo ?? 0],
  );
  const outbox = sql.all<MessageRow>(`${SELECT_OUTBOX} WHERE o.sender = ? ORDER BY o.seq`, actor);
  return { snapshot, inputs: rows.map(toHistoryInput), outbox: outbox.map(toEnvelope) };
}

function toHistoryInput(row: HistoryRow): HistoryInput {
  const { inputNo, sendCount, seqAfter, quarantined } = row;
  const input = toEnvelope(row);
  return { inputNo, input, sendCount, seqAfter, ...(quarantined ? { quarantined: true } : {}) };
}
