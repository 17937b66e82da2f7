import { guarded } from "../errors.ts";
import type { Sql } from "../sql.ts";
import { checkRetention, type PruneBudget, type PruneReport, type RetentionPolicy } from "./policy.ts";
import { pruneEvents } from "./prune_events.ts";
import { pruneInputs } from "./prune_inputs.ts";
import { PruneRun, type SliceCounts } from "./run.ts";
import { thinEquity } from "./thin_equity.ts";

/** A kind of row that goes, and how many of it a slice takes: as many as go in time. Changed in place. */
interface Part {
  readonly slice: (sql: Sql, run: PruneRun, rows: number) => SliceCounts;
  rows: number;
}

/** So long a slice shall hold up commits, ms; by it the next is made longer or shorter. */
const SLICE_MS = 10;
/** Fewer would save nothing: a transaction has its price, on a server above all. */
const MIN_ROWS = 128, MAX_ROWS = 4_096;
const HOUR_MS = 3_600_000;

const NOTHING: PruneReport = {
  ...{ inputs: 0, messages: 0, events: 0, decisions: 0, regimes: 0, equityPoints: 0 },
  ...{ isDone: true, slices: 0, longestMs: 0 },
};

/** See Store.prune. */
export function createPruner(
  sql: Sql,
  nowMs: () => number,
): (policy: RetentionPolicy, budget: PruneBudget) => PruneReport {
  const parts: Part[] = [pruneInputs, thinEquity, pruneEvents].map((slice) => ({ slice, rows: MIN_ROWS }));
  const ways = new Map<string, number>();
  return (policy, budget) => {
    checkRetention(policy, budget);
    if (policy.keepHours === 0) return NOTHING;
    const endMs = performance.now() + budget.maxMs;
    const cutoffMs = nowMs() - policy.keepHours * HOUR_MS;
    return guarded(sql.dialect, "prune", () => prune(sql, parts, PruneRun.start(sql, cutoffMs, ways), endMs));
  };
}

/** A slice of each part in turn, until nothing is left of any or the time is over. */
function prune(sql: Sql, parts: readonly Part[], run: PruneRun, endMs: number): PruneReport {
  let report = NOTHING;
  for (let left = parts; left.length > 0;) {
    left = left.filter((part) => {
      const startMs = performance.now();
      if (startMs >= endMs) return true;
      const { work, ...counts } = sql.transaction(() => part.slice(sql, run, part.rows));
      const tookMs = performance.now() - startMs;
      if (work === 0) return false;
      report = added(report, counts, tookMs);
      adapt(part, tookMs);
      return true;
    });
    if (performance.now() >= endMs) return { ...report, isDone: left.length === 0 };
  }
  return report;
}

function added(report: PruneReport, counts: Omit<SliceCounts, "work">, tookMs: number): PruneReport {
  const sum = (name: Exclude<keyof typeof counts, undefined>) => report[name] + (counts[name] ?? 0);
  return {
    ...{
      inputs: sum("inputs"),
      messages: sum("messages"),
      events: sum("events"),
      decisions: sum("decisions"),
    },
    ...{ regimes: sum("regimes"), equityPoints: sum("equityPoints"), isDone: true },
    slices: report.slices + 1,
    longestMs: Math.max(report.longestMs, tookMs),
  };
}

function adapt(part: Part, tookMs: number): void {
  if (tookMs > SLICE_MS) part.rows = Math.max(MIN_ROWS, part.rows >> 1);
  else if (tookMs < SLICE_MS / 2) part.rows = Math.min(MAX_ROWS, part.rows * 2);
}
