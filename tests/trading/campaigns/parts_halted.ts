import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ADDRESS } from "../../../actors/addresses.ts";
import { decodeState, Rng } from "../../../lib/core/mod.ts";
import type { VenueEvent } from "../../../lib/trader/mod.ts";
import { Journal } from "./parts_journal.ts";
import { resultOf } from "./parts_run.ts";

/** The bar that its symbol cannot handle; while a position of the symbol is open. */
export interface PoisonBar {
  readonly symbol: string;
  readonly actor: string;
  readonly openMs: number;
  readonly closeMs: number;
  readonly messageId: string;
}

/** What a run with a poison bar shows. */
export interface HaltedRun {
  readonly breaches: readonly string[];
  /** Messages of the symbol that wait for good. */
  readonly unhandled: number;
  readonly handledBars: number;
  /** Bars that the other symbols handled. */
  readonly otherBars: number;
  /** Of the other symbols, and how many of them are the same to the byte. */
  readonly decisions: number;
  readonly sameDecisions: number;
  /** Orders, fills and cash flows of the other symbols, and how many of them are the same to the byte. */
  readonly deeds: number;
  readonly sameDeeds: number;
  /** Bar sets that risk closed, from the poison bar on, and how many there were. */
  readonly sets: number;
  readonly setsDue: number;
  /** Reports of the venue since then with a position of the symbol, and those without a stop that covers it. */
  readonly looks: number;
  readonly naked: number;
  /** Warnings that name the symbol and that nobody got undisturbed. */
  readonly alerts: number;
}

export const Halted = { choose, judge };

/** The first whole bar of a position that lasts for two; one of the run's trades. */
function choose(path: string, seed: string): PoisonBar {
  return reading(path, (db) => {
    const barMs = Number(
      db.prepare("SELECT min(at_ms - body ->> 'openMs') AS ms FROM messages WHERE kind = 'BarClosed'").get()!
        .ms,
    );
    const trips = db.prepare(
      "SELECT symbol, opened_at FROM round_trips WHERE closed_at >= opened_at + ? ORDER BY opened_at",
    )
      .all(2 * barMs);
    if (trips.length === 0) {
      throw new RangeError("Cannot poison a bar as no position lasts for two: play more bars");
    }
    const { symbol: name, opened_at } = trips[Rng.below(Rng.create(`parts/poison/${seed}`), trips.length)];
    const symbol = String(name), openMs = Number(opened_at), actor = ADDRESS.symbol(symbol);
    const row = db.prepare(
      "SELECT sender, seq FROM messages WHERE recipient = ? AND kind = 'BarClosed' AND at_ms = ?",
    )
      .get(actor, openMs + barMs)!;
    return { symbol, actor, openMs, closeMs: openMs + barMs, messageId: `${row.sender}#${row.seq}` };
  });
}

function judge(
  path: string,
  bar: PoisonBar,
  reference: { readonly lines: readonly string[]; readonly folder: string },
): HaltedRun {
  return reading(path, (db) => {
    const breaches: string[] = [];
    const unhandled = judgeRows(db, bar, breaches);
    const handledBars = barsOf(db, `= '${bar.actor}'`);
    const otherBars = barsOf(db, `<> '${bar.actor}'`);
    const due = countOf(
      db,
      `SELECT count(*) FROM messages WHERE kind = 'BarClosed' AND recipient <> '${bar.actor}'`,
    );
    if (otherBars !== due) breaches.push(`the other symbols handled ${otherBars} of their ${due} bars`);
    return {
      ...{ breaches, unhandled, handledBars, otherBars },
      ...judgeDecisions(path, db, bar, reference.lines, breaches),
      ...judgeSets(db, bar, breaches),
      ...judgeStops(db, bar, breaches),
      alerts: judgeAlerts(db, bar, Journal.filesOf(reference.folder).main, breaches),
    };
  });
}

/** It waits for good, as does all else for its symbol: handled by nobody, also not without a step. */
function judgeRows(
  db: DatabaseSync,
  { actor, closeMs, messageId: id }: PoisonBar,
  breaches: string[],
): number {
  const rows = db.prepare(`SELECT m.sender, m.seq, m.recipient, m.kind, m.at_ms, o.seq IS NOT NULL AS waits
    FROM messages m LEFT JOIN journal j USING (sender, seq) LEFT JOIN outbox o USING (sender, seq)
    WHERE j.actor IS NULL`).all();
  const others: string[] = [];
  for (const row of rows) {
    const what = `${row.kind} ${row.sender}#${row.seq} to ${row.recipient}`;
    if (row.recipient !== actor) others.push(what);
    if (row.waits !== 1) breaches.push(`${what} is neither handled nor in the outbox`);
  }
  if (others.length > 0) {
    breaches.push(
      `${others.length} messages to others were not handled, as ${others.slice(0, 3).join("; ")}`,
    );
  }
  const isWaiting = rows.some((row) => `${row.sender}#${row.seq}` === id);
  if (!isWaiting) breaches.push(`the poison bar ${id} does not wait: it was skipped or handled`);
  const later = countOf(db, `SELECT count(*) FROM journal WHERE actor = '${actor}' AND at_ms >= ${closeMs}`);
  if (later > 0) breaches.push(`${actor} handled ${later} messages from its poison bar on`);
  const skipped = countOf(db, "SELECT count(*) FROM journal WHERE quarantined = 1");
  if (skipped > 0) breaches.push(`${skipped} messages were handled without a step`);
  return rows.length;
}

function barsOf(db: DatabaseSync, actor: string): number {
  return countOf(
    db,
    `SELECT count(*) FROM journal j JOIN messages m USING (sender, seq) WHERE m.kind = 'BarClosed' AND j.actor ${actor}`,
  );
}

interface DecisionLine {
  readonly record: string;
  readonly id: string;
  readonly symbol: string;
  readonly features: unknown;
  readonly regime: string;
  readonly rawRegime: string;
}

/** What the other symbols saw is what they saw undisturbed; what they may do about it depends on the portfolio too. */
function judgeDecisions(
  path: string,
  db: DatabaseSync,
  { symbol }: PoisonBar,
  before: readonly string[],
  breaches: string[],
): Pick<HaltedRun, "decisions" | "sameDecisions" | "deeds" | "sameDeeds"> {
  const now = new Map(
    db.prepare("SELECT id, body FROM decisions").all().map(({ id, body }) => [String(id), String(body)]),
  );
  const seen = ({ features, regime, rawRegime }: DecisionLine) =>
    JSON.stringify([features, regime, rawRegime]);
  const after = new Set(resultOf(dirname(path)).lines);
  let decisions = 0, sameDecisions = 0, missing = 0, changed = 0, deeds = 0, sameDeeds = 0;
  for (const line of before) {
    const was = JSON.parse(line) as DecisionLine;
    if (was.symbol === symbol) continue;
    if (was.record !== "decision") {
      deeds++;
      if (after.has(line)) sameDeeds++;
      continue;
    }
    decisions++;
    const is = now.get(was.id);
    if (is === undefined) missing++;
    else if (is === line) sameDecisions++;
    else if (seen(JSON.parse(is) as DecisionLine) !== seen(was)) changed++;
  }
  if (missing > 0) breaches.push(`${missing} of ${decisions} decisions of the other symbols are missing`);
  if (changed > 0) breaches.push(`features or regime of ${changed} decisions of the other symbols differ`);
  return { decisions, sameDecisions, deeds, sameDeeds };
}

/**
 * Risk looks at the equity whenever it closes a set, and dates it by the bar. A set of the very last instant may stay open:
 * the time at which its deadline is over never comes.
 */
function judgeSets(
  db: DatabaseSync,
  { closeMs }: PoisonBar,
  breaches: string[],
): Pick<HaltedRun, "sets" | "setsDue"> {
  const endMs = countOf(db, "SELECT at_ms FROM resume_point");
  const bars = (column: string) => `${column} >= ${closeMs} AND ${column} < ${endMs}`;
  const setsDue = countOf(
    db,
    `SELECT count(*) FROM messages WHERE kind = 'BarsPublished' AND ${bars("(body ->> 'closeMs')")}`,
  );
  const sets = countOf(
    db,
    `SELECT count(*) FROM events WHERE kind = 'Heartbeat' AND actor = '${ADDRESS.risk}' AND ${
      bars("(body ->> 'atMs')")
    }`,
  );
  if (sets !== setsDue) breaches.push(`risk closed ${sets} of ${setsDue} sets from the poison bar on`);
  return { sets, setsDue };
}

type Account = Extract<VenueEvent, { readonly kind: "AccountReported" }>;

/** By the venue's own account: as long as there is a position, a reduce-only stop covers it. */
function judgeStops(
  db: DatabaseSync,
  { symbol, closeMs }: PoisonBar,
  breaches: string[],
): Pick<HaltedRun, "looks" | "naked"> {
  let looks = 0, naked = 0;
  for (
    const { body } of db.prepare("SELECT body FROM messages WHERE kind = 'AccountReported' AND at_ms >= ?")
      .all(closeMs)
  ) {
    const { positions, openOrders } = decodeState(String(body)) as Account;
    const position = positions.find((held) => held.symbol === symbol);
    if (position === undefined || position.qtySteps === 0) continue;
    looks++;
    const stops = openOrders.filter((order) =>
      order.symbol === symbol && order.type === "stop_market" && order.side === -position.side &&
      (order.reduceOnly || order.closePosition)
    );
    const covered = stops.reduce(
      (sum, stop) => sum + (stop.closePosition ? Infinity : stop.qtySteps - stop.filledSteps),
      0,
    );
    if (covered < position.qtySteps) naked++;
  }
  if (looks === 0) breaches.push(`the venue never told of a position of ${symbol} from the poison bar on`);
  if (naked > 0) {
    breaches.push(`the position of ${symbol} had no stop in ${naked} of ${looks} reports of the venue`);
  }
  return { looks, naked };
}

/** People are told that the symbol stands still: of a warning at least, and nobody was undisturbed. */
function judgeAlerts(
  db: DatabaseSync,
  { symbol }: PoisonBar,
  undisturbed: string,
  breaches: string[],
): number {
  const before = new Set(reading(undisturbed, alarmsOf));
  const alerts = alarmsOf(db).filter((text) => text.includes(symbol) && !before.has(text)).length;
  if (alerts === 0) breaches.push(`nobody was told that ${symbol} stands still`);
  return alerts;
}

/** What was told as a warning or worse. */
function alarmsOf(db: DatabaseSync): string[] {
  const rows = db.prepare(
    "SELECT body ->> 'text' AS text FROM messages WHERE kind = 'Notify' AND body ->> 'level' <> 'info'",
  );
  return rows.all().map(({ text }) => String(text));
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
