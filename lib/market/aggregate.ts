import { type BarColumns, CandleColumns } from "./columns.ts";
import { detectTimeframeMs, dividesDay, formatSpan } from "./timeframe.ts";

/**
 * State of an aggregator: plain data, mutated in place by Aggregator.update and owned by one reader. openMs .. volume hold
 * the bucket in the making, and after a true from update the finished target bar, until the next update.
 */
export interface Aggregator {
  readonly baseMs: number;
  readonly targetMs: number;
  /** Open of the base bar that would continue the bucket; -1 before the first bar. */
  nextMs: number;
  /** Whether the bucket has had all its bars so far; false = it began before us or has a hole, and will not come out. */
  whole: boolean;
  openMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/**
 * An aggregator of bars of baseMs into UTC-aligned bars of targetMs. Throws RangeError unless the target is a multiple of
 * the base and both divide a day.
 */
function create(baseMs: number, targetMs: number): Aggregator {
  if (!dividesDay(baseMs) || !dividesDay(targetMs) || targetMs % baseMs !== 0) {
    throw new RangeError(
      "Cannot aggregate as the target must be a multiple of the base and both must divide a day: " +
        `current values are ${formatSpan(baseMs)} into ${formatSpan(targetMs)}`,
    );
  }
  const zero = { open: 0, high: 0, low: 0, close: 0, volume: 0 };
  return { baseMs, targetMs, nextMs: -1, whole: false, openMs: -1, ...zero };
}

/**
 * Takes row i of some columns as the next closed base bar; true when it completes a target bar, whose values are then in the state. A bucket that
 * misses a bar, at its start or inside, is dropped. Throws RangeError on a bar that is not aligned to the base or not
 * after the one before: such series are refused earlier (checkCandles, the feed). O(1), no allocation.
 */
function update(state: Aggregator, bars: BarColumns, i: number): boolean {
  const openMs = bars.openMs[i], high = bars.high[i], low = bars.low[i];
  if (!(openMs >= state.nextMs) || openMs % state.baseMs !== 0) refuse(state, openMs);
  const bucketMs = openMs - openMs % state.targetMs;
  if (openMs === bucketMs) {
    state.whole = true;
    state.openMs = bucketMs;
    state.open = bars.open[i];
    state.high = high;
    state.low = low;
    state.volume = bars.volume[i];
  } else {
    if (openMs !== state.nextMs) state.whole = false;
    if (high > state.high) state.high = high;
    if (low < state.low) state.low = low;
    state.volume += bars.volume[i];
  }
  state.close = bars.close[i];
  state.nextMs = openMs + state.baseMs;
  return state.whole && state.nextMs === bucketMs + state.targetMs;
}

function refuse(state: Aggregator, openMs: number): never {
  throw new RangeError(
    `Cannot aggregate as bars must open on multiples of ${formatSpan(state.baseMs)} and after each other: ` +
      `current value is ${openMs}, expected ${state.nextMs} or later`,
  );
}

/** Incremental aggregation of closed bars into longer ones. */
export const Aggregator = { create, update };

/**
 * The whole target bars of a series, by the same aggregator as live; buckets with missing bars, at either end or inside,
 * are left out. baseMs is told from the series where it is not given; a series too short to tell gives no bars. Throws
 * RangeError as create and update do.
 */
export function aggregate(
  columns: CandleColumns,
  targetMs: number,
  baseMs = detectTimeframeMs(columns.openMs),
): CandleColumns {
  if (baseMs === undefined) return CandleColumns.create(0);
  const state = Aggregator.create(baseMs, targetMs);
  const bars = CandleColumns.create(Math.ceil(columns.length * baseMs / targetMs));
  let count = 0;
  for (let i = 0; i < columns.length; i++) {
    if (!Aggregator.update(state, columns, i)) continue;
    bars.openMs[count] = state.openMs;
    bars.open[count] = state.open;
    bars.high[count] = state.high;
    bars.low[count] = state.low;
    bars.close[count] = state.close;
    bars.volume[count++] = state.volume;
  }
  return CandleColumns.slice(bars, 0, count);
}
