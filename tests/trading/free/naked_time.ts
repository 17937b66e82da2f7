import type { Notice } from "../../../lib/runtime/mod.ts";
import type { Truth } from "./meddled_venue.ts";

/** A time without a working stop, as invariant I1 counts it. */
export interface NakedTime {
  readonly symbol: string;
  /** From the later of fill and readiness, ms. */
  readonly countedMs: number;
  /** As the exchange saw it, ms. */
  readonly wholeMs: number;
}

/** Those who protect. */
const GUARDS: readonly string[] = ["journal", "execution", "guardian"];

/** When all who protect were ready again, wall time in ms, ascending; the first is that of the start. */
export function readyTimes(notices: readonly Notice[]): number[] {
  const ready = new Set<string>(), times: number[] = [];
  for (const notice of notices) {
    if (!("worker" in notice) || !GUARDS.includes(notice.worker)) continue;
    if (notice.kind === "WorkerFailed" || notice.kind === "WorkerGone") ready.delete(notice.worker);
    if (notice.kind !== "WorkerReady") continue;
    ready.add(notice.worker);
    if (ready.size === GUARDS.length) times.push(notice.atMs);
  }
  return times;
}

/** Every time without a stop, of what the exchange saw. */
export function nakedTimes(truths: readonly Truth[], readyAtMs: readonly number[]): NakedTime[] {
  return truths.flatMap((truth) => {
    if (truth.kind !== "WasNaked") return [];
    const { symbol, sinceMs, untilMs } = truth;
    const lastReadyMs = readyAtMs.findLast((atMs) => atMs <= untilMs) ?? Infinity;
    const countedMs = Math.max(0, untilMs - Math.max(sinceMs, lastReadyMs));
    return [{ symbol, countedMs, wholeMs: untilMs - sinceMs }];
  });
}

/** "p50 3, p99 12, max 30 ms of 40". */
export function percentiles(values: readonly number[]): string {
  if (values.length === 0) return "none";
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${sorted.at(-1)} ms (${values.length})`;
}
