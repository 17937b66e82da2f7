import { type DataFault, fileFault, type Gap, isoAt } from "../data_fault.ts";
import { type FundingColumns, settleFunding } from "../funding_columns.ts";
import { commonStep, formatSpan } from "../timeframe.ts";
import type { DataWarning } from "./warning.ts";

const HOUR_MS = 3_600_000;

/** Everything found in a file of funding rates. */
export interface FundingInspection {
  readonly rows: number;
  readonly faults: readonly DataFault[];
  readonly warnings: readonly DataWarning[];
  /** Missing settlements; missingBars counts settlements. */
  readonly gaps: readonly Gap[];
  /** Rows beside their full hour, and the largest distance, ms. */
  readonly jitteredRows: number;
  readonly maxJitterMs: number;
  /** Rows that repeat the settlement above with the same rate. */
  readonly repeatedRows: number;
  /** The commonest time between settlements, ms; 0 below two. */
  readonly intervalMs: number;
}

/** Looks the rows of a funding file over, as parseFundingRows gave them. */
export function inspectFunding(raw: FundingColumns, file: string): FundingInspection {
  let jitteredRows = 0, maxJitterMs = 0, repeatedRows = 0;
  for (let i = 0; i < raw.length; i++) {
    const jitterMs = Math.abs(raw.atMs[i] - hourOf(raw.atMs[i]));
    if (jitterMs > 0) jitteredRows++;
    maxJitterMs = Math.max(maxJitterMs, jitterMs);
    if (i > 0 && hourOf(raw.atMs[i]) === hourOf(raw.atMs[i - 1]) && raw.rate[i] === raw.rate[i - 1]) {
      repeatedRows++;
    }
  }
  const settled = settleFunding(raw, file);
  const faults = settled.ok ? [] : [...settled.error];
  if (raw.length === 0) faults.push(fileFault("empty", file, "there are no rates", "Fetch the file again"));
  const { intervalMs, gaps, shorter } = settled.ok
    ? findHoles(settled.value)
    : { intervalMs: 0, gaps: [], shorter: [] };
  for (const gap of gaps) faults.push(gapFault(gap, intervalMs, file));
  const warnings: DataWarning[] = [];
  const warn = (kind: DataWarning["kind"], at: string, what: string) =>
    warnings.push({ kind, file, at, what });
  if (jitteredRows > 0) {
    warn("jitter", "", `${count(jitteredRows, "time")} beside the full hour, by ${maxJitterMs} ms at most`);
  }
  if (repeatedRows > 0) warn("repeat", "", `${count(repeatedRows, "settlement")} told twice with one rate`);
  if (shorter.length > 0) {
    const what = `${count(shorter.length, "settlement")} closer to the one before than ${
      formatSpan(intervalMs)
    }`;
    warn(
      "interval",
      isoAt(shorter[0]),
      `${what}: the venue changed the interval, or rows do not belong here`,
    );
  }
  return { rows: raw.length, faults, warnings, gaps, jitteredRows, maxJitterMs, repeatedRows, intervalMs };
}

const hourOf = (ms: number): number => Math.round(ms / HOUR_MS) * HOUR_MS;
const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** Holes measured by the commonest interval; a step that is no multiple of it counts what fits into it. */
function findHoles({ atMs }: FundingColumns): { intervalMs: number; gaps: Gap[]; shorter: number[] } {
  const intervalMs = commonStep(atMs)?.stepMs ?? 0;
  const gaps: Gap[] = [], shorter: number[] = [];
  for (let i = 1; i < atMs.length; i++) {
    const stepMs = atMs[i] - atMs[i - 1];
    if (stepMs < intervalMs) shorter.push(atMs[i]);
    if (stepMs <= intervalMs) continue;
    const missingBars = Math.ceil(stepMs / intervalMs) - 1, fromMs = atMs[i - 1] + intervalMs;
    gaps.push({ fromMs, toMs: fromMs + (missingBars - 1) * intervalMs, missingBars });
  }
  return { intervalMs, gaps, shorter };
}

function gapFault(gap: Gap, intervalMs: number, file: string): DataFault {
  const { fromMs, toMs, missingBars } = gap;
  const what = `${count(missingBars, "settlement")} every ${formatSpan(intervalMs)} missing, ${
    isoAt(fromMs)
  } to ${isoAt(toMs)}`;
  const todo = "Fetch the missing rates, or run with --assume-funding";
  return { kind: "gap", file, row: 0, at: isoAt(fromMs), what, todo, gap };
}
