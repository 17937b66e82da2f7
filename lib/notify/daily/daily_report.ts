import { oneLine } from "../notification.ts";
import { attentionOf } from "./attention.ts";
import { countText, resultText, rText } from "./format.ts";
import { pageOf } from "./page.ts";
import { plainTextOf } from "./plain_text.ts";
import type { DailyReportData } from "./report_data.ts";

/** A day in three forms. */
export interface DailyReport {
  /** A whole page: no script, nothing to load, for screen and paper. */
  readonly html: string;
  readonly text: string;
  /** One line, as the subject of a mail. */
  readonly subject: string;
}

/**
 * The report of a day. Pure. Every text of the data is shown as text, in one line, and without what looks like a secret. Throws
 * RangeError unless the date is one.
 */
export function dailyReport(data: DailyReportData): DailyReport {
  checkDate(data.date);
  const safe = shown(data) as DailyReportData;
  return { html: pageOf(safe), text: plainTextOf(safe), subject: subjectOf(safe) };
}

/** Name of the file a day's report is kept in. Throws RangeError unless the date is one: it becomes part of a path. */
export function reportFileName(date: string): string {
  checkDate(date);
  return `bulkhead-${date}.html`;
}

const DATE_REGEXP = /^\d{4}-\d{2}-\d{2}$/;

function checkDate(date: string): void {
  const ms = DATE_REGEXP.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)) return;
  throw new RangeError(
    `Cannot report a day as its date must be YYYY-MM-DD: current value is "${oneLine(date, 40)}"`,
  );
}

/** All texts of plain data as they may be shown. */
function shown(value: unknown): unknown {
  if (typeof value === "string") return oneLine(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shown(part)]));
}

/** "[bulkhead] 2024-01-10 paper: +12.30 USDT (+0.40 R), 3 round trips; 2 things need a look" */
function subjectOf(data: DailyReportData): string {
  const { date, mode, figures, currency } = data;
  const result = figures === null
    ? "no line in the ledger"
    : `${resultText(figures.net)} ${currency} (${rText(figures.sumR)}), ${
      countText(figures.roundTrips, "round trip")
    }`;
  const count = attentionOf(data).length;
  const look = count === 0
    ? "nothing needs a look"
    : count === 1
    ? "1 thing needs a look"
    : `${count} things need a look`;
  return oneLine(`[bulkhead] ${date} ${mode}: ${result}; ${look}`, 160);
}
