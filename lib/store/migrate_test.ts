import assert from "node:assert/strict";
import { StoreRefused } from "./errors.ts";
import { migrate, refuseForeign, refuseUnmigrated } from "./migrate.ts";
import { MIGRATION_FILES, readMigrations, toMigration } from "./migrations.ts";
import type { Sql } from "./sql.ts";
import { onEachDatabase, onPostgres, type Place } from "./testdata/databases_fixture.ts";

function onEmpty(name: string, test: (sql: Sql, place: Place) => void): void {
  onEachDatabase(name, (place) => {
    const sql = place.openSql();
    try {
      test(sql, place);
    } finally {
      sql.close();
    }
  });
}

const TABLES = {
  sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
  postgres: "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
};

const tables = (sql: Sql, { database }: Place) =>
  sql.all<{ name: string }>(TABLES[database]).map(({ name }) => name);

const FIRST = toMigration(1, "0001_a.sql", "CREATE TABLE a (x INTEGER);");
const SECOND = toMigration(2, "0002_b.sql", "CREATE TABLE b (x INTEGER); INSERT INTO b VALUES (1);");

Deno.test("MIGRATION_FILES lists the numbered files of both databases in order", () => {
  for (const path of ["", "postgres/"]) {
    const folder = new URL(`../../migrations/${path}`, import.meta.url);
    const files = [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile).map(({ name }) => name);
    assert.deepEqual(MIGRATION_FILES, files.sort());
  }
  MIGRATION_FILES.forEach((name, i) => assert.match(name, new RegExp(`^${String(i + 1).padStart(4, "0")}_`)));
});

onEmpty("migrate() applies what is missing, once", (sql) => {
  assert.deepEqual(migrate(sql, [FIRST], 7), ["0001_a.sql"]);
  assert.deepEqual(migrate(sql, [FIRST, SECOND], 8), ["0002_b.sql"]);
  assert.deepEqual(migrate(sql, [FIRST, SECOND], 9), []);
  assert.equal(sql.get<{ n: number }>("SELECT count(*) AS n FROM b")!.n, 1);
  assert.deepEqual(sql.all<{ w: number }>("SELECT wall_ms AS w FROM migrations").map(({ w }) => w), [7, 8]);
  refuseForeign(sql);
  refuseUnmigrated(sql, [FIRST, SECOND]);
});

onEmpty("migrate() of this program's migrations is a no-op the second time", (sql, place) => {
  assert.deepEqual(migrate(sql, readMigrations(place.database), 7), MIGRATION_FILES);
  const before = tables(sql, place);
  assert.deepEqual(migrate(sql, readMigrations(place.database), 8), []);
  assert.deepEqual(tables(sql, place), before);
});

onEmpty("migrate() refuses an applied migration that changed, by name", (sql) => {
  migrate(sql, [FIRST, SECOND], 7);
  const changed = toMigration(1, FIRST.name, FIRST.sql + " ");
  assert.throws(() => migrate(sql, [changed, SECOND], 8), (error: unknown) => {
    assert.ok(error instanceof StoreRefused);
    assert.match(
      error.message,
      /^Cannot open store .*0001_a\.sql was applied with SHA-256 [0-9a-f]{64},/,
    );
    return true;
  });
});

onEmpty("migrate() refuses a store of a newer version", (sql) => {
  migrate(sql, [FIRST, SECOND], 7);
  assert.throws(() => migrate(sql, [FIRST], 8), /it has 0002_b\.sql, the newest known is 0001_a\.sql/);
});

onEmpty("migrate() leaves nothing of a migration that fails", (sql, place) => {
  const broken = toMigration(2, "0002_b.sql", "CREATE TABLE b (x INTEGER); CREATE TABLE a (y INTEGER);");
  assert.throws(() => migrate(sql, [FIRST, broken], 7), /(table a|relation "a") already exists/);
  assert.deepEqual(tables(sql, place), ["a", "migrations"]);
  assert.deepEqual(migrate(sql, [FIRST, SECOND], 8), ["0002_b.sql"]);
});

onEmpty("refuseUnmigrated() refuses a store that lacks a migration", (sql) => {
  assert.throws(() => refuseUnmigrated(sql, [FIRST]), /0001_a\.sql is not applied/);
  migrate(sql, [FIRST], 7);
  assert.throws(() => refuseUnmigrated(sql, [FIRST, SECOND]), /0002_b\.sql is not applied/);
});

/** The appendix of the product's contract: columns in order, "!" = NOT NULL (or part of the primary key). */
const CONTRACT: Readonly<Record<string, string>> = {
  orders:
    "id! client_id! venue! symbol! side! type! price qty! filled_qty! status! reduce_only fee_bps created_at! updated_at!",
  trades: "id! order_id venue! symbol! side! price! qty! fee_quote! pnl_quote! r_value! ts!",
  positions: "venue! symbol! qty! avg_price! stop_price liq_price last_price u_pnl_quote u_pnl_r updated_at!",
  pnl_ledger: "asof_date! realized_quote! unrealized_quote! fees_quote! equity_quote! trades_r! dd_r!",
  config_versions: "id! version! actor! payload! status! created_at!",
};

/** How each database tells the columns of a table. */
const COLUMNS = {
  sqlite: `SELECT name, type, "notnull" OR pk > 0 AS required FROM pragma_table_info(?)`,
  postgres: `SELECT column_name AS name, udt_name AS type, is_nullable = 'NO' AS required
    FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position`,
};

onEmpty("the migrations make the contract's tables with its columns first, in order", (sql, { database }) => {
  migrate(sql, readMigrations(database), 7);
  for (const [table, columns] of Object.entries(CONTRACT)) {
    const rows = sql.all<{ name: string; required: number }>(COLUMNS[database], table);
    const text = rows.map(({ name, required }) => name + (required ? "!" : "")).join(" ");
    assert.ok(`${text} `.startsWith(`${columns} `), `${table}: ${text}`);
  }
});

/** The types of the same columns. */
const CONTRACT_TYPES: Readonly<Record<string, string>> = {
  orders: "int8 text text text text text numeric numeric numeric text bool numeric timestamptz timestamptz",
  trades: "int8 int8 text text text numeric numeric numeric numeric numeric timestamptz",
  positions: "text text numeric numeric numeric numeric numeric numeric numeric timestamptz",
  pnl_ledger: "date numeric numeric numeric numeric numeric numeric",
  config_versions: "int8 text text jsonb text timestamptz",
};

onPostgres(
  "the migrations give the contract's tables its types, and its defaults to rows of other hands",
  (place) => {
    const sql = place.openSql();
    migrate(sql, readMigrations("postgres"), 7);
    for (const [table, types] of Object.entries(CONTRACT_TYPES)) {
      const text = sql.all<{ type: string }>(COLUMNS.postgres, table).map(({ type }) => type).join(" ");
      assert.ok(`${text} `.startsWith(`${types} `), `${table}: ${text}`);
    }
    sql.run("INSERT INTO trades (venue, symbol, side, price, qty) VALUES ('v', 's', 'buy', 1.50, 2)");
    const row = sql.get<Record<string, unknown>>("SELECT * FROM trades")!;
    const { id, order_id, price, fee_quote, pnl_quote, r_value } = row;
    assert.deepEqual([id, order_id, price, fee_quote, pnl_quote, r_value], [1, null, "1.50", "0", "0", "0"]);
    assert.ok(Math.abs(Number(row.ts) - Date.now()) < 60_000);
    sql.close();
  },
);
