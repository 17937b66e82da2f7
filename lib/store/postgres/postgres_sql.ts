import type { Sql, SqlValue } from "../sql.ts";
import type { Address } from "./address.ts";
import { createBlockingDriver } from "./blocking_driver.ts";
import { Connection } from "./connection.ts";
import { Cursors } from "./cursors.ts";
import { postgresDialect } from "./postgres_dialect.ts";
import { serverSettings, type Waits } from "./server_settings.ts";
import { toPostgres } from "./shared_sql.ts";
import { type Access, flush, Transaction } from "./transaction.ts";
import type { Done, Statement } from "./wire.ts";

export interface PostgresSqlOptions extends Waits {
  readonly address: Address;
  readonly access: Access;
  /** Makes sure of the schema when a connection was made, before anything else uses it. */
  readonly prepare: (sql: Sql) => void;
}

export interface PostgresSql {
  /** Waits `waitMs` for an answer at most. */
  readonly sql: Sql;
  /** The same; what is read outside a transaction may take `readMs`. */
  readonly patientSql: Sql;
}

/** Statements on a server, over connections that are made when they are needed and made again when they are lost. */
export function openPostgres(options: PostgresSqlOptions): PostgresSql {
  const { address, access, waitMs, readMs } = options;
  const driver = createBlockingDriver({
    startMs: options.startMs,
    sessions: {
      write: { address, connectMs: CONNECT_MS, settings: serverSettings(options, access) },
      read: { address, connectMs: CONNECT_MS, settings: serverSettings(options, "read") },
    },
  });
  const connection: Connection = { driver, waitMs, state: "closed", prepare: () => options.prepare(sql) };
  const open: Open = {
    address,
    access,
    connection,
    cursors: Cursors.create(connection, readMs),
    transaction: null,
  };
  const sql = statementsOn(open, waitMs);
  return { sql, patientSql: statementsOn(open, readMs) };
}

/** After so long a connection that is being made is given up, ms. */
const CONNECT_MS = 5_000;
/** How long a script may take, ms: a migration may rewrite a table. */
const SCRIPT_MS = 600_000;

/** Changed in place. */
interface Open {
  readonly address: Address;
  readonly access: Access;
  readonly connection: Connection;
  readonly cursors: Cursors;
  transaction: Transaction | null;
}

function statementsOn(open: Open, patienceMs: number): Sql {
  const all = <Row>(text: string, ...values: SqlValue[]) =>
    read(open, { text, values }, patienceMs).rows as Row[];
  const sql: Sql = {
    dialect: postgresDialect(open.address),
    run: (text, ...values) => write(open, { text, values }),
    get: <Row>(text: string, ...values: SqlValue[]) => all<Row>(text, ...values)[0] as Row | undefined,
    all,
    iterate: <Row>(text: string, ...values: SqlValue[]) => Cursors.iterate<Row>(open.cursors, text, values),
    script: (text) => runScript(open, text),
    transaction: (act) => inTransaction(open, act),
    close: () => open.connection.driver.close(),
  };
  return sql;
}

function inTransaction<T>(open: Open, act: () => T): T {
  if (open.transaction !== null) throw new Error("Cannot begin a transaction as one is open");
  Connection.makeReady(open.connection);
  try {
    const { connection, access, address: { schema } } = open;
    return Transaction.run({ connection, schema, access }, (transaction) => {
      open.transaction = transaction;
      return act();
    });
  } finally {
    open.transaction = null;
  }
}

function write(open: Open, statement: Statement): void {
  if (open.transaction !== null) open.transaction.queue.push(statement);
  else inTransaction(open, () => write(open, statement));
}

function read(open: Open, statement: Statement, timeoutMs: number): Done {
  if (open.transaction !== null) return flush(open.transaction, statement);
  Connection.makeReady(open.connection);
  return Connection.execute(open.connection, "write", {
    statements: [{ ...statement, text: toPostgres(statement.text) }],
    timeoutMs,
  });
}

function runScript(open: Open, text: string): void {
  const { transaction } = open;
  if (transaction === null) return inTransaction(open, () => runScript(open, text));
  transaction.giveUpAtMs = performance.now() + SCRIPT_MS;
  flush(transaction, { text: `SET LOCAL statement_timeout = 0; ${text}`, values: [], how: "script" });
}
