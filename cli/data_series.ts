import { type Result, sha256Hex } from "../lib/core/mod.ts";
import {
  CandleColumns,
  type CandleRow,
  checkCandles,
  type DataFault,
  decodeCandles,
  decodeFunding,
  encodeCandles,
  encodeFunding,
  type Gap,
  inspectFunding,
  settleFunding,
} from "../lib/market/mod.ts";
import type { VenueHistory } from "../lib/venues/mod.ts";

/** Rows of numbers as they are kept while a download goes on, and where to go on. */
export interface RowPage {
  readonly rows: number[][];
  readonly nextMs: number;
}

/** What a file says of a download. */
export interface Origin {
  readonly symbol: string;
  readonly source: string;
  readonly barMs: number;
  readonly toMs: number;
}

/** A finished file: its bytes, what is in it, and its holes. */
export interface Packed {
  readonly bytes: Uint8Array;
  readonly what: string;
  readonly gaps: readonly Gap[];
  /** Length of a bar, or the time between settlements. */
  readonly stepMs: number;
}

/** A kind of series that can be downloaded. */
export interface Series {
  readonly kind: "candles" | "funding";
  fileName(symbol: string, timeframe: string): string;
  page(history: VenueHistory, symbol: string, fromMs: number, toMs: number): Promise<RowPage>;
  /** The file of all rows; faults other than holes refuse it. */
  pack(rows: readonly number[][], origin: Origin): Result<Packed, readonly DataFault[]>;
  /** The rows of an earlier file; null where it cannot be read. */
  unpack(bytes: Uint8Array, path: string): number[][] | null;
}

const count = (n: number, noun: string): string =>
  `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;

function about({ symbol, source, toMs }: Origin, columns: readonly Float64Array[], gaps: readonly Gap[]) {
  const hashes = columns.map(({ buffer, byteOffset, byteLength }) =>
    sha256Hex(new Uint8Array(buffer, byteOffset, byteLength))
  );
  const missing = gaps.reduce((sum, { missingBars }) => sum + missingBars, 0);
  const repairs = gaps.length === 0
    ? []
    : [`keep-gaps: ${count(gaps.length, "hole")} (${missing} missing) as the venue has them`];
  return { symbol, sources: [{ name: source, sha256: sha256Hex(hashes.join()) }], asOfMs: toMs, repairs };
}

const gapsOf = (faults: readonly DataFault[]): Gap[] =>
  faults.flatMap(({ gap }) => gap === undefined ? [] : [gap]);

/** Candles. */
export const CANDLES: Series = {
  kind: "candles",
  fileName: (symbol, timeframe) => `${symbol}-${timeframe}.candles`,
  page: async (history, symbol, fromMs, toMs) => {
    const { rows, nextMs } = await history.candles(symbol, fromMs, toMs);
    const numbers = rows.map((
      { openMs, open, high, low, close, volume },
    ) => [openMs, open, high, low, close, volume]);
    return { rows: numbers, nextMs };
  },
  pack: (rows, origin) => {
    const candles = CandleColumns.fromRows(rows as readonly (readonly number[])[] as readonly CandleRow[]);
    const faults = checkCandles(candles, { timeframeMs: origin.barMs, file: origin.source });
    const others = faults.filter(({ kind }) => kind !== "gap");
    if (others.length > 0) return { ok: false, error: others };
    const { openMs, open, high, low, close, volume } = candles, gaps = gapsOf(faults);
    const said = about(origin, [openMs, open, high, low, close, volume], gaps);
    const bytes = encodeCandles(candles, origin.barMs, said);
    return { ok: true, value: { bytes, what: count(candles.length, "candle"), gaps, stepMs: origin.barMs } };
  },
  unpack: (bytes, path) => {
    const read = decodeCandles(bytes, path);
    if (!read.ok) return null;
    const { candles } = read.value;
    return Array.from({ length: candles.length }, (_, i) => [...CandleColumns.row(candles, i)]);
  },
};

/** Funding rates. */
export const FUNDING: Series = {
  kind: "funding",
  fileName: (symbol) => `${symbol}.funding`,
  page: async (history, symbol, fromMs, toMs) => {
    const { rows, nextMs } = await history.funding(symbol, fromMs, toMs);
    return { rows: rows.map(({ atMs, rate }) => [atMs, rate]), nextMs };
  },
  pack: (rows, origin) => {
    const raw = {
      length: rows.length,
      atMs: Float64Array.from(rows, ([atMs]) => atMs),
      rate: Float64Array.from(rows, ([, rate]) => rate),
    };
    const { faults, intervalMs } = inspectFunding(raw, origin.source),
      settled = settleFunding(raw, origin.source);
    const others = faults.filter(({ kind }) => kind !== "gap");
    if (!settled.ok || others.length > 0) return { ok: false, error: others };
    const { atMs, rate, length } = settled.value, gaps = gapsOf(faults);
    const bytes = encodeFunding(settled.value, about(origin, [atMs, rate], gaps));
    return { ok: true, value: { bytes, what: count(length, "funding rate"), gaps, stepMs: intervalMs } };
  },
  unpack: (bytes, path) => {
    const read = decodeFunding(bytes, path);
    if (!read.ok) return null;
    const { atMs, rate } = read.value.funding;
    return Array.from(atMs, (ms, i) => [ms, rate[i]]);
  },
};
