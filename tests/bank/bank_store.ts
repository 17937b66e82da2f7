import { decodeState, encodeState } from "../../lib/core/mod.ts";
import {
  type ActorHistory,
  type ActorSnapshot,
  type CommitBatch,
  type CommitPort,
  type Envelope,
  type Epoch,
  type HandledInput,
  type HistoryInput,
  type ResumePoint,
  type RoundSpan,
  StaleEpochError,
} from "../../lib/runtime/mod.ts";
import { type BankSql, openBankSql, type Statements, transaction } from "./bank_sql.ts";
import { isZombie } from "./wrappers/zombie.ts";

/** A CommitPort in an SQLite file, with what `auditBank` needs to judge it afterwards. */
export interface BankStore extends CommitPort {
  close(): void;
}

/** Opens the store at `path`, creates it if it does not exist (its folder must). */
export function openBankStore(path: string): BankStore {
  return bankStoreOn(openBankSql(path));
}

/** The store on an open database, which it closes. */
export function bankStoreOn(sql: BankSql): BankStore {
  const { statements } = sql;
  return {
    raiseEpoch: (writer) => transaction(sql, () => raiseEpoch(statements, writer)),
    commit: (batch, epoch) => commit(sql, batch, epoch),
    load: (actor, schema, after) => load(statements, actor, schema, after),
    resumePoint: () => resumePoint(statements),
    close: () => sql.db.close(),
  };
}

function raiseEpoch({ raise }: Statements, writer: string): Epoch {
  const { number } = raise.get(writer, writer) as { number: number };
  return { writer, number };
}

/** What is refused for its epoch is noted for the audit, with the wall time. */
function commit(sql: BankSql, batch: CommitBatch, epoch: Epoch): void {
  try {
    transaction(sql, () => write(sql.statements, batch, epoch));
  } catch (error) {
    if (error instanceof StaleEpochError) {
      const isForged = batch.handled.some(({ actor }) => isZombie(actor));
      sql.statements.refuse.run(epoch.writer, epoch.number, isForged ? 1 : 0, Date.now());
    }
    throw error;
  }
}

function write(statements: Statements, batch: CommitBatch, epoch: Epoch): void {
  refuseStale(statements, epoch);
  if (batch.rounds !== null) follow(statements, batch.rounds);
  const settle = batch.rounds === null ? statements.settleUpTo : statements.settle;
  for (const row of batch.handled) {
    const { from, to, lane, seq } = row.input;
    settle.run(from, to, lane, seq);
    insertHandled(statements, row, epoch);
  }
  for (const { from, seq } of batch.settled ?? []) statements.settleSent.run(from, seq);
  for (const snapshot of batch.snapshots) {
    statements.setSnapshot.run(snapshot.actor, snapshot.schema, encodeState(snapshot));
  }
}

function refuseStale({ newestEpoch }: Statements, epoch: Epoch): void {
  const { number } = newestEpoch.get(epoch.writer) as { number: number | null };
  if (number !== epoch.number) throw new StaleEpochError(epoch, number ?? 0);
}

function follow({ rounds, setRounds }: Statements, { from, to, atMs, marketSeq }: RoundSpan): void {
  const { last_round } = rounds.get() as { last_round: number };
  if (from !== last_round + 1) {
    throw new Error(`Cannot commit from round ${from} as round ${last_round} is the last stored`);
  }
  setRounds.run(to, atMs, marketSeq);
}

function insertHandled({ insertHandled, insertOutbox }: Statements, row: HandledInput, epoch: Epoch): void {
  const sends = row.sends.map((sent) => {
    const text = encodeState(sent);
    insertOutbox.run(sent.from, sent.to, sent.lane, sent.seq, text);
    return text;
  });
  insertHandled.run(
    ...[epoch.writer, epoch.number, row.actor, row.inputNo, row.seqAfter, sends.length],
    ...[row.quarantined ? 1 : 0, encodeState(row.input), `[${sends.join(",")}]`],
    ...[encodeState(row.events), encodeState(row.timers)],
  );
}

interface HistoryColumns {
  readonly input_no: number;
  readonly input: string;
  readonly send_count: number;
  readonly seq_after: number;
  readonly quarantined: number;
}

function load(statements: Statements, actor: string, schema: number, leftOut = 0): ActorHistory {
  const row = statements.snapshot.get(actor, schema) as { snapshot: string } | undefined;
  const snapshot = row === undefined ? null : decodeState(row.snapshot) as ActorSnapshot;
  const after = Math.max(leftOut, snapshot?.inputNo ?? 0);
  const inputs = statements.inputsAfter.all(actor, after) as unknown as HistoryColumns[];
  return { snapshot, inputs: inputs.map(toHistory), outbox: envelopes(statements.outboxOf.all(actor)) };
}

function toHistory({ input_no, input, send_count, seq_after, quarantined }: HistoryColumns): HistoryInput {
  return {
    inputNo: input_no,
    input: decodeState(input) as Envelope,
    sendCount: send_count,
    seqAfter: seq_after,
    ...(quarantined === 1 ? { quarantined: true } : {}),
  };
}

function resumePoint(statements: Statements): ResumePoint {
  const { last_round, at_ms, market_seq } = statements.rounds.get() as Record<string, number>;
  return {
    lastRound: last_round,
    atMs: at_ms,
    marketSeq: market_seq,
    pending: envelopes(statements.outbox.all()),
  };
}

function envelopes(rows: readonly unknown[]): Envelope[] {
  return rows.map((row) => decodeState((row as { envelope: string }).envelope) as Envelope);
}
