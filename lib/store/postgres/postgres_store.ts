import { migrate, refuseForeign, refuseUnmigrated } from "../migrate.ts";
import { readMigrations } from "../migrations.ts";
import type { Store, StoreReader } from "../port.ts";
import { createReader } from "../reader.ts";
import { createStore } from "../store.ts";
import { Address } from "./address.ts";
import { openPostgres } from "./postgres_sql.ts";
import type { Waits } from "./server_settings.ts";

export interface PostgresStoreOptions extends Partial<Waits> {
  /** `postgres://user:password@host:5432/database`, with `?sslmode=require|verify-full` and `?schema=NAME` if wanted. */
  readonly url: string;
  /** Wall time for the columns named wall_ms, ms. */
  readonly nowMs: () => number;
}

/** A silence of a second kills a worker: two waits must fit into it. */
const WAITS: Waits = { waitMs: 400, readMs: 30_000, startMs: 5_000 };

/**
 * A store on a PostgreSQL server (13 or newer). Starts a thread that keeps the connection; the first call connects and
 * brings the schema up to date, and any call may connect again. Calls of the commit port return within 2 x waitMs, or throw
 * StoreUnavailable; a batch of more than a megabyte or 256 statements may take that long for each. Throws StoreRefused for a
 * URL that is none; calls throw StoreRefused where the server, database or schema is not for us.
 */
export function createPostgresStore({ url, nowMs, ...waits }: PostgresStoreOptions): Store {
  const migrations = readMigrations("postgres");
  const opened = openPostgres({
    ...WAITS,
    ...waits,
    address: Address.parse(url),
    access: "write",
    prepare: (sql) => {
      refuseForeign(sql);
      migrate(sql, migrations, nowMs());
    },
  });
  return createStore({ ...opened, nowMs });
}

/**
 * Reads an existing, up-to-date store over sessions that the server keeps from writing; others may write it meanwhile.
 * Nothing is migrated, bound or leased. Needs the permissions of a store: net to the server, read of migrations/postgres
 * and of the driver's code. Calls throw as those of createPostgresStore.
 */
export function openPostgresReader(url: string, waits: Partial<Waits> = {}): StoreReader {
  const migrations = readMigrations("postgres");
  const { patientSql } = openPostgres({
    ...WAITS,
    ...waits,
    address: Address.parse(url),
    access: "read",
    prepare: (sql) => {
      refuseForeign(sql);
      refuseUnmigrated(sql, migrations);
    },
  });
  return createReader(patientSql);
}
