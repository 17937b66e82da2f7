import { isReservedAddress } from "../../runtime/mod.ts";
import type { Sql } from "../sql.ts";
import { writePruned } from "./marks.ts";
import type { PruneRun, SliceCounts } from "./run.ts";

interface InputRow {
  readonly inputNo: number;
  readonly sender: string;
  readonly seq: number;
  readonly sendCount: number;
  readonly seqAfter: number;
  readonly wallMs: number;
  readonly lane: number;
  readonly key: string | null;
}

// CROSS JOIN fixes the order for SQLite
const SELECT_OLDEST =
  `SELECT j.input_no AS inputNo, j.sender, j.seq, j.send_count AS sendCount, j.seq_after AS seqAfter,
    j.wall_ms AS wallMs, m.lane, m.conflation_key AS key
  FROM journal j CROSS JOIN messages m
  WHERE j.actor = ? AND j.input_no < ? AND m.sender = j.sender AND m.seq = j.seq ORDER BY j.input_no LIMIT ?`;

/**
 * Deletes the oldest inputs of actors, and the messages they were or that they sent elsewhere: those before every snapshot
 * of the actor. Always the first of what is left, so that the rest has no gaps.
 */
export function pruneInputs(sql: Sql, run: PruneRun, rows: number): SliceCounts {
  const counts = { inputs: 0, messages: 0 };
  while (run.actors.length > 0 && counts.inputs < rows) {
    const [actor] = run.actors;
    const oldest = oldestOf(sql, run, actor, rows - counts.inputs);
    if (oldest.length === 0) {
      run.actors.shift();
      continue;
    }
    counts.messages += deleteMessages(sql, run, actor, oldest);
    const { inputNo } = oldest.at(-1)!;
    sql.run("DELETE FROM journal WHERE actor = ? AND input_no <= ?", actor, inputNo);
    writePruned(sql, "inputs", actor, inputNo);
    counts.inputs += oldest.length;
  }
  return { ...counts, work: counts.inputs };
}

/** Up to the first input that is too young, or whose sender's rows are still to come. */
function oldestOf(sql: Sql, run: PruneRun, actor: string, limit: number): InputRow[] {
  // strictly before: each actor keeps an input, and so its send counter
  const rows = sql.all<InputRow>(SELECT_OLDEST, actor, run.snapshots.get(actor) ?? 0, limit);
  const end = rows.findIndex(({ wallMs, sender, seq }) =>
    wallMs >= run.cutoffMs || seq > committedSeq(sql, run, sender)
  );
  return end < 0 ? rows : rows.slice(0, end);
}

/** Of an actor's sends the newest that is stored; those of actors who commit elsewhere never are. */
function committedSeq(sql: Sql, { committed }: PruneRun, sender: string): number {
  if (isReservedAddress(sender)) return Infinity;
  let seq = committed.get(sender);
  if (seq === undefined) {
    const row = sql.get<{ seqAfter: number }>(
      "SELECT seq_after AS seqAfter FROM journal WHERE actor = ? ORDER BY input_no DESC LIMIT 1",
      sender,
    );
    committed.set(sender, seq = row?.seqAfter ?? Infinity);
  }
  return seq;
}

const NOT_PENDING =
  `NOT EXISTS (SELECT 1 FROM outbox o WHERE o.sender = messages.sender AND o.seq = messages.seq)`;
const DELETE_HANDLED = `DELETE FROM messages WHERE ${NOT_PENDING}
  AND (sender, seq) IN (VALUES (CAST(? AS TEXT), CAST(? AS BIGINT)))`;
/** What was sent to actors who commit elsewhere, and settled. */
const SENT_AWAY = `sender = ? AND seq > ? AND seq <= ? AND ${NOT_PENDING}
  AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.actor = messages.recipient)`;
/** What a handled message superseded: order holds on each way, so nobody will handle it any more. */
const SUPERSEDED = `sender = ? AND recipient = ? AND lane = ? AND seq > ? AND seq < ? AND ${NOT_PENDING}`;

function deleteMessages(sql: Sql, run: PruneRun, actor: string, inputs: readonly InputRow[]): number {
  for (const { sender, seq } of inputs) sql.run(DELETE_HANDLED, sender, seq);
  const [{ seqAfter, sendCount }] = inputs;
  const sent = [actor, seqAfter - sendCount, inputs.at(-1)!.seqAfter];
  let count = inputs.length + deleteCounted(sql, SENT_AWAY, sent);
  for (const { sender, lane, key, seq } of inputs) {
    if (key === null) continue;
    const way = JSON.stringify([sender, actor, lane]);
    // once in the life of a process from the start: then from where the last call ended
    count += deleteCounted(sql, SUPERSEDED, [sender, actor, lane, run.ways.get(way) ?? 0, seq]);
    run.ways.set(way, seq);
  }
  return count;
}

function deleteCounted(sql: Sql, condition: string, values: readonly (string | number)[]): number {
  const { count } = sql.get<{ count: number }>(
    `SELECT count(*) AS count FROM messages WHERE ${condition}`,
    ...values,
  )!;
  if (count > 0) sql.run(`DELETE FROM messages WHERE ${condition}`, ...values);
  return count;
}
