import { DatabaseSync, type StatementSync } from "node:sqlite";

/**
 * The bank's tables. `handled`, `raises` and `refusals` only grow, and a raise notes the newest row of its moment: so it
 * can be checked later that no row of an earlier life came after it, whatever the store itself refused.
 */
const SCHEMA = `
CREATE TABLE IF NOT EXISTS raises (
  raise_id INTEGER PRIMARY KEY,
  writer TEXT NOT NULL,
  number INTEGER NOT NULL,
  after_row INTEGER NOT NULL,
  UNIQUE (writer, number)
) STRICT;
CREATE TABLE IF NOT EXISTS handled (
  row_id INTEGER PRIMARY KEY,
  writer TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  actor TEXT NOT NULL,
  input_no INTEGER NOT NULL,
  seq_after INTEGER NOT NULL,
  send_count INTEGER NOT NULL,
  quarantined INTEGER NOT NULL,
  input TEXT NOT NULL,
  sends TEXT NOT NULL,
  events TEXT NOT NULL,
  timers TEXT NOT NULL,
  UNIQUE (actor, input_no)
) STRICT;
CREATE TABLE IF NOT EXISTS refusals (
  refusal_id INTEGER PRIMARY KEY,
  writer TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  is_forged INTEGER NOT NULL,
  at_ms REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS outbox (
  sender TEXT NOT NULL,
  receiver TEXT NOT NULL,
  lane INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  envelope TEXT NOT NULL,
  PRIMARY KEY (sender, receiver, lane, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS snapshots (
  actor TEXT NOT NULL,
  schema INTEGER NOT NULL,
  snapshot TEXT NOT NULL,
  PRIMARY KEY (actor, schema)
) STRICT;
CREATE TABLE IF NOT EXISTS rounds (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  last_round INTEGER NOT NULL,
  at_ms REAL NOT NULL,
  market_seq INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO rounds VALUES (1, 0, 0, 0);
`;

const TEXTS = {
  begin: "BEGIN IMMEDIATE",
  commit: "COMMIT",
  rollback: "ROLLBACK",
  newestEpoch: "SELECT max(number) AS number FROM raises WHERE writer = ?",
  raise: `INSERT INTO raises (writer, number, after_row)
    SELECT ?, 1 + coalesce((SELECT max(number) FROM raises WHERE writer = ?), 0),
      coalesce((SELECT max(row_id) FROM handled), 0)
    RETURNING number`,
  insertHandled: `INSERT INTO handled
    (writer, epoch, actor, input_no, seq_after, send_count, quarantined, input, sends, events, timers)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  refuse: "INSERT INTO refusals (writer, epoch, is_forged, at_ms) VALUES (?, ?, ?, ?)",
  insertOutbox: "INSERT INTO outbox VALUES (?, ?, ?, ?, ?)",
  settle: "DELETE FROM outbox WHERE sender = ? AND receiver = ? AND lane = ? AND seq = ?",
  settleUpTo: "DELETE FROM outbox WHERE sender = ? AND receiver = ? AND lane = ? AND seq <= ?",
  settleSent: "DELETE FROM outbox WHERE sender = ? AND seq = ?",
  setSnapshot: "INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?)",
  setRounds: "UPDATE rounds SET last_round = ?, at_ms = ?, market_seq = ?",
  rounds: "SELECT last_round, at_ms, market_seq FROM rounds",
  snapshot: "SELECT snapshot FROM snapshots WHERE actor = ? AND schema = ?",
  inputsAfter: `SELECT input_no, input, send_count, seq_after, quarantined FROM handled
    WHERE actor = ? AND input_no > ? ORDER BY input_no`,
  outboxOf: "SELECT envelope FROM outbox WHERE sender = ? ORDER BY seq",
  outbox: "SELECT envelope FROM outbox",
} as const;

export type Statements = Readonly<Record<keyof typeof TEXTS, StatementSync>>;

/** An open store. */
export interface BankSql {
  readonly db: DatabaseSync;
  readonly statements: Statements;
}

/** Opens a file to write, creates it if it does not exist: WAL, one fsync per commit. */
export function openBankSql(path: string): BankSql {
  const db = new DatabaseSync(path, { timeout: 5_000 });
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;");
  db.exec(SCHEMA);
  const entries = Object.entries(TEXTS).map(([name, text]) => [name, db.prepare(text)]);
  return { db, statements: Object.fromEntries(entries) };
}

/** All that `act` writes becomes durable when it returns; nothing of it does, if it throws. */
export function transaction<T>({ db, statements }: BankSql, act: () => T): T {
  // IMMEDIATE: what is read inside is still so when it is written
  statements.begin.run();
  try {
    const result = act();
    statements.commit.run();
    return result;
  } catch (error) {
    // SQLite itself rolls back after some errors
    if (db.isTransaction) statements.rollback.run();
    throw error;
  }
}
