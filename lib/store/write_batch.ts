import { encodeState } from "../core/mod.ts";
import {
  type CommitBatch,
  type Envelope,
  type Epoch,
  type HandledInput,
  isReservedAddress,
  messageId,
  type RoundSpan,
} from "../runtime/mod.ts";
import type { Standing } from "./epochs.ts";
import { isTraderEvent, project } from "./project.ts";
import type { Projection } from "./projection.ts";
import { writeSnapshot } from "./snapshots.ts";
import type { Sql, SqlValue } from "./sql.ts";

/** Where batches are written. */
export interface JournalTarget {
  readonly sql: Sql;
  /** Null while the store is not bound. */
  readonly projection: Projection | null;
  readonly wallMs: number;
  /** Up to which input each actor's journal was pruned: its key would not refuse those any more. */
  readonly prunedInputs: ReadonlyMap<string, number>;
}

/** A batch, who brings it, and what the store holds before it. */
export interface Commit {
  readonly batch: CommitBatch;
  readonly epoch: Epoch;
  readonly standing: Standing;
}

/**
 * Writes a batch with all that follows from its events; to be called in the transaction that read the standing. Throws
 * as CommitPort says.
 *
 * Rows go in table by table, not input by input: a server takes many rows of one table in one statement.
 */
export function writeBatch(target: JournalTarget, commit: Commit): void {
  const { sql } = target;
  const { rounds, handled, snapshots, settled = [] } = commit.batch;
  if (rounds !== null) refuseGap(rounds, commit.standing);
  refuseTwice(handled);
  refusePruned(handled, target.prunedInputs);
  for (const row of handled) insertInput(target, commit, row);
  const sends = handled.flatMap((row) => row.sends);
  const round = rounds?.to ?? 0;
  // before their messages, which tell what was handled already
  for (const { from, seq } of sends) sql.run(INSERT_OUTBOX, from, seq);
  for (const sent of sends) sql.run(INSERT_SENT, ...messageValues(round, sent));
  // before they leave the outbox, which tells them from what no actor of this store sent
  for (const { input } of handled) sql.run(INSERT_UNSENT, ...messageValues(round, input));
  for (const { input } of handled) sql.run(DELETE_SENT, input.from, input.seq);
  if (rounds === null) deleteSuperseded(sql, handled);
  insertEvents(target, commit);
  for (const { from, seq } of settled) sql.run(DELETE_SENT, from, seq);
  for (const snapshot of snapshots) writeSnapshot(sql, snapshot);
  if (rounds !== null) writePosition(sql, rounds);
  else writeFreeInstant(sql, handled);
}

function refuseGap({ from }: RoundSpan, { lastRound }: Standing): void {
  if (from === lastRound + 1) return;
  throw new Error(
    `Cannot commit from round ${from} as it must follow the last stored: current value is ${lastRound}; ` +
      `somebody else writes this store`,
  );
}

/** What was handled in an earlier batch the tables themselves refuse. */
function refuseTwice(handled: readonly HandledInput[]): void {
  const ids = new Set<string>();
  for (const { input } of handled) {
    const id = messageId(input);
    if (ids.has(id)) {
      throw new Error(`Cannot commit a batch as a message must be handled once: ${id} is there twice`);
    }
    ids.add(id);
  }
}

function refusePruned(handled: readonly HandledInput[], pruned: ReadonlyMap<string, number>): void {
  for (const { actor, inputNo } of handled) {
    if (inputNo > (pruned.get(actor) ?? 0)) continue;
    throw new Error(
      `Cannot commit input ${inputNo} of actor ${actor} as it is stored already, and was pruned: ` +
        `somebody else writes this store, or its rows were told twice`,
    );
  }
}

function insertInput({ sql, wallMs }: JournalTarget, { batch, epoch }: Commit, row: HandledInput): void {
  const { actor, inputNo, input, sends, timers } = row;
  sql.run(
    `INSERT INTO journal
    (actor, input_no, round, at_ms, sender, seq, send_count, seq_after, timers, wall_ms, epoch, quarantined)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[actor, inputNo, batch.rounds?.to ?? 0, input.atMs, input.from, input.seq, sends.length, row.seqAfter],
    ...[timers.length === 0 ? null : JSON.stringify(timers), wallMs, epoch.number, row.quarantined ? 1 : 0],
  );
}

const INTO_MESSAGES =
  "INSERT INTO messages (sender, seq, round, recipient, lane, at_ms, caused_by, kind, body, conflation_key)";
/** What its receiver handled while the sender's rows were in an emergency log has a row, and is over. */
const INSERT_SENT =
  `${INTO_MESSAGES} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sender, seq) DO NOTHING`;
const INSERT_OUTBOX = `INSERT INTO outbox (sender, seq)
  SELECT * FROM (VALUES (CAST(? AS TEXT), CAST(? AS BIGINT))) AS given
  WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE m.sender = given.column1 AND m.seq = given.column2)`;
/** What no actor of this store sent (market, timers, actors of other stores) has no row yet. */
const INSERT_UNSENT = `${INTO_MESSAGES}
  SELECT * FROM (VALUES (CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS INTEGER),
    CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT))) AS given
  WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.sender = given.column1 AND o.seq = given.column2)`;
const DELETE_SENT = "DELETE FROM outbox WHERE (sender, seq) IN (VALUES (CAST(? AS TEXT), CAST(? AS BIGINT)))";

function messageValues(round: number, it: Envelope): SqlValue[] {
  const { from, seq, to, lane, atMs, causedBy, body, key = null } = it;
  return [from, seq, round, to, lane, atMs, causedBy, body.kind, encodeState(body), key];
}

/** Takes what was sent before the handled messages, on the same way, out of the outbox: it was conflated. */
function deleteSuperseded(sql: Sql, handled: readonly HandledInput[]): void {
  const newest = new Map<string, Envelope>();
  for (const { input } of handled) {
    // neither market nor timers have an outbox
    if (isReservedAddress(input.from)) continue;
    const way = JSON.stringify([input.from, input.to, input.lane]);
    const known = newest.get(way);
    if (known === undefined || known.seq < input.seq) newest.set(way, input);
  }
  for (const { from, to, lane, seq } of newest.values()) {
    sql.run(
      `DELETE FROM outbox WHERE sender = ? AND seq < ? AND EXISTS (
        SELECT 1 FROM messages m
        WHERE m.sender = outbox.sender AND m.seq = outbox.seq AND m.recipient = ? AND m.lane = ?
      )`,
      ...[from, seq, to, lane],
    );
  }
}

function insertEvents({ sql, projection, wallMs }: JournalTarget, { batch, standing }: Commit): void {
  const rows = batch.handled.flatMap(({ actor, inputNo, input, events }) =>
    events.map((event, ordinal) => ({ actor, inputNo, event, ordinal, atMs: input.atMs }))
  );
  const firstId = standing.lastEventId + 1;
  rows.forEach(({ actor, inputNo, event, ordinal, atMs }, i) => {
    // a decision's text is long, and lives in decisions
    const body = event.kind === "DecisionMade" ? null : encodeState(event);
    sql.run(
      "INSERT INTO events (id, actor, input_no, ordinal, kind, at_ms, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
      ...[firstId + i, actor, inputNo, ordinal, event.kind, atMs, body],
    );
  });
  rows.forEach(({ event, atMs }, i) => {
    if (isTraderEvent(event)) project(projection, event, { id: firstId + i, atMs, wallMs });
  });
}

function writePosition(sql: Sql, { to, atMs, marketSeq }: RoundSpan): void {
  sql.run("UPDATE resume_point SET last_round = ?, at_ms = ?, market_seq = ?", to, atMs, marketSeq);
}

function writeFreeInstant(sql: Sql, handled: readonly HandledInput[]): void {
  if (handled.length === 0) return;
  const atMs = Math.max(...handled.map(({ input }) => input.atMs));
  sql.run("UPDATE resume_point SET free_at_ms = ? WHERE free_at_ms < ?", atMs, atMs);
}
