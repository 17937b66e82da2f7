import { type Epoch, StaleEpochError } from "../runtime/mod.ts";
import type { Sql } from "./sql.ts";

/** See CommitPort.raiseEpoch; to be called in a transaction. */
export function raiseEpoch(sql: Sql, writer: string): Epoch {
  const { number } = sql.get<{ number: number }>(
    `INSERT INTO epochs (writer, number) VALUES (?, 1)
    ON CONFLICT (writer) DO UPDATE SET number = epochs.number + 1 RETURNING number`,
    writer,
  )!;
  return { writer, number };
}

/** What a commit must know of the store before it writes. */
export interface Standing {
  /** What `writeCommitId` noted at the writer's last commit; null before its first. */
  readonly lastCommitId: string | null;
  readonly lastRound: number;
  /** Of the newest row in events. */
  readonly lastEventId: number;
}

/**
 * Reads it in one go. Throws StaleEpochError unless this is the newest epoch of its writer; to be called in the
 * transaction that commits, or another process could raise it in between.
 */
export function readStanding(sql: Sql, epoch: Epoch): Standing {
  const row = sql.get<Standing & { readonly number: number | null }>(
    `SELECT e.number, e.last_commit_id AS lastCommitId, p.last_round AS lastRound,
      (SELECT coalesce(max(id), 0) FROM events) AS lastEventId
    FROM resume_point p LEFT JOIN epochs e ON e.writer = ?`,
    epoch.writer,
  )!;
  if (row.number !== epoch.number) throw new StaleEpochError(epoch, row.number ?? 0);
  return row;
}

/** Notes which commit of its writer this is. */
export function writeCommitId(sql: Sql, writer: string, id: string): void {
  sql.run("UPDATE epochs SET last_commit_id = ? WHERE writer = ?", id, writer);
}
