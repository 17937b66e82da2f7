import type { ActorSnapshot } from "../runtime/mod.ts";
import type { Sql } from "./sql.ts";

/** Stores a snapshot in place of the actor's older one of the same schema: the journal keeps what lies before. */
export function writeSnapshot(sql: Sql, it: ActorSnapshot): void {
  sql.run(
    `INSERT INTO actor_snapshots (actor, schema, input_no, seq, timers, seen, state, state_hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (actor, schema) DO UPDATE SET input_no = excluded.input_no, seq = excluded.seq,
      timers = excluded.timers, seen = excluded.seen, state = excluded.state, state_hash = excluded.state_hash`,
    ...[it.actor, it.schema, it.inputNo, it.seq, JSON.stringify(it.timers), JSON.stringify(it.seen)],
    ...[it.state, it.stateHash],
  );
}

interface SnapshotRow extends Omit<ActorSnapshot, "timers" | "seen"> {
  readonly timers: string;
  readonly seen: string;
}

/** The newest snapshot of an actor for a schema, or null. */
export function readSnapshot(sql: Sql, actor: string, schema: number): ActorSnapshot | null {
  const row = sql.get<SnapshotRow>(
    `SELECT actor, schema, input_no AS inputNo, seq, timers, seen, state, state_hash AS stateHash
    FROM actor_snapshots WHERE actor = ? AND schema = ?`,
    ...[actor, schema],
  );
  return row === undefined ? null : { ...row, timers: JSON.parse(row.timers), seen: JSON.parse(row.seen) };
}
