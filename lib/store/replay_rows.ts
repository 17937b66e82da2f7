import { decodeState, encodeState } from "../core/mod.ts";
import type {
  Envelope,
  JournalRow,
  JournalSource,
  JournalSpan,
  Message,
  StoredSend,
  StoredText,
} from "../runtime/mod.ts";
import { canonicalLine } from "../trader/mod.ts";
import { readActors } from "./journal.ts";
import { isTraderEvent } from "./project.ts";
import { readPruned, readPrunedInputs } from "./retention/marks.ts";
import { readSnapshot } from "./snapshots.ts";
import type { Sql } from "./sql.ts";

/** See StoreReader.journal; `read` asks the database. */
export function journalSource(read: <T>(query: (sql: Sql) => T) => T): JournalSource {
  return {
    spans: () => read(readSpans),
    rows: (actor, after, limit) => read((sql) => readRows(sql, actor, after, limit)),
    events: (afterId, limit) => read((sql) => readTexts(sql, afterId, limit)),
    snapshot: (actor, schema) => read((sql) => readSnapshot(sql, actor, schema)),
    eventsGoneToWallMs: () => read(readGoneToWallMs),
    textOf: eventText,
  };
}

/** How an event is stored: a decision as its line of the canonical export, any other whole. */
function eventText(event: Message): string {
  if (event.kind === "DecisionMade" && isTraderEvent(event)) return canonicalLine(event)!.text;
  return encodeState(event);
}

function readSpans(sql: Sql): JournalSpan[] {
  const pruned = readPrunedInputs(sql);
  return readActors(sql).map((actor) => {
    const { last } = sql.get<{ last: number }>(
      "SELECT input_no AS last FROM journal WHERE actor = ? ORDER BY input_no DESC LIMIT 1",
      actor,
    )!;
    return { actor, after: pruned.get(actor) ?? 0, last };
  });
}

interface InputRow extends Omit<Envelope, "body" | "key"> {
  readonly body: string;
  readonly key: string | null;
  readonly inputNo: number;
  readonly sendCount: number;
  readonly seqAfter: number;
  readonly quarantined: 0 | 1;
  readonly timers: string | null;
  readonly wallMs: number;
}

// CROSS JOIN fixes the order for SQLite
const SELECT_ROWS = `SELECT m.sender AS "from", m.seq, m.recipient AS "to", m.lane, m.caused_by AS causedBy,
    m.conflation_key AS key, m.body, j.at_ms AS atMs, j.input_no AS inputNo, j.send_count AS sendCount,
    j.seq_after AS seqAfter, j.quarantined, j.timers, j.wall_ms AS wallMs
  FROM journal j CROSS JOIN messages m
  WHERE j.actor = ? AND j.input_no > ? AND m.sender = j.sender AND m.seq = j.seq
  ORDER BY j.input_no LIMIT ?`;
const SELECT_SENDS =
  `SELECT seq, recipient AS "to", lane, caused_by AS causedBy, conflation_key AS key, body AS text
  FROM messages WHERE sender = ? AND seq > ? AND seq <= ? ORDER BY seq`;

function readRows(sql: Sql, actor: string, after: number, limit: number): JournalRow[] {
  const rows = sql.all<InputRow>(SELECT_ROWS, actor, after, limit);
  if (rows.length === 0) return [];
  const first = rows[0]!, last = rows.at(-1)!;
  const sends = sql.all<StoredSend>(SELECT_SENDS, actor, first.seqAfter - first.sendCount, last.seqAfter);
  let at = 0;
  return rows.map((row) => {
    const from = at;
    while (at < sends.length && sends[at]!.seq <= row.seqAfter) at++;
    return toJournalRow(row, sends.slice(from, at));
  });
}

function toJournalRow(row: InputRow, sends: readonly StoredSend[]): JournalRow {
  const { inputNo, sendCount, seqAfter, quarantined, timers, wallMs, key, body, ...envelope } = row;
  const input: Envelope = {
    ...envelope,
    ...(key === null ? {} : { key }),
    body: decodeState(body) as Message,
  };
  return {
    ...{ inputNo, input, sendCount, seqAfter, sends, wallMs },
    timers: timers ?? "",
    ...(quarantined ? { quarantined: true } : {}),
  };
}

interface TextRow extends Omit<StoredText, "text"> {
  readonly body: string | null;
  readonly decision: string | null;
}

function readTexts(sql: Sql, afterId: number, limit: number): StoredText[] {
  const rows = sql.all<TextRow>(
    `SELECT e.id, e.actor, e.input_no AS inputNo, e.ordinal, e.kind, e.body, d.body AS decision
    FROM events e LEFT JOIN decisions d ON d.event_id = e.id WHERE e.id > ? ORDER BY e.id LIMIT ?`,
    afterId,
    limit,
  );
  return rows.map(({ body, decision, ...row }) => ({ ...row, text: body ?? decision ?? "" }));
}

/** Events are deleted in the order of commits: whatever was committed before the first that is left may have had some. */
function readGoneToWallMs(sql: Sql): number {
  const gone = readPruned(sql, "events");
  if (gone === 0) return 0;
  const row = sql.get<{ wallMs: number }>(
    `SELECT j.wall_ms AS wallMs FROM events e JOIN journal j ON j.actor = e.actor AND j.input_no = e.input_no
    WHERE e.id > ? ORDER BY e.id LIMIT 1`,
    gone,
  );
  return row?.wallMs ?? Infinity;
}
