/**
 * Candles as columns of float64, oldest first; row i is one closed bar. openMs is Unix ms (UTC), prices are in quote
 * currency per base unit as the source wrote them, volume is in the source's unit (base units in every known layout).
 * Written once by whoever created it, read by everybody else.
 */
export interface CandleColumns {
  readonly length: number;
  readonly openMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Bars as columns, of which a reader is told the row: doubles handed over one by one would be boxed. */
export type BarColumns = Omit<CandleColumns, "length">;

const KEYS = ["openMs", "open", "high", "low", "close", "volume"] as const;

/** One candle as a row: [openMs, open, high, low, close, volume]. */
export type CandleRow = readonly [number, number, number, number, number, number];

/** Room for `length` candles, all zero, for a parser to fill. */
function create(length: number): CandleColumns {
  return {
    length,
    openMs: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
}

/** Columns from rows [openMs, open, high, low, close, volume], in the order given; nothing is checked. */
function fromRows(rows: readonly CandleRow[]): CandleColumns {
  const columns = create(rows.length);
  for (let i = 0; i < rows.length; i++) setRow(columns, i, rows[i]);
  return columns;
}

function setRow(columns: CandleColumns, i: number, row: CandleRow): void {
  columns.openMs[i] = row[0];
  columns.open[i] = row[1];
  columns.high[i] = row[2];
  columns.low[i] = row[3];
  columns.close[i] = row[4];
  columns.volume[i] = row[5];
}

/** Row i as [openMs, open, high, low, close, volume]; throws RangeError outside 0 .. length - 1. */
function row(columns: CandleColumns, i: number): CandleRow {
  if (!(i >= 0 && i < columns.length)) {
    throw new RangeError(`Cannot read candle ${i}: there are ${columns.length}`);
  }
  const { openMs, open, high, low, close, volume } = columns;
  return [openMs[i], open[i], high[i], low[i], close[i], volume[i]];
}

/** Rows from `from` up to but not including `to`, as views on the same memory (no copy); bounds as Array.slice. */
function slice(columns: CandleColumns, from: number, to = columns.length): CandleColumns {
  const openMs = columns.openMs.subarray(from, to);
  return {
    length: openMs.length,
    openMs,
    open: columns.open.subarray(from, to),
    high: columns.high.subarray(from, to),
    low: columns.low.subarray(from, to),
    close: columns.close.subarray(from, to),
    volume: columns.volume.subarray(from, to),
  };
}

/** All parts one after the other, as a copy; nothing is checked. */
function concat(parts: readonly CandleColumns[]): CandleColumns {
  const all = create(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    for (const key of KEYS) all[key].set(part[key], at);
    at += part.length;
  }
  return all;
}

/** Index of the first row with openMs >= ms (length if there is none); needs times in order. O(log n). */
function lowerBound(columns: CandleColumns, ms: number): number {
  let low = 0, high = columns.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (columns.openMs[middle] < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Views of the rows with fromMs <= openMs < toMs; needs times in order. */
function between(columns: CandleColumns, fromMs: number, toMs: number): CandleColumns {
  return slice(columns, lowerBound(columns, fromMs), lowerBound(columns, toMs));
}

/**
 * Views of the rows closed at asOfMs (openMs + timeframeMs <= asOfMs). A file written while its last bar was still open
 * ends in an unfinished row, which no file can show of itself: give the time it was written.
 */
function closedBy(columns: CandleColumns, timeframeMs: number, asOfMs: number): CandleColumns {
  return slice(columns, 0, lowerBound(columns, asOfMs - timeframeMs + 1));
}

/** Whether two series hold the same numbers, bit for bit (NaN equals NaN). */
function equals(a: CandleColumns, b: CandleColumns): boolean {
  if (a.length !== b.length) return false;
  for (const key of KEYS) {
    for (let i = 0; i < a.length; i++) if (!Object.is(a[key][i], b[key][i])) return false;
  }
  return true;
}

/** Making, cutting and looking into candle columns. */
export const CandleColumns = { create, fromRows, row, slice, concat, lowerBound, between, closedBy, equals };
