import type { Dialect, Sql } from "../sql.ts";
import { Address } from "./address.ts";
import { explainPostgres } from "./postgres_errors.ts";

/** Comment on our table `migrations`: marks a schema as ours, so that no other program's is ever changed. */
const MARK = "BLKH";

/** What is PostgreSQL's own; its clock is taken, which all who use the store share. */
export function postgresDialect(address: Address): Dialect {
  return {
    place: Address.place(address),
    setting: "DATABASE_URL",
    ownerOf: (sql) => ownerOf(sql, address.schema),
    claim: (sql) => claim(sql, address.schema),
    nowMs: readClock,
    explain: explainPostgres,
  };
}

// what an extension brought into a schema is nobody's
const SELECT_OWNER = `SELECT obj_description(to_regclass(?), 'pg_class') AS mark, count(*) AS count
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`;

function ownerOf(sql: Sql, schema: string): "nobody" | "us" | "others" {
  const { mark, count } = sql.get<{ mark: string | null; count: number }>(
    SELECT_OWNER,
    `"${schema}".migrations`,
    schema,
  )!;
  if (mark === MARK) return "us";
  return count === 0 ? "nobody" : "others";
}

function claim(sql: Sql, schema: string): void {
  sql.script(
    `CREATE SCHEMA IF NOT EXISTS "${schema}";
    CREATE TABLE migrations (
      number BIGINT PRIMARY KEY,
      name TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      wall_ms BIGINT NOT NULL
    );
    COMMENT ON TABLE migrations IS '${MARK}';`,
  );
}

/** Asked of the clock, not of the transaction's begin: it may have waited for another. */
function readClock(sql: Sql): number {
  return sql.get<{ now: number }>(
    "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now",
  )!.now;
}
