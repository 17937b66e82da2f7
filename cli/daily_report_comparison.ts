import { type ComparedSides, compareSides, type Comparison, type Units } from "../lib/notify/mod.ts";
import { MAX_LIMIT, type StoredInput, type StoreReader } from "../lib/store/mod.ts";
import type { ReportDay } from "./daily_report_day.ts";
import type { TimedEvent } from "./daily_report_occurrences.ts";

/** What else is known of the day. */
export interface ComparisonFacts {
  /** Address of the actor that compares. */
  readonly reconciliation: string;
  readonly events: readonly TimedEvent[];
  readonly units: Units;
}

/** Book and venue as the last pass of reconciliation by the day's end had them; null where none is known. */
export function comparisonAt(
  reader: StoreReader,
  day: ReportDay,
  { reconciliation, events, units }: ComparisonFacts,
): Comparison | null {
  if (day.wall === null) return null;
  const { systemTag, skewMs } = startConfigOf(reader);
  const pass = lastPass(reader, reconciliation, day.wall.toMs, skewMs);
  if (pass === null) return null;
  const { book, account } = pass;
  return { at: timeOf(pass, day, events), ...compareSides({ book, account, systemTag }, units) };
}

/** A pass whose questions were all answered. */
export interface AnsweredPass extends Pick<ComparedSides, "book" | "account"> {
  /** When the last answer was handled: logical time, and wall time of its commit, ms. */
  readonly atMs: number;
  readonly wallMs: number;
}

const BEGINS: readonly string[] = ["SessionStarted", "SessionResumed", "TimerFired"];
const ANSWERS: readonly string[] = ["BookReported", "RiskReported", "AccountReported"];
/** A pass is four messages; how many are looked at first. */
const LOOKED_AT = 40;

function lastPass(reader: StoreReader, actor: string, toWallMs: number, skewMs: number): AnsweredPass | null {
  const kinds = [...BEGINS, ...ANSWERS];
  for (const limit of [LOOKED_AT, MAX_LIMIT]) {
    const inputs = reader.latestInputs(actor, { limit, kinds, toWallMs });
    const pass = lastPassOf(inputs.toReversed(), skewMs);
    if (pass !== null || inputs.length < limit) return pass;
  }
  return null;
}

/** The last whole pass among what reconciliation was told, oldest first: by its own rules for what answers what. */
export function lastPassOf(inputs: readonly StoredInput[], skewMs: number): AnsweredPass | null {
  let last: AnsweredPass | null = null;
  let askedAtMs = Infinity, answers: Partial<Answers> = {};
  for (const { kind, body, atMs, wallMs } of inputs) {
    if (BEGINS.includes(kind)) [askedAtMs, answers] = [atMs, {}];
    else {
      const answer = body as unknown as Answers[keyof Answers];
      // the venue's clock may be behind ours
      const fromMs = kind === "AccountReported" ? askedAtMs - skewMs : askedAtMs;
      if (answer.atMs >= fromMs) answers = { ...answers, [kind]: answer };
    }
    const { BookReported: book, RiskReported: risk, AccountReported: account } = answers;
    if (book === undefined || risk === undefined || account === undefined) continue;
    last = { book, account, atMs, wallMs };
    // what comes later answers nothing
    [askedAtMs, answers] = [Infinity, {}];
  }
  return last;
}

interface Answers {
  readonly BookReported: ComparedSides["book"];
  readonly RiskReported: { readonly atMs: number };
  readonly AccountReported: ComparedSides["account"];
}

/** By the market's time; null for a pass before the day. */
function timeOf(
  { atMs, wallMs }: AnsweredPass,
  day: ReportDay,
  events: readonly TimedEvent[],
): string | null {
  const { fromMs, toMs, wall } = day;
  if (wallMs < wall!.fromMs) return null;
  // reconciliation's clock is the machine's where the market has a pace of its own
  const isOfDay = atMs >= fromMs && atMs <= toMs;
  const before = events.findLast((event) => event.wallMs !== null && event.wallMs <= wallMs);
  return new Date(isOfDay ? atMs : before?.marketMs ?? fromMs).toISOString();
}

/** Most versions that are looked through for a whole one. */
const VERSIONS = 1_000;

/** What reconciliation goes by, from the configuration that a process began with last. */
function startConfigOf(reader: StoreReader): { readonly systemTag: string; readonly skewMs: number } {
  const start = reader.configVersions(VERSIONS).find(({ origin }) => origin === "start");
  const { system, reconcile } = JSON.parse(start?.payload ?? "{}") as StartConfig;
  return { systemTag: system?.tag ?? "", skewMs: reconcile?.clock_skew_ms ?? 0 };
}

interface StartConfig {
  readonly system?: { readonly tag?: string };
  readonly reconcile?: { readonly clock_skew_ms?: number };
}
