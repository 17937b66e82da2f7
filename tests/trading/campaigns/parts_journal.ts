import { DatabaseSync } from "node:sqlite";
import { HARBOUR_JOURNAL, JOURNAL } from "../../../actors/paper_cells.ts";
import { messageId } from "../../../lib/runtime/mod.ts";

/** The two SQLite files of a run, once it is over. */
export interface RunFiles {
  /** Of the tree's journal. */
  readonly main: string;
  /** Of the exchange's own. */
  readonly harbour: string;
}

/** What one store says of its messages; faults by name, each with how many rows show it. */
export interface Delivered {
  readonly handled: number;
  /** Sent and not handled, by "sender#seq". */
  readonly unhandled: readonly string[];
  /** In the outbox. */
  readonly waiting: readonly string[];
  readonly faults: Readonly<Record<string, number>>;
}

/** Reads what was handled, straight from the tables. */
export const Journal = { filesOf, deliveredIn, busyIn, differences };

function filesOf(folder: string): RunFiles {
  return { main: `${folder}/run.sqlite`, harbour: `${folder}/run.harbour.sqlite` };
}

/** Each is the number of rows that should not be. */
const FAULTS: Readonly<Record<string, string>> = {
  "handled twice": "SELECT count(*) FROM (SELECT 1 FROM journal GROUP BY sender, seq HAVING count(*) > 1)",
  "handled and never sent": `SELECT count(*) FROM journal j LEFT JOIN messages m USING (sender, seq)
    WHERE m.sender IS NULL`,
  "handled by another than it was for": `SELECT count(*) FROM journal j JOIN messages m USING (sender, seq)
    WHERE m.recipient <> j.actor`,
  "holes in the numbers of inputs": `SELECT count(*) FROM (SELECT 1 FROM journal GROUP BY actor
    HAVING min(input_no) <> 1 OR max(input_no) <> count(*))`,
  "sends counted wrong": `SELECT count(*) FROM (SELECT seq_after,
    sum(send_count) OVER (PARTITION BY actor ORDER BY input_no) AS sends FROM journal) WHERE seq_after <> sends`,
  "holes in the numbers of sends":
    `SELECT count(*) FROM (SELECT actor, max(seq_after) AS sends FROM journal GROUP BY actor)
    WHERE sends <> (SELECT count(*) FROM messages m WHERE m.sender = actor)
      OR sends <> (SELECT coalesce(max(m.seq), 0) FROM messages m WHERE m.sender = actor)`,
  "handled after a later one of the same way": `SELECT count(*) FROM (SELECT j.seq,
    lag(j.seq) OVER (PARTITION BY j.actor, j.sender, m.lane ORDER BY j.input_no) AS before
    FROM journal j JOIN messages m USING (sender, seq)) WHERE before >= seq`,
  "handled and still in the outbox": "SELECT count(*) FROM outbox JOIN journal USING (sender, seq)",
};

function deliveredIn(path: string): Delivered {
  return reading(path, (db) => {
    const ids = (sql: string) => (db.prepare(sql).all() as unknown as Id[]).map(idOf);
    const faults = Object.entries(FAULTS).map(([name, sql]) => [name, countOf(db, sql)] as const);
    return {
      handled: countOf(db, "SELECT count(*) FROM journal"),
      unhandled: ids(`SELECT m.sender, m.seq FROM messages m LEFT JOIN journal j USING (sender, seq)
        WHERE j.actor IS NULL ORDER BY 1, 2`),
      waiting: ids("SELECT sender, seq FROM outbox ORDER BY 1, 2"),
      faults: Object.fromEntries(faults.filter(([, count]) => count > 0)),
    };
  });
}

interface Id {
  readonly sender: string;
  readonly seq: number;
}

function idOf({ sender, seq }: Id): string {
  return messageId({ from: sender, seq } as Parameters<typeof messageId>[0]);
}

/** Messages handled by each actor (commits of the journals, by worker), and the most of them at one instant. */
function busyIn({ main, harbour }: RunFiles): ReadonlyMap<string, { handled: number; burst: number }> {
  const busy = new Map<string, { handled: number; burst: number }>();
  reading(main, (db) => {
    const rows = db.prepare(`SELECT actor, sum(n) AS handled, max(n) AS burst
      FROM (SELECT actor, count(*) AS n FROM journal GROUP BY actor, at_ms) GROUP BY actor`).all();
    for (const { actor, handled, burst } of rows) {
      busy.set(String(actor), { handled: Number(handled), burst: Number(burst) });
    }
    busy.set(JOURNAL, { handled: countOf(db, "SELECT count(DISTINCT round) FROM journal"), burst: 1 });
  });
  // at least one commit at each of its instants
  const instants = reading(harbour, (db) => countOf(db, "SELECT count(DISTINCT at_ms) FROM journal"));
  return busy.set(HARBOUR_JOURNAL, { handled: instants, burst: 1 });
}

/** What must be the same in two runs, whatever crashed: all but the machine's time, epochs, and rounds of batches. */
const SAME: Readonly<Record<string, string>> = {
  journal: "actor, input_no, at_ms, sender, seq, send_count, seq_after, timers, quarantined",
  messages: "sender, seq, recipient, lane, at_ms, caused_by, kind, body",
  events: "actor, input_no, ordinal, kind, at_ms, body",
};

/** How many rows are in only one of two stores, by table; `where` leaves rows out, by table. */
function differences(
  path: string,
  other: string,
  where: Readonly<Record<string, string>> = {},
): Readonly<Record<string, number>> {
  const counts = Object.entries(SAME).map(([table, columns]) => {
    const sql = `SELECT ${columns} FROM ${table} WHERE ${where[table] ?? "TRUE"}`;
    const [ours, theirs] = [path, other].map((file) => rowsOf(file, sql));
    return [table, only(ours!, theirs!) + only(theirs!, ours!)] as const;
  });
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function rowsOf(path: string, sql: string): ReadonlySet<string> {
  return reading(path, (db) => new Set(db.prepare(sql).all().map((row) => JSON.stringify(row))));
}

function only(ours: ReadonlySet<string>, theirs: ReadonlySet<string>): number {
  return [...ours].filter((row) => !theirs.has(row)).length;
}

function countOf(db: DatabaseSync, sql: string): number {
  return Number(Object.values(db.prepare(sql).get()!)[0]);
}

function reading<T>(path: string, read: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}
