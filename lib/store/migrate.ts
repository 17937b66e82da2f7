import { StoreRefused } from "./errors.ts";
import type { Migration } from "./migrations.ts";
import type { Sql } from "./sql.ts";

interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/** Throws StoreRefused unless the place is ours or empty. Changes nothing. */
export function refuseForeign(sql: Sql): void {
  const { dialect } = sql;
  if (dialect.ownerOf(sql) !== "others") return;
  throw new StoreRefused(
    `Cannot open store ${dialect.place} as it must be a store of this program: another program's tables are there; ` +
      `choose another ${dialect.setting}`,
  );
}

/**
 * Applies what is missing, each migration in a transaction of its own, and returns the names of what it applied.
 * `wallMs` is noted with them. Throws StoreRefused on a newer store and on an applied migration that changed.
 */
export function migrate(sql: Sql, migrations: readonly Migration[], wallMs: number): string[] {
  const { dialect } = sql;
  if (dialect.ownerOf(sql) === "nobody") {
    sql.transaction(() => {
      // asked again inside: another process may open the same store at the same time
      if (dialect.ownerOf(sql) === "nobody") dialect.claim(sql);
    });
  }
  const applied = appliedOf(sql);
  refuseOtherMigrations(sql, applied, migrations);
  const missing = migrations.slice(applied.length);
  return missing.filter((migration) => apply(sql, migration, wallMs)).map(({ name }) => name);
}

/** Throws StoreRefused unless all these migrations and no others are applied, unchanged. */
export function refuseUnmigrated(sql: Sql, migrations: readonly Migration[]): void {
  const { dialect } = sql;
  const applied = dialect.ownerOf(sql) === "nobody" ? [] : appliedOf(sql);
  refuseOtherMigrations(sql, applied, migrations);
  if (applied.length === migrations.length) return;
  throw new StoreRefused(
    `Cannot read store ${dialect.place} as it must be up to date: ${
      migrations.at(-1)!.name
    } is not applied; open it to write first`,
  );
}

function appliedOf(sql: Sql): Applied[] {
  return sql.all<Applied>("SELECT number, name, sha256 FROM migrations ORDER BY number");
}

function refuseOtherMigrations(sql: Sql, allApplied: readonly Applied[], ours: readonly Migration[]): void {
  const { place, setting } = sql.dialect;
  for (const applied of allApplied) {
    const our = ours.find(({ number }) => number === applied.number);
    if (our === undefined) {
      throw new StoreRefused(
        `Cannot open store ${place} as its schema must not be newer than this program: it has ${applied.name}, the ` +
          `newest known is ${
            ours.at(-1)?.name ?? "none"
          }; run the version that wrote it, or choose another ${setting}`,
      );
    }
    if (our.sha256 !== applied.sha256) {
      throw new StoreRefused(
        `Cannot open store ${place} as an applied migration must not change: ${applied.name} was applied with SHA-256 ` +
          `${applied.sha256}, ${our.name} now has ${our.sha256}; restore the file and put the change into a new migration`,
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
