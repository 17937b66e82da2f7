/** What a contender of a sweep answers: the JSON of run_sweep.ts and of ../vectorbt/sweep.py. Columns are by point. */
export interface SweepOutcome {
  /** Points tried, the first ones of those it was given. */
  readonly points: number;
  readonly bars: number;
  /** Threads or processes that it ran on. */
  readonly workers: number;
  /** From the candles in memory to the figures of all points, threads or processes started and ended in between. */
  readonly wallS: number;
  /** Processor time of all of them meanwhile. */
  readonly cpuS: number;
  /** Most memory ever held; of several processes their sum. */
  readonly peakMib: number;
  readonly note: string;
  /** Closed trades. */
  readonly trades: readonly number[];
  /** What they left after fees, quote currency. */
  readonly net: readonly number[];
  /** Sum of their results in multiples of their risk; empty where a contender knows none. */
  readonly sumR: readonly number[];
}

/** Points that could be tried in `mostS` at a pilot's pace, and never fewer than the pilot's. */
export function pointsWithin({ points, wallS }: SweepOutcome, mostS: number, all: number): number {
  return Math.min(all, Math.max(points, Math.floor((points / wallS) * mostS)));
}
