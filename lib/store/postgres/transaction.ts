import { Connection } from "./connection.ts";
import { DriverFailure } from "./driver_failure.ts";
import { mergeRows } from "./merge_rows.ts";
import { toPostgres } from "./shared_sql.ts";
import type { Done, Statement } from "./wire.ts";

/** A transaction while it is open: what is not needed at once is sent with the next that is. Changed in place. */
export interface Transaction {
  readonly connection: Connection;
  readonly queue: Statement[];
  /** The server knows of it. */
  isSent: boolean;
  /** When the current wait ends, by performance.now(). */
  giveUpAtMs: number;
}

/** What a handle was opened for. */
export type Access = "write" | "read";

/** Where a transaction runs. */
export interface TransactionPlace {
  readonly connection: Connection;
  readonly schema: string;
  readonly access: Access;
}

export const Transaction = { run };

/** Said outright: what the server has set for its user counts for nothing. */
const BEGIN: Readonly<Record<Access, string>> = {
  write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
  read: "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
};
/** One writer at a time, as in SQLite; of this class of locks ("BLKH"), by the name of the schema. */
const LOCK = "SELECT pg_advisory_xact_lock(1112296264, hashtext(?))";
const COMMIT: Statement = { text: "COMMIT", values: [] };
const ROLLBACK: Statement = { text: "ROLLBACK", values: [] };

/** Sent at once at most: each wait shall be a short one. */
const MAX_STATEMENTS = 512, MAX_CHARS = 1_000_000;

/** Runs `act` with an open transaction and ends it; see Sql.transaction. */
function run<T>(
  { connection, schema, access }: TransactionPlace,
  act: (transaction: Transaction) => T,
): T {
  const transaction: Transaction = {
    connection,
    queue: [{ text: BEGIN[access], values: [] }, { text: LOCK, values: [schema] }],
    isSent: false,
    giveUpAtMs: performance.now() + connection.waitMs,
  };
  try {
    const result = act(transaction);
    commit(transaction);
    return result;
  } catch (error) {
    if (transaction.isSent && connection.state !== "closed") {
      connection.driver.tell({ op: "execute", session: "write", statements: [ROLLBACK] });
    }
    throw error;
  }
}

/** Sends what is queued, then `last`, and waits for its answer. Throws DriverFailure. */
export function flush(transaction: Transaction, last: Statement): Done {
  const { queue, connection } = transaction;
  queue.push(last);
  while (true) {
    const statements = mergeRows(queue.splice(0, chunkLength(queue))).map(toServer);
    transaction.isSent = true;
    const timeoutMs = transaction.giveUpAtMs - performance.now();
    const done = execute(transaction, { statements, timeoutMs });
    if (queue.length === 0) return done;
    // the server keeps up: a long transaction may take its time
    transaction.giveUpAtMs = performance.now() + connection.waitMs;
  }
}

function execute(
  { connection }: Transaction,
  what: { readonly statements: readonly Statement[]; readonly timeoutMs: number },
): Done {
  try {
    return Connection.execute(connection, "write", what);
  } catch (error) {
    const isEnding = what.statements.at(-1)?.text === COMMIT.text;
    if (!isEnding || !(error instanceof DriverFailure) || !error.failure.isLost) throw error;
    throw new DriverFailure(error.failure, { cause: error, isInDoubt: true });
  }
}

function toServer(statement: Statement): Statement {
  return statement.how === "script" ? statement : { ...statement, text: toPostgres(statement.text) };
}

function chunkLength(queue: readonly Statement[]): number {
  let length = 0, chars = 0;
  while (length < queue.length && length < MAX_STATEMENTS && chars < MAX_CHARS) {
    for (const value of queue[length].values) chars += typeof value === "string" ? value.length : 8;
    length++;
  }
  return length;
}

function commit(transaction: Transaction): void {
  // nothing was read or written
  if (!transaction.isSent && transaction.queue.length === 2) return;
  const { command } = flush(transaction, COMMIT);
  if (command !== "COMMIT") {
    throw new Error(`Cannot commit as the server answered ${command}: nothing is stored`);
  }
}
