import { join } from "node:path";
import { systemClock } from "../lib/core/mod.ts";
import type { Instrument } from "../lib/domain/mod.ts";
import { dailyReport, reportFileName } from "../lib/notify/mod.ts";
import { type Incident, type StoreReader, StoreUnavailable } from "../lib/store/mod.ts";
import { reportData } from "./daily_report_data.ts";
import { eventsBetween, newestDay } from "./daily_report_day.ts";
import { removeOldReports, writeReport } from "./daily_report_files.ts";
import { LatchBook } from "./daily_report_latches.ts";
import { REPORTED_KINDS } from "./daily_report_occurrences.ts";
import { version } from "./version.ts";

/** Which reports a run keeps. */
export interface DailyReportsSpec {
  readonly folder: string;
  /** Most files of them. */
  readonly kept: number;
  readonly instruments: readonly Instrument[];
  /** Address of the actor that compares book and venue; told, as this thread knows nothing of the tree. */
  readonly reconciliation: string;
}

/** The reports of a run's days, file by file. */
export interface DailyReports {
  /** Writes the report of the newest day that is over, unless it is written or it is too soon. Throws StoreUnavailable alone. */
  sync(): void;
  /** The same, and it is never too soon. */
  finish(): void;
}

/** Of the time, one part in so many may be spent on reports: days that end faster are left out. */
const SHARE = 10;

/** Writes a file for each day that ends. What fails is said once, until one succeeds again. */
export function openDailyReports(
  reader: StoreReader,
  { folder, kept, instruments, reconciliation }: DailyReportsSpec,
  onFailure: (text: string) => void,
): DailyReports {
  const program = version(), incidents = createIncidentTail(reader);
  let seen: number | null = null, notBeforeMs = 0, isFailing = false;

  function write(nowMs: number): void {
    const day = newestDay(reader, REPORTED_KINDS);
    if (day === null) return;
    const path = join(folder, reportFileName(day.date));
    const facts = { instruments, reconciliation, version: program, nowMs, incidents: incidents.read() };
    writeReport(path, dailyReport(reportData(reader, day, facts)).html);
    removeOldReports(folder, kept);
  }

  function look(isLast: boolean): void {
    const beganMs = systemClock.nowMs();
    if (!isLast && beganMs < notBeforeMs) return;
    const [end] = reader.latestEvents(1, ["DaySummarised"]);
    if (end === undefined || end.id === seen) return;
    try {
      write(beganMs);
      isFailing = false;
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      if (!isFailing) onFailure(`A daily report could not be written, the run goes on: ${messageOf(error)}`);
      isFailing = true;
    }
    // a day that failed is not tried again: another ends soon enough
    seen = end.id;
    const endedMs = systemClock.nowMs();
    notBeforeMs = endedMs + (SHARE - 1) * (endedMs - beganMs);
  }
  return { sync: () => look(false), finish: () => look(true) };
}

/** Latches, starts and stops: read once, and then from the events as they come, as the table only grows. */
function createIncidentTail(reader: StoreReader): { read(): readonly Incident[] } {
  let known: Incident[] | null = null, lastId = 0;
  return {
    read() {
      const from = lastId;
      lastId = reader.lastEventId();
      // this process has begun, and its end is not for a report of its own
      if (known === null) {
        known = reader.systemEvents().filter((it) => LatchBook.isOf(it) || LIVES.has(it.what));
      } else known.push(...eventsBetween(reader, from, lastId, ["LatchChanged"]).map(LatchBook.incidentOf));
      return known;
    },
  };
}

const LIVES = new Set(["start", "stop"]);

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error);
