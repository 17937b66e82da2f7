import { guarded } from "../errors.ts";
import { migrate, refuseForeign, refuseUnmigrated } from "../migrate.ts";
import { readMigrations } from "../migrations.ts";
import type { Store, StoreReader } from "../port.ts";
import { createReader } from "../reader.ts";
import type { Sql } from "../sql.ts";
import { createStore } from "../store.ts";
import { makeDurable } from "./durable.ts";
import { sqliteDialect } from "./sqlite_dialect.ts";
import { openSqlite } from "./sqlite_sql.ts";

export interface SqliteStoreOptions {
  /** File of the store, created if it does not exist (its folder must); ":memory:" forgets with the process. */
  readonly path: string;
  /** Wall time for the columns named wall_ms, ms. */
  readonly nowMs: () => number;
}

/**
 * Opens a store in an SQLite file to write, and brings its schema up to date. WAL with synchronous=FULL: one fsync per
 * commit, and no acknowledged batch is lost over a kill. Throws StoreRefused or StoreUnavailable.
 */
export function createSqliteStore({ path, nowMs }: SqliteStoreOptions): Store {
  const sql = opened(path, "write", (sql) => {
    refuseForeign(sql);
    makeDurable(sql);
    migrate(sql, readMigrations("sqlite"), nowMs());
  });
  return createStore({ sql, nowMs });
}

/**
 * Opens an existing, up-to-date store read-only; another process may write it meanwhile, and is never waited for nor held
 * up. Nothing is migrated, bound or leased. Needs the permission to read the file and migrations/; the user of the process
 * must also be able to write the folder, unless a process has the store open or did not close it. Throws as
 * createSqliteStore.
 */
export function openSqliteReader(path: string): StoreReader {
  const sql = opened(path, "read", (sql) => {
    refuseForeign(sql);
    refuseUnmigrated(sql, readMigrations("sqlite"));
  });
  return createReader(sql);
}

/** Opens the file and prepares it; a file that is refused is left closed. */
function opened(path: string, access: "write" | "read", prepare: (sql: Sql) => void): Sql {
  return guarded(sqliteDialect(path, access), "open", () => {
    const sql = openSqlite(path, access);
    try {
      prepare(sql);
      return sql;
    } catch (error) {
      sql.close();
      throw error;
    }
  });
}
