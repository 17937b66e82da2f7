import { join } from "node:path";
import { ADDRESS } from "../actors/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import type { Instrument } from "../lib/domain/mod.ts";
import { dailyReport, reportFileName } from "../lib/notify/mod.ts";
import { MOST_SIMULATED, simulatedInstruments } from "../lib/simulator/mod.ts";
import type { StoreReader } from "../lib/store/mod.ts";
import { reportData } from "./daily_report_data.ts";
import { dayOf, newestDay, type ReportDay, runningDate } from "./daily_report_day.ts";
import { reportsFolder, writeReport } from "./daily_report_files.ts";
import { REPORTED_KINDS } from "./daily_report_occurrences.ts";
import { Refusal } from "./exit.ts";
import { type Options, type Parsed, text } from "./options.ts";
import type { RunPlace } from "./run_place.ts";
import { say } from "./terminal.ts";
import { version } from "./version.ts";

/** Options of `report daily` alone. */
export const DAILY_OPTIONS: Options = {
  out: {
    type: "string",
    value: "FILE",
    help: "where the day's page goes (default: reports/ beside the store)",
  },
  text: { type: "boolean", help: "print the day's report as text, and write no file" },
};

const DATE_REGEXP = /^\d{4}-\d{2}-\d{2}$/;

/** `report daily [DATE]`: writes the page of a day and says where, or prints its text. */
export function printDaily(store: StoreReader, parsed: Parsed, place: RunPlace): void {
  const [, date] = parsed.positionals;
  const out = text(parsed, "out"), isText = parsed.values.text === true;
  if (isText && out !== undefined) {
    throw new Refusal("--text prints and --out writes: leave one of them out.");
  }
  if (store.identity() === null) throw new Refusal(`The store ${place.name} belongs to no run yet.`);
  const day = date === undefined ? latestDay(store) : askedDay(store, date);
  const facts = {
    ...{ instruments: instrumentsOf(store), incidents: store.systemEvents() },
    ...{ reconciliation: ADDRESS.reconciliation, version: version(), nowMs: systemClock.nowMs() },
  };
  const report = dailyReport(reportData(store, day, facts));
  if (isText) return say(report.text.trimEnd());
  const path = out ?? join(reportsFolder(place), reportFileName(day.date));
  try {
    writeReport(path, report.html);
  } catch (cause) {
    throw new Refusal(`Cannot write the report to ${path}: ${(cause as Error).message}. See --out.`);
  }
  say(report.subject);
  say(path);
}

/** The newest day that is over, or else the one that runs. */
function latestDay(store: StoreReader): ReportDay {
  const running = runningDate(store);
  const day = newestDay(store, REPORTED_KINDS) ??
    (running === null ? null : dayOf(store, running, REPORTED_KINDS));
  if (day === null) throw new Refusal("No hour of trading is in this store yet: there is no day to report.");
  return day;
}

function askedDay(store: StoreReader, date: string): ReportDay {
  if (!DATE_REGEXP.test(date) || Number.isNaN(Date.parse(date))) {
    throw new Refusal(`Cannot read the date "${date}": write YYYY-MM-DD, e.g. 2024-01-10`);
  }
  const day = dayOf(store, date, REPORTED_KINDS);
  if (day === null) throw new Refusal(`No data of ${date}: ${knownDays(store)}`);
  return day;
}

function knownDays(store: StoreReader): string {
  const days = store.daySummaries(), running = runningDate(store);
  const over = days.length === 0 ? "no day is over yet" : `days are ${days[0].date} to ${days.at(-1)!.date}`;
  return running === null ? `${over}.` : `${over}; ${running} runs.`;
}

/** The simulated market's are always the same; those of recorded data are known to its run alone. */
function instrumentsOf(store: StoreReader): readonly Instrument[] {
  const isSimulated = store.identity()?.venueEnvironment === "paper-simulated";
  return isSimulated ? simulatedInstruments(MOST_SIMULATED) : [];
}
