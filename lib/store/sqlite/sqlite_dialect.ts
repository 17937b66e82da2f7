import type { Dialect, Sql } from "../sql.ts";
import { explainSqlite } from "./sqlite_errors.ts";

/** Marks an SQLite file as ours ("BLKH"), so that no other program's file is ever changed. */
const APPLICATION_ID = 0x424c4b48;

/** What is SQLite's own; a file has no clock, so its users' is taken. */
export function sqliteDialect(path: string, access: "write" | "read" = "write"): Dialect {
  return {
    place: path,
    setting: "BULKHEAD_STORE",
    ownerOf,
    claim,
    nowMs: (_, callersMs) => callersMs,
    explain: (error) => explainSqlite(error, access),
  };
}

function ownerOf(sql: Sql): "nobody" | "us" | "others" {
  const { application_id } = sql.get<{ application_id: number }>("PRAGMA application_id")!;
  const { count } = sql.get<{ count: number }>("SELECT count(*) AS count FROM sqlite_schema")!;
  if (application_id === 0 && count === 0) return "nobody";
  return application_id === APPLICATION_ID ? "us" : "others";
}

function claim(sql: Sql): void {
  sql.script(
    `PRAGMA application_id = ${APPLICATION_ID};
    CREATE TABLE migrations (
      number INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      wall_ms INTEGER NOT NULL
    ) STRICT;`,
  );
}
