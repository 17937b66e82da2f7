import { sha256Hex } from "../core/mod.ts";

/** One numbered step of the schema, forward only. */
export interface Migration {
  /** From 1, without gaps. */
  readonly number: number;
  /** File name. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of `sql`: an applied file may never change. */
  readonly sha256: string;
}

/**
 * The steps in order: each is a file of this name in migrations/ for SQLite and in migrations/postgres/ for PostgreSQL. A
 * new one is added here too, so that a compiled program finds it.
 */
export const MIGRATION_FILES: readonly string[] = [
  "0001_journal.sql",
  "0002_contract.sql",
  "0003_records.sql",
  "0004_epochs.sql",
  "0005_leases.sql",
  "0006_screens.sql",
  "0007_retention.sql",
];

const FOLDERS = { sqlite: "migrations", postgres: "migrations/postgres" } as const;

/** Reads all migrations of this program for a database. */
export function readMigrations(database: keyof typeof FOLDERS): Migration[] {
  const folder = FOLDERS[database];
  return MIGRATION_FILES.map((name, i) =>
    toMigration(i + 1, name, Deno.readTextFileSync(new URL(`../../${folder}/${name}`, import.meta.url)))
  );
}

/** A migration with its checksum. */
export function toMigration(number: number, name: string, sql: string): Migration {
  return { number, name, sql, sha256: sha256Hex(sql) };
}
