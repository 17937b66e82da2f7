import { type Epoch, StaleEpochError } from "../runtime/mod.ts";
import type { Sql } from "./sql.ts";

/** See CommitPort.raiseEpoch; to be called in a transaction. */
export function raiseEpoch(sql: Sql, writer: string): Epoch {
  const { number } = sql.get<{ number: number }>(
    `INSERT INTO epochs (writer, number) VALUES (?, 1)
    ON CONFLICT (writer) DO UPDATE SET number = number + 1 RETURNING number`,
    writer,
  )!;
  return { writer, number };
}

/**
 * Throws StaleEpochError unless this is the newest epoch of its writer; to be called in the transaction that commits, or
 * another process could raise it in between.
 */
export function refuseStale(sql: Sql, epoch: Epoch): void {
  const row = sql.get<{ number: number }>("SELECT number FROM epochs WHERE writer = ?", epoch.writer);
  if (row?.number !== epoch.number) throw new StaleEpochError(epoch, row?.number ?? 0);
}
