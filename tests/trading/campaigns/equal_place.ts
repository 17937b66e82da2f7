import { Address } from "../../../lib/store/postgres/address.ts";
import { openPostgres } from "../../../lib/store/postgres/postgres_sql.ts";
import type { Sql } from "../../../lib/store/sql.ts";
import { openSqlite } from "../../../lib/store/sqlite/sqlite_sql.ts";
import { sha256Hex } from "../../../lib/core/mod.ts";

/** Where a run of a campaign keeps its rows: a file of its folder, or a schema of its own on a server. */
export interface StorePlace {
  readonly kind: "SQLite" | "PostgreSQL";
  /** File, absolute; or DATABASE_URL. */
  readonly address: string;
}

export const StorePlace = { onServer, inFolder, openSql, drop, version, rowCounts, lastRound, journalHash };

const WAITS = { waitMs: 20_000, readMs: 120_000, startMs: 30_000 };

/** Made by the run itself. */
function inFolder(folder: string): StorePlace {
  return { kind: "SQLite", address: `${folder}/run.sqlite` };
}

/** `url` is a server's, `name` lower case letters, digits and _. */
function onServer(url: string, name: string): StorePlace {
  return { kind: "PostgreSQL", address: `${url}?schema=campaign_${name}` };
}

/** Statements on it as it is; the caller closes it. */
function openSql({ kind, address }: StorePlace): Sql {
  if (kind === "SQLite") return openSqlite(address, "read");
  return openPostgres({ ...WAITS, address: Address.parse(address), access: "write", prepare: () => {} }).sql;
}

function withSql<T>(place: StorePlace, act: (sql: Sql) => T): T {
  const sql = openSql(place);
  try {
    return act(sql);
  } finally {
    sql.close();
  }
}

/** Removes what a run left on a server; nothing must have it open. */
function drop(place: StorePlace): void {
  if (place.kind === "SQLite") return;
  const { schema } = Address.parse(place.address);
  withSql(place, (sql) => sql.script(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`));
}

/** Of the database, in its own words. */
function version(place: StorePlace): string {
  return withSql(place, (sql) => {
    if (place.kind === "PostgreSQL") return sql.get<{ version: string }>("SELECT version()")!.version;
    return `SQLite ${sql.get<{ version: string }>("SELECT sqlite_version() AS version")!.version}`;
  });
}

/** Tables that have rows, by name. */
function rowCounts(place: StorePlace): Record<string, number> {
  return withSql(place, (sql) => {
    const list = place.kind === "SQLite"
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
      : `SELECT tablename AS name FROM pg_tables WHERE schemaname = '${
        Address.parse(place.address).schema
      }' ORDER BY tablename`;
    const counts = sql.all<{ name: string }>(list).map(({ name }): [string, number] => [
      name,
      sql.get<{ n: number }>(`SELECT COUNT(*) AS n FROM ${name}`)!.n,
    ]);
    return Object.fromEntries(counts.filter(([, n]) => n > 0));
  });
}

/** Of its journal. */
function lastRound(place: StorePlace): number {
  return withSql(place, (sql) => sql.get<{ n: number }>("SELECT last_round AS n FROM resume_point")!.n);
}

/**
 * SHA-256 of what every actor was given, in its order, with what came of it: stronger than the result, which only has
 * decisions, orders, fills and ledger. Without rounds, epochs and wall time, and without those who tell people: on one
 * thread there is no port to tell them.
 */
function journalHash(place: StorePlace): string {
  return withSql(place, (sql) => {
    const rows = sql.iterate<Record<string, unknown>>(
      `SELECT j.actor AS actor, j.input_no AS input_no, j.sender AS sender, j.seq AS seq, j.send_count AS send_count,
        j.seq_after AS seq_after, j.timers AS timers, j.quarantined AS quarantined, j.at_ms AS at_ms, m.body AS body
      FROM journal j JOIN messages m ON m.sender = j.sender AND m.seq = j.seq
      WHERE j.actor <> 'notifier' AND j.actor NOT LIKE 'port/%' ORDER BY j.actor, j.input_no`,
    );
    let hash = "";
    let lines: string[] = [];
    for (const row of rows) {
      lines.push(JSON.stringify(Object.values(row)));
      if (lines.length < 10_000) continue;
      hash = sha256Hex(hash + lines.join("\n"));
      lines = [];
    }
    return sha256Hex(hash + lines.join("\n"));
  });
}
