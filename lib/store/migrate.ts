import { StoreRefused } from "./errors.ts";
import type { Migration } from "./migrations.ts";
import type { Sql } from "./sql.ts";

/** Marks an SQLite file as ours ("BLKH"), so that no other program's file is ever changed. */
const APPLICATION_ID = 0x424c4b48;

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/** Throws StoreRefused unless the file is ours or empty. Changes nothing. */
export function refuseForeign(sql: Sql, path: string): void {
  const { application_id } = sql.get<{ application_id: number }>("PRAGMA application_id")!;
  const { count } = sql.get<{ count: number }>("SELECT count(*) AS count FROM sqlite_schema")!;
  if (application_id === APPLICATION_ID || (application_id === 0 && count === 0)) return;
  throw new StoreRefused(
    `Cannot open store ${path} as it must be a store of this program: it is another program's SQLite file; ` +
      `choose another BULKHEAD_STORE`,
  );
}

/**
 * Applies what is missing, each migration in a transaction of its own, and returns the names of what it applied.
 * `wallMs` is noted with them. Throws StoreRefused on a newer store and on an applied migration that changed.
 */
export function migrate(sql: Sql, path: string, migrations: readonly Migration[], wallMs: number): string[] {
  sql.transaction(() => {
    if (sql.get("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'") !== undefined) return;
    sql.script(
      `PRAGMA application_id = ${APPLICATION_ID};
      CREATE TABLE migrations (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        wall_ms INTEGER NOT NULL
      ) STRICT;`,
    );
  });
  refuseOtherMigrations(sql, path, migrations);
  return migrations.filter((migration) => apply(sql, migration, wallMs)).map(({ name }) => name);
}

/** Throws StoreRefused unless all these migrations and no others are applied, unchanged. */
export function refuseUnmigrated(sql: Sql, path: string, migrations: readonly Migration[]): void {
  const isEmpty = sql.get("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'") === undefined;
  if (!isEmpty) refuseOtherMigrations(sql, path, migrations);
  if (!isEmpty && appliedOf(sql).length === migrations.length) return;
  throw new StoreRefused(
    `Cannot read store ${path} as it must be up to date: ${
      migrations.at(-1)!.name
    } is not applied; open it to write first`,
  );
}

function appliedOf(sql: Sql): Applied[] {
  return sql.all<Applied>("SELECT number, name, sha256 FROM migrations ORDER BY number");
}

function refuseOtherMigrations(sql: Sql, path: string, migrations: readonly Migration[]): void {
  for (const applied of appliedOf(sql)) {
    const ours = migrations.find(({ number }) => number === applied.number);
    if (ours === undefined) {
      throw new StoreRefused(
        `Cannot open store ${path} as its schema must not be newer than this program: it has ${applied.name}, the ` +
          `newest known is ${
            migrations.at(-1)?.name ?? "none"
          }; run the version that wrote it, or choose another BULKHEAD_STORE`,
      );
    }
    if (ours.sha256 !== applied.sha256) {
      throw new StoreRefused(
        `Cannot open store ${path} as an applied migration must not change: ${applied.name} was applied with SHA-256 ` +
          `${applied.sha256}, ${ours.name} now has ${ours.sha256}; restore the file and put the change into a new migration`,
      );
    }
  }
}

/** False if it is applied already; asked inside the transaction, as another process may migrate at the same time. */
function apply(sql: Sql, { number, name, sql: text, sha256 }: Migration, wallMs: number): boolean {
  return sql.transaction(() => {
    if (sql.get("SELECT 1 FROM migrations WHERE number = ?", number) !== undefined) return false;
    sql.script(text);
    sql.run("INSERT INTO migrations VALUES (?, ?, ?, ?)", number, name, sha256, wallMs);
    return true;
  });
}
