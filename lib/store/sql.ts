import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** A value of a column. */
export type SqlValue = string | number | null;

/** Statements on one open database; each text is prepared once. The caller names the shape of the rows it selects. */
export interface Sql {
  /** Executes a statement; how many rows it changed. */
  run(text: string, ...values: SqlValue[]): number;
  /** The first row, or undefined. */
  get<Row>(text: string, ...values: SqlValue[]): Row | undefined;
  all<Row>(text: string, ...values: SqlValue[]): Row[];
  /** Rows one by one, in bounded memory; end or return() the iterator before the store is closed. */
  iterate<Row>(text: string, ...values: SqlValue[]): IterableIterator<Row>;
  /** Executes a script of statements. */
  script(text: string): void;
  /** All that `act` writes becomes durable when it returns, or nothing of it does, if it throws. */
  transaction<T>(act: () => T): T;
  close(): void;
}

/** How long a statement waits for another process, ms. */
const BUSY_MS = 5_000;

/** Opens a database file: to write (creates it) or read-only (must exist). Throws the driver's error. */
export function openSql(path: string, access: "write" | "read"): Sql {
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
    run: (text, ...values) => Number(prepared(text).run(...values).changes),
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
