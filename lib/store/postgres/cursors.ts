import type { SqlValue } from "../sql.ts";
import { Connection } from "./connection.ts";
import { toPostgres } from "./shared_sql.ts";
import type { Done, Statement } from "./wire.ts";

/** The queries that are read row by row, on a session of their own. Changed in place. */
export interface Cursors {
  readonly connection: Connection;
  /** Longest wait for a page of rows, ms. */
  readonly readMs: number;
  /** All that are open see the store as it was when the first of them was opened. */
  readonly open: Set<string>;
  opened: number;
}

export const Cursors = { create, iterate };

const PAGE_ROWS = 500;

function create(connection: Connection, readMs: number): Cursors {
  return { connection, readMs, open: new Set(), opened: 0 };
}

/** See Sql.iterate. */
function* iterate<Row>(
  cursors: Cursors,
  text: string,
  values: readonly SqlValue[],
): Generator<Row, undefined> {
  const name = open(cursors, { text: toPostgres(text), values });
  try {
    while (true) {
      const { rows } = ask(cursors, [{ text: `FETCH ${PAGE_ROWS} FROM ${name}`, values: [], how: "script" }]);
      yield* rows as Row[];
      if (rows.length < PAGE_ROWS) return;
    }
  } finally {
    close(cursors, name);
  }
}

function open(cursors: Cursors, { text, values }: Statement): string {
  const { connection, readMs } = cursors;
  Connection.makeReady(connection);
  const isFirst = cursors.open.size === 0;
  if (isFirst) connection.driver.ask({ op: "connect", session: "read" }, readMs);
  const begin: Statement = { text: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", values: [] };
  const name = `rows_${++cursors.opened}`;
  const declare: Statement = { text: `DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, values, how: "once" };
  ask(cursors, isFirst ? [begin, declare] : [declare]);
  cursors.open.add(name);
  return name;
}

/** Without waiting: nothing depends on it. */
function close(cursors: Cursors, name: string): void {
  // gone already, with its session
  if (!cursors.open.delete(name)) return;
  const text = cursors.open.size === 0 ? "COMMIT" : `CLOSE ${name}`;
  cursors.connection.driver.tell({
    op: "execute",
    session: "read",
    statements: [{ text, values: [], how: "script" }],
  });
}

function ask(cursors: Cursors, statements: readonly Statement[]): Done {
  try {
    return Connection.execute(cursors.connection, "read", { statements, timeoutMs: cursors.readMs });
  } catch (error) {
    // the transaction is over, and all cursors with it
    cursors.open.clear();
    Connection.discard(cursors.connection, "read");
    throw error;
  }
}
