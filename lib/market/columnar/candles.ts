import type { Result } from "../../core/mod.ts";
import { CandleColumns } from "../columns.ts";
import type { DataFault } from "../data_fault.ts";
import { type Block, packLinked, packNumbers } from "./blocks.ts";
import { readColumn, readColumnar, readTimes } from "./column_reader.ts";
import { commonExponent, mantissas } from "./decimals.ts";
import { type ColumnarHeader, type Opened, type Provenance, seal } from "./envelope.ts";
import { packTimes } from "./times.ts";

const PRICES = ["open", "high", "low", "close"] as const;

/** Candles with what their file says of them. */
export interface CandleFile {
  readonly header: ColumnarHeader;
  readonly candles: CandleColumns;
}

/**
 * Candles as a columnar file; decodeCandles gives every number back bit for bit, sound or not. timeframeMs is the length of
 * a bar, 0 where it is not known.
 */
export function encodeCandles(candles: CandleColumns, timeframeMs: number, about: Provenance): Uint8Array {
  const { symbol, sources, asOfMs, repairs } = about;
  const times = packTimes(candles.openMs);
  const blocks = [...times.blocks, ...packPrices(candles), packNumbers("volume", candles.volume)];
  const { length: rows } = candles, { stepMs } = times;
  return seal({ kind: "candles", rows, timeframeMs, stepMs, symbol, sources, asOfMs, repairs }, blocks);
}

/**
 * Prices move little from their neighbours: open from the close before, close from open, high and low from the body. Where
 * one exponent fits all four, these small differences of mantissas are written; else each column for itself.
 */
function packPrices(candles: CandleColumns): Block[] {
  const columns = PRICES.map((name) => candles[name]);
  const exponent = commonExponent(columns);
  if (exponent < 0) return PRICES.map((name) => packNumbers(name, candles[name]));
  const [open, high, low, close] = columns.map((column) => mantissas(column, exponent));
  let before = 0;
  for (let i = 0; i < candles.length; i++) {
    const o = open[i], c = close[i];
    open[i] = o - before;
    close[i] = c - o;
    high[i] -= Math.max(o, c);
    low[i] = Math.min(o, c) - low[i];
    before = c;
  }
  return [open, high, low, close].map((column, i) => packLinked(PRICES[i], exponent, column));
}

/**
 * Candles of a columnar file, into memory that `room` gives (CandleColumns.create by default; createSharedCandles for
 * workers). Damage, other versions and files of funding are refused; never throws on bad bytes. Whether the bars make a
 * sound series is checkCandles' question, as with any other file.
 */
export function decodeCandles(
  bytes: Uint8Array,
  file: string,
  room: (rows: number) => CandleColumns = CandleColumns.create,
): Result<CandleFile, DataFault> {
  return readColumnar(bytes, file, (it) => {
    if (it.header.kind !== "candles") throw new RangeError(`the file holds ${it.header.kind}, no candles`);
    const candles = room(it.header.rows);
    readTimes(it, candles.openMs);
    readPrices(it, candles);
    readColumn(it, "volume", candles.volume);
    return { header: it.header, candles };
  });
}

function readPrices(it: Opened, candles: CandleColumns): void {
  const blocks = PRICES.map((name) => readColumn(it, name, candles[name]));
  const linked = blocks.filter(({ encoding }) => encoding === "linked");
  if (linked.length === 0) return;
  const { exponent } = linked[0];
  if (linked.length < 4 || linked.some((block) => block.exponent !== exponent)) {
    throw new RangeError("some prices are linked to their neighbours and others are not");
  }
  const { length, open, high, low, close } = candles, scale = 10 ** exponent;
  let before = 0;
  for (let i = 0; i < length; i++) {
    const o = before + open[i], c = o + close[i];
    open[i] = o / scale;
    close[i] = c / scale;
    high[i] = ((o > c ? o : c) + high[i]) / scale;
    low[i] = ((o < c ? o : c) - low[i]) / scale;
    before = c;
  }
}
