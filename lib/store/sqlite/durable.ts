import { StoreUnavailable } from "../errors.ts";
import type { Sql } from "../sql.ts";

/**
 * Makes commits of this connection outlive a kill and a power cut, at one fsync each. Throws StoreUnavailable where the
 * file system cannot do WAL (shared memory is missing, e.g. on a network drive).
 */
export function makeDurable(sql: Sql): void {
  const { place } = sql.dialect;
  const { journal_mode } = sql.get<{ journal_mode: string }>("PRAGMA journal_mode = WAL")!;
  sql.run("PRAGMA synchronous = FULL");
  // 16 MB of log: a commit touches the same pages over and over, and they are copied once per checkpoint
  sql.run("PRAGMA wal_autocheckpoint = 4000");
  if (journal_mode === "wal" || place === ":memory:") return;
  throw new StoreUnavailable(
    `Cannot open store ${place} as its file system must allow a write-ahead log: current value is ${journal_mode}; ` +
      `choose a BULKHEAD_STORE on a local disk`,
  );
}
