import { type Instrument, Money } from "../lib/domain/mod.ts";
import { type DailyReportData, type Occurrence, ReportRows, type Units } from "../lib/notify/mod.ts";
import type { EventOf, Incident, StoreReader } from "../lib/store/mod.ts";
import type { DaySummary, RoundTrip } from "../lib/trader/mod.ts";
import { comparisonAt } from "./daily_report_comparison.ts";
import type { ReportDay } from "./daily_report_day.ts";
import { LatchBook } from "./daily_report_latches.ts";
import { livesOf } from "./daily_report_lives.ts";
import { occurrencesAt, timed, toldOf } from "./daily_report_occurrences.ts";
import { positionsAt } from "./daily_report_positions.ts";

/** What is known besides. */
export interface ReportFacts {
  /** The store's system events: at least latches, starts and stops, in order. */
  readonly incidents: readonly Incident[];
  /** Those that are known: what is not of them is told in steps and ticks. */
  readonly instruments: readonly Instrument[];
  /** Address of the actor that compares book and venue. */
  readonly reconciliation: string;
  /** Of the program. */
  readonly version: string;
  /** Wall time, ms. */
  readonly nowMs: number;
}

const DAYS_SHOWN = 31;
const POINTS = 600;
const PAGE = 1_000;

/** All that a report shows of a day, from the store alone. Throws Error for a store that no run has been bound to. */
export function reportData(reader: StoreReader, day: ReportDay, facts: ReportFacts): DailyReportData {
  const identity = reader.identity();
  if (identity === null) throw new Error("Cannot report a day as the store must belong to a run");
  const { date, fromMs, toMs, summary } = day;
  const { instruments, reconciliation, version, incidents } = facts;
  const currency = currencyOf(reader, facts);
  const units: Units = { currency, instruments };
  const events = timed(day.events ?? [], fromMs, toMs);
  const days = lastDays(reader, day);
  return {
    ...{ date, createdAt: isoTime(facts.nowMs), mode: modeText(identity.mode, day), currency },
    ...{ account: identity.account, venue: identity.venueEnvironment, runId: identity.runId.slice(0, 16) },
    ...{ version, ...standingOf(incidents, day) },
    figures: summary === null ? null : ReportRows.figures(summary, days.at(-2) ?? null),
    equity: reader.equityCurve({ fromMs, toMs: toMs + 1, maxPoints: POINTS })
      .map(({ atMs, equity }) => ({ at: isoTime(atMs), equity: Money.format(equity) })),
    days: days.filter((one) => one !== null).map(ReportRows.bar),
    trips: tripsOf(reader, day).map((trip) => ReportRows.trip(trip, instruments)),
    positions: positionsAt(reader, day, instruments),
    comparison: comparisonAt(reader, day, { reconciliation, events, units }),
    findings: occurrencesAt("findings", events, units),
    incidents: [...deletionOf(day), ...occurrencesAt("incidents", events, units)],
    changes: occurrencesAt("changes", events, units),
    told: toldOf(day.events ?? [], units),
    ...livesOf(day, events, incidents),
  };
}

const isoTime = (ms: number): string => new Date(ms).toISOString();

/** "paper", and that of a day that runs how far it has come: no other line of the report says so. */
const modeText = (mode: string, { isOver, toMs }: ReportDay): string =>
  isOver ? mode : `${mode}, the day so far (to ${isoTime(toMs).slice(11, 16)} UTC)`;

/** A symbol says what it is settled in: "BTC/USDT:USDT". */
function currencyOf(reader: StoreReader, { instruments }: ReportFacts): string {
  return instruments[0]?.settle ?? reader.symbols()[0]?.split(":")[1] ?? "";
}

/** What kept entries off at the end of the day, by the machine's time. */
function standingOf(
  incidents: readonly Incident[],
  { wall }: ReportDay,
): Pick<DailyReportData, "state" | "latches"> {
  if (wall === null) return { state: "NOT KNOWN", latches: [] };
  const book = LatchBook.read(incidents.filter(({ wallMs }) => wallMs <= wall.toMs));
  return { state: LatchBook.state(book), latches: LatchBook.list(book) };
}

/** The days up to this one, which is the last of them: its own line, or null where it has none yet. */
function lastDays(reader: StoreReader, { date, summary }: ReportDay): (DaySummary | null)[] {
  const upTo = (days: readonly DaySummary[]) => days.filter((day) => day.date < date);
  const newest = reader.daySummaries(DAYS_SHOWN);
  const before = upTo(
    newest.length < DAYS_SHOWN || newest.at(-1)!.date <= date ? newest : reader.daySummaries(),
  );
  return [...before.slice(1 - DAYS_SHOWN), summary];
}

/** Trips in the order closed: those that the day's line counts, or those that closed on it by the market's time. */
function tripsOf(reader: StoreReader, { events, fromMs, toMs }: ReportDay): RoundTrip[] {
  if (events !== null) {
    return events.filter(({ kind }) => kind === "RoundTripClosed")
      .map(({ body }) => (body as EventOf<"RoundTripClosed">).trip);
  }
  const found: RoundTrip[] = [];
  for (let offset = 0;; offset += PAGE) {
    const { rows } = reader.roundTripsPage({ limit: PAGE, offset });
    found.push(...rows.filter(({ closedAtMs }) => closedAtMs > fromMs && closedAtMs <= toMs));
    if (rows.length < PAGE || rows.at(-1)!.closedAtMs <= fromMs) return found.toReversed();
  }
}

function deletionOf({ events, fromMs }: ReportDay): Occurrence[] {
  if (events !== null) return [];
  const text =
    "the store no longer has the journal of this day: findings, incidents, commands and positions are left out";
  return [{ at: isoTime(fromMs), what: "retention", scope: "", text, isBad: false }];
}
