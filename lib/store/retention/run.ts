import { readLastEventId } from "../event_rows.ts";
import { readActors } from "../journal.ts";
import type { Sql } from "../sql.ts";
import type { PruneReport } from "./policy.ts";

/** What one slice deleted; `work` 0: there was nothing more to do. */
export type SliceCounts =
  & Partial<Omit<PruneReport, "isDone" | "slices" | "longestMs">>
  & { readonly work: number };

/** What one call knows of the store, which only grows meanwhile. Changed in place. */
export interface PruneRun {
  /** What was written before may go; wall time, ms. */
  readonly cutoffMs: number;
  /** Actors that may have old inputs, those gone through left out. */
  readonly actors: string[];
  /** Of each actor the input of its oldest snapshot: of all versions of its state, since any may be asked for. */
  readonly snapshots: ReadonlyMap<string, number>;
  /** Newest event that may go if it is old: the newest of all never does, so that ids never come back. */
  readonly lastEventId: number;
  /** Of each sender asked for, the newest send that is stored. */
  readonly committed: Map<string, number>;
  /** Of each way with conflated messages the newest one that was pruned; lives on from call to call. */
  readonly ways: Map<string, number>;
}

export const PruneRun = { start, lastOld, isOld };

function start(sql: Sql, cutoffMs: number, ways: Map<string, number>): PruneRun {
  const rows = sql.all<{ actor: string; inputNo: number }>(
    "SELECT actor, min(input_no) AS inputNo FROM actor_snapshots GROUP BY actor",
  );
  const snapshots = new Map(rows.map(({ actor, inputNo }) => [actor, inputNo]));
  return {
    cutoffMs,
    actors: readActors(sql).filter((actor) => snapshots.has(actor)),
    snapshots,
    lastEventId: readLastEventId(sql) - 1,
    committed: new Map(),
    ways,
  };
}

/** The newest old event of those after `from` up to `to`; `from` for none. By halving, as wall time rises with the ids. */
function lastOld(sql: Sql, run: PruneRun, from: number, to: number): number {
  let low = from, high = Math.min(to, run.lastEventId);
  if (high <= low || !isOld(sql, run, low + 1)) return from;
  if (isOld(sql, run, high)) return high;
  while (low < high - 1) {
    const middle = Math.floor((low + high) / 2);
    if (isOld(sql, run, middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** True for an event, or the next after it, that was committed before the cutoff; those whose input is gone were. */
function isOld(sql: Sql, { cutoffMs }: PruneRun, id: number): boolean {
  const row = sql.get<{ wallMs: number | null }>(
    `SELECT j.wall_ms AS wallMs FROM (SELECT actor, input_no FROM events WHERE id >= ? ORDER BY id LIMIT 1) AS e
      LEFT JOIN journal j ON j.actor = e.actor AND j.input_no = e.input_no`,
    id,
  );
  const wallMs = row?.wallMs ?? null;
  return wallMs === null || wallMs < cutoffMs;
}
