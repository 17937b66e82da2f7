// Places for stores of both databases: for the tests that every database must pass.
import { createPostgresStore, createSqliteStore, openPostgresReader, openSqliteReader } from "../mod.ts";
import type { Store, StoreReader } from "../port.ts";
import { Address } from "../postgres/address.ts";
import { openPostgres } from "../postgres/postgres_sql.ts";
import type { Waits } from "../postgres/server_settings.ts";
import type { Sql } from "../sql.ts";
import { openSqlite } from "../sqlite/sqlite_sql.ts";

export type DatabaseName = "sqlite" | "postgres";

/** Where one store may be made; gone after the test. */
export interface Place {
  readonly database: DatabaseName;
  /** As errors name it. */
  readonly name: string;
  /** Its path, or its DATABASE_URL. */
  readonly address: string;
  /** Opens it as a process would; may be called again, while it is open or later. */
  createStore(nowMs?: () => number): Store;
  openReader(): StoreReader;
  /** Statements on it as it is. */
  openSql(): Sql;
  /** All that was opened must be closed. */
  dispose(): void;
}

/** Wall time of the stores that tests open, ms. */
export const WALL_MS = 1_800_000_000_123;

const SERVER = Deno.env.get("TEST_DATABASE_URL");

/** A machine under tests is slow: nothing here is about time. */
const TEST_WAITS = { waitMs: 20_000, readMs: 30_000, startMs: 30_000 };

// one for all tests: a driver's thread takes half a second to come up
const DROPPER = SERVER === undefined ? null : openPostgresSql(Address.parse(SERVER));
globalThis.addEventListener("unload", () => DROPPER?.close());

/** Why tests on a server are skipped, for their names; "" if they are not. */
export const NO_SERVER = SERVER === undefined ? ": skipped, TEST_DATABASE_URL is not set" : "";

/** Those that are here. */
export const DATABASES: readonly DatabaseName[] = SERVER === undefined ? ["sqlite"] : ["sqlite", "postgres"];

/** Registers a test on an empty place of each database. */
export function onEachDatabase(name: string, test: (place: Place) => void | Promise<void>): void {
  Deno.test(`${name} (sqlite)`, () => withPlace("sqlite", test));
  onPostgres(name, test);
}

/** Registers a test on an empty place of a server. */
export function onPostgres(name: string, test: (place: Place) => void | Promise<void>): void {
  Deno.test({
    name: `${name} (postgres${NO_SERVER})`,
    ignore: SERVER === undefined,
    fn: () => withPlace("postgres", test),
  });
}

/** Runs a test on an empty place; at once, if the test is synchronous. */
export function withPlace<T>(database: DatabaseName, test: (place: Place) => T): T {
  const place = openPlace(database);
  let isPending = false;
  try {
    const result = test(place);
    if (!(result instanceof Promise)) return result;
    isPending = true;
    return result.finally(() => place.dispose()) as T;
  } finally {
    if (!isPending) place.dispose();
  }
}

/** An empty place; on a server only if there is one. */
export function openPlace(database: DatabaseName): Place {
  return database === "sqlite" ? openSqlitePlace() : openPostgresPlace(SERVER!, DROPPER!);
}

function openSqlitePlace(): Place {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/store.sqlite`;
  return {
    database: "sqlite",
    name: path,
    address: path,

    createStore: (nowMs = () => WALL_MS) => createSqliteStore({ path, nowMs }),
    openReader: () => openSqliteReader(path),
    openSql: () => openSqlite(path, "write"),
    dispose: () => Deno.removeSync(folder, { recursive: true }),
  };
}

/** An empty schema of the server at `url`, dropped by `dropper`. */
export function openPostgresPlace(
  url: string,
  dropper: Pick<Sql, "script">,
  waits: Partial<Waits> = TEST_WAITS,
): Place {
  const schema = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const address = { ...Address.parse(url), schema };
  const schemaUrl = `${url}?schema=${schema}`;
  return {
    database: "postgres",
    name: Address.place(address),
    address: schemaUrl,
    createStore: (nowMs = () => WALL_MS) => createPostgresStore({ url: schemaUrl, nowMs, ...waits }),
    openReader: () => openPostgresReader(schemaUrl, waits),
    openSql: () => openPostgresSql(address),
    dispose: () => dropper.script(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`),
  };
}

/** Statements on a server as it is. */
export function openPostgresSql(address: Address): Sql {
  return openPostgres({ ...TEST_WAITS, address, access: "write", prepare: () => {} }).sql;
}

/** Runs a test in a folder that is deleted afterwards. */
export function withFolder(test: (folder: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
