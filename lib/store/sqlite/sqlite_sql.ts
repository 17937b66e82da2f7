import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Sql, SqlValue } from "../sql.ts";
import { sqliteDialect } from "./sqlite_dialect.ts";

/** How long a statement waits for another process, ms. */
const BUSY_MS = 5_000;

/**
 * Opens a database file: to write (creates it) or read-only (must exist). Each text is prepared once. Throws the driver's
 * error.
 */
export function openSqlite(path: string, access: "write" | "read"): Sql {
  const db = new DatabaseSync(path, {
    readOnly: access === "read",
    enableForeignKeyConstraints: true,
    timeout: BUSY_MS,
  });
  const statements = new Map<string, StatementSync>();
  const prepared = (text: string): StatementSync => {
    let statement = statements.get(text);
    if (statement === undefined) statements.set(text, statement = db.prepare(text));
    return statement;
  };
  return {
    dialect: sqliteDialect(path, access),
    run: (text, ...values) => void prepared(text).run(...values),
    get: <Row>(text: string, ...values: SqlValue[]) => prepared(text).get(...values) as Row | undefined,
    all: <Row>(text: string, ...values: SqlValue[]) => prepared(text).all(...values) as Row[],
    // a statement of its own: two iterators over one would disturb each other
    iterate: <Row>(text: string, ...values: SQLInputValue[]) =>
      db.prepare(text).iterate(...values) as unknown as IterableIterator<Row>,
    script: (text) => db.exec(text),
    transaction: (act) => transaction(db, prepared, act),
    close: () => db.close(),
  };
}

function transaction<T>(db: DatabaseSync, prepared: (text: string) => StatementSync, act: () => T): T {
  // IMMEDIATE: what is read inside is still so when it is written
  prepared("BEGIN IMMEDIATE").run();
  try {
    const result = act();
    prepared("COMMIT").run();
    return result;
  } catch (error) {
    // SQLite itself rolls back after some errors (disk full, I/O)
    if (db.isTransaction) prepared("ROLLBACK").run();
    throw error;
  }
}
