import assert from "node:assert/strict";
import { StoreRefused } from "./errors.ts";
import { migrate, refuseForeign, refuseUnmigrated } from "./migrate.ts";
import { MIGRATION_FILES, readMigrations, toMigration } from "./migrations.ts";
import { openSql, type Sql } from "./sql.ts";

function onEmpty(test: (sql: Sql) => void): void {
  const sql = openSql(":memory:", "write");
  try {
    test(sql);
  } finally {
    sql.close();
  }
}

const names = (sql: Sql, type: string) =>
  sql.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = ? ORDER BY name", type).map((row) =>
    row.name
  );

const FIRST = toMigration(1, "0001_a.sql", "CREATE TABLE a (x INTEGER) STRICT;");
const SECOND = toMigration(2, "0002_b.sql", "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO b VALUES (1);");

Deno.test("MIGRATION_FILES lists the numbered files of migrations/ in order", () => {
  const folder = new URL("../../migrations/", import.meta.url);
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => /^\d/.test(name))
    .sort();
  assert.ok(files.length >= 3);
  assert.deepEqual(MIGRATION_FILES, files);
  readMigrations().forEach(({ number, name }) =>
    assert.equal(name.slice(0, 5), `${String(number).padStart(4, "0")}_`)
  );
});

Deno.test("migrate() applies what is missing, once", () => {
  onEmpty((sql) => {
    assert.deepEqual(migrate(sql, "p", [FIRST], 7), ["0001_a.sql"]);
    assert.deepEqual(migrate(sql, "p", [FIRST, SECOND], 8), ["0002_b.sql"]);
    assert.deepEqual(migrate(sql, "p", [FIRST, SECOND], 9), []);
    assert.equal(sql.get<{ n: number }>("SELECT count(*) AS n FROM b")!.n, 1);
    assert.deepEqual(sql.all<{ w: number }>("SELECT wall_ms AS w FROM migrations").map(({ w }) => w), [7, 8]);
    refuseForeign(sql, "p");
    refuseUnmigrated(sql, "p", [FIRST, SECOND]);
  });
});

Deno.test("migrate() of this program's migrations is a no-op the second time", () => {
  onEmpty((sql) => {
    assert.deepEqual(migrate(sql, "p", readMigrations(), 7), MIGRATION_FILES);
    const before = names(sql, "table");
    assert.deepEqual(migrate(sql, "p", readMigrations(), 8), []);
    assert.deepEqual(names(sql, "table"), before);
  });
});

Deno.test("migrate() refuses an applied migration that changed, by name", () => {
  onEmpty((sql) => {
    migrate(sql, "run/x.sqlite", [FIRST, SECOND], 7);
    const changed = toMigration(1, FIRST.name, FIRST.sql + " ");
    assert.throws(() => migrate(sql, "run/x.sqlite", [changed, SECOND], 8), (error: unknown) => {
      assert.ok(error instanceof StoreRefused);
      assert.match(
        error.message,
        /^Cannot open store run\/x\.sqlite .*0001_a\.sql was applied with SHA-256 [0-9a-f]{64},/,
      );
      return true;
    });
  });
});

Deno.test("migrate() refuses a store of a newer version", () => {
  onEmpty((sql) => {
    migrate(sql, "p", [FIRST, SECOND], 7);
    assert.throws(() => migrate(sql, "p", [FIRST], 8), /it has 0002_b\.sql, the newest known is 0001_a\.sql/);
  });
});

Deno.test("migrate() leaves nothing of a migration that fails", () => {
  onEmpty((sql) => {
    const broken = toMigration(2, "0002_b.sql", "CREATE TABLE b (x INTEGER); CREATE TABLE a (y INTEGER);");
    assert.throws(() => migrate(sql, "p", [FIRST, broken], 7), /table a already exists/);
    assert.deepEqual(names(sql, "table"), ["a", "migrations"]);
    assert.deepEqual(migrate(sql, "p", [FIRST, SECOND], 8), ["0002_b.sql"]);
  });
});

Deno.test("refuseUnmigrated() refuses a store that lacks a migration", () => {
  onEmpty((sql) => {
    assert.throws(() => refuseUnmigrated(sql, "p", [FIRST]), /0001_a\.sql is not applied/);
    migrate(sql, "p", [FIRST], 7);
    assert.throws(() => refuseUnmigrated(sql, "p", [FIRST, SECOND]), /0002_b\.sql is not applied/);
  });
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

Deno.test("the migrations make the contract's tables with its columns first, in order", () => {
  onEmpty((sql) => {
    migrate(sql, "p", readMigrations(), 7);
    for (const [table, columns] of Object.entries(CONTRACT)) {
      const rows = sql.all<{ name: string; notnull: number; pk: number }>(`PRAGMA table_info(${table})`);
      const text = rows.map(({ name, notnull, pk }) => name + (notnull === 1 || pk > 0 ? "!" : "")).join(" ");
      assert.ok(`${text} `.startsWith(`${columns} `), `${table}: ${text}`);
    }
  });
});
