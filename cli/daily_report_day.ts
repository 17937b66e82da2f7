import type { DayRolledUp } from "../lib/notify/mod.ts";
import type { EventOf, StoredEvent, StoreReader } from "../lib/store/mod.ts";
import type { DaySummary } from "../lib/trader/mod.ts";

const DAY_MS = 86_400_000;

/** A UTC day of the market, and what the journal still has of it. */
export interface ReportDay {
  /** YYYY-MM-DD */
  readonly date: string;
  /** Of the market, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** False for the day that runs: what there is of it so far. */
  readonly isOver: boolean;
  /** Its line of the ledger, or of the last hour's roll-up; null before that. */
  readonly summary: DaySummary | null;
  /** What was committed between the ends of the day before and of this one, of the kinds asked for; null once that is deleted. */
  readonly events: readonly StoredEvent[] | null;
  /** When it was played, wall time, ms; null where that is not known any more. */
  readonly wall: { readonly fromMs: number; readonly toMs: number } | null;
  /** Id of its last event; null where that is not known any more. */
  readonly lastId: number | null;
}

/** The end of a day in the journal; id 0 before the first. */
interface DayEnd {
  readonly id: number;
  readonly date: string;
  readonly wallMs: number | null;
}

const MARK: readonly string[] = ["DaySummarised"];
const PAGE = 1_000;
const RECENT = 5;

/** Reads the newest day that is over; null where there is none. `kinds`: what is wanted of its events. */
export function newestDay(reader: StoreReader, kinds: readonly string[]): ReportDay | null {
  const [end, before] = reader.latestEvents(2, MARK).map(endOf);
  // a few: another day may have ended since
  const days = reader.daySummaries(RECENT);
  if (days.length === 0) return null;
  const index = days.findIndex(({ date }) => date === end?.date);
  if (end === undefined || index < 0) return deletedDay(days.at(-1)!);
  const isWhole = before !== undefined || index === 0;
  return dayBetween(reader, before ?? startOf(reader), end, { summary: days[index], kinds, isWhole });
}

/** Reads the day of a date: one that is over, or the one that runs; null where the store knows nothing of it. */
export function dayOf(reader: StoreReader, date: string, kinds: readonly string[]): ReportDay | null {
  if (date === runningDate(reader)) return runningDay(reader, date, kinds);
  const days = reader.daySummaries();
  const index = days.findIndex((day) => day.date === date);
  if (index < 0) return null;
  let before = startOf(reader);
  for (const end of dayEnds(reader)) {
    if (end.date === date) {
      const isWhole = before.id > 0 || index === 0;
      return dayBetween(reader, before, end, { summary: days[index], kinds, isWhole });
    }
    before = end;
  }
  return deletedDay(days[index]);
}

/** Date of the day that runs; null where none has begun since the last one ended. */
export function runningDate(reader: StoreReader): string | null {
  const atMs = reader.latestEquity()?.atMs ?? 0;
  return atMs % DAY_MS === 0 ? null : new Date(atMs).toISOString().slice(0, 10);
}

function runningDay(reader: StoreReader, date: string, kinds: readonly string[]): ReportDay {
  const before = reader.latestEvents(1, MARK).map(endOf).at(0) ?? startOf(reader);
  const [now] = reader.latestEvents(1);
  const end: DayEnd = { id: now.id, date, wallMs: now.wallMs };
  const isWhole = before.id > 0 || reader.daySummaries(1).length === 0;
  const day = dayBetween(reader, before, end, { summary: null, kinds, isWhole });
  const toMs = reader.latestEquity()!.atMs;
  return { ...day, toMs, isOver: false, summary: rolledUp(reader, date, day.fromMs) };
}

/** The line of the day so far, with the decisions counted that the roll-up does not count. */
function rolledUp(reader: StoreReader, date: string, fromMs: number): DaySummary | null {
  const [found] = reader.latestEvents(1, ["DayRolledUp"]);
  if (found === undefined) return null;
  const { day } = found.body as unknown as DayRolledUp;
  if (day.date !== date) return null;
  const made = reader.symbols().flatMap((symbol) => [
    ...reader.decisions(symbol, fromMs + 1, fromMs + DAY_MS),
  ]);
  const entries = made.filter(({ verdict }) => verdict === "approved").length;
  return { ...day, decisions: made.length, entries };
}

interface Wanted {
  readonly summary: DaySummary | null;
  readonly kinds: readonly string[];
  /** False where the beginning of the day is deleted. */
  readonly isWhole: boolean;
}

function dayBetween(reader: StoreReader, before: DayEnd, end: DayEnd, wanted: Wanted): ReportDay {
  const { summary, kinds, isWhole } = wanted;
  const isTimed = isWhole && before.wallMs !== null && end.wallMs !== null;
  return {
    ...{ ...spanOf(end.date), isOver: true, summary, lastId: end.id },
    events: isWhole ? eventsBetween(reader, before.id, end.id, kinds) : null,
    wall: isTimed ? { fromMs: before.wallMs!, toMs: end.wallMs! } : null,
  };
}

function deletedDay(summary: DaySummary): ReportDay {
  return { ...spanOf(summary.date), isOver: true, summary, events: null, wall: null, lastId: null };
}

function spanOf(date: string): Pick<ReportDay, "date" | "fromMs" | "toMs"> {
  const fromMs = Date.parse(`${date}T00:00:00Z`);
  return { date, fromMs, toMs: fromMs + DAY_MS };
}

const endOf = ({ id, wallMs, body }: StoredEvent): DayEnd => ({
  ...{ id, wallMs, date: (body as EventOf<"DaySummarised">).day.date },
});

/** Before the first day: the process that began the store. */
const startOf = (reader: StoreReader): DayEnd => ({
  ...{ id: 0, date: "", wallMs: reader.systemEvents().find(({ what }) => what === "start")?.wallMs ?? null },
});

function* dayEnds(reader: StoreReader): Generator<DayEnd> {
  for (let last = 0, page: StoredEvent[];; last = page.at(-1)!.id) {
    page = reader.eventsAfter(last, PAGE, MARK);
    yield* page.map(endOf);
    if (page.length < PAGE) return;
  }
}

/** Events of these kinds with ids above `after` and up to `last`, in order. */
export function eventsBetween(
  reader: StoreReader,
  after: number,
  last: number,
  kinds: readonly string[],
): StoredEvent[] {
  const found: StoredEvent[] = [];
  for (let at = after;;) {
    const page = reader.eventsAfter(at, PAGE, kinds);
    found.push(...page.filter(({ id }) => id <= last));
    at = page.at(-1)?.id ?? last;
    if (page.length < PAGE || at >= last) return found;
  }
}
