import { err, ok, type Result } from "../core/mod.ts";
import { parseCandleCsv } from "./candle_csv.ts";
import { parseCandleJson } from "./candle_json.ts";
import { decodeCandles, isColumnar } from "./columnar/mod.ts";
import type { CandleColumns } from "./columns.ts";
import type { DataFault } from "./data_fault.ts";
import { readText } from "./gzip.ts";

/**
 * Candles from the bytes of a history file, plain or gzipped, told by content and never by name: JSON rows
 * [openMs, open, high, low, close, volume], one of the CSV layouts of parseCandleCsv, or a columnar file. Row i of the columns is data row
 * i + 1 of the file, in the file's order. Only form is judged here (layout, columns, finite numbers, readable times), with
 * all faults reported; whether the bars make a sound series is checkCandles' question. Never throws on bad bytes.
 */
export function parseCandles(bytes: Uint8Array, name: string): Result<CandleColumns, DataFault[]> {
  if (isColumnar(bytes)) {
    const decoded = decodeCandles(bytes, name);
    return decoded.ok ? ok(decoded.value.candles) : err([decoded.error]);
  }
  const text = readText(bytes, name);
  if (!text.ok) return err([text.error]);
  return isJson(text.value) ? parseCandleJson(text.value, name) : parseCandleCsv(text.value, name);
}

/** Whether a text is meant as JSON: it begins with a bracket or a brace. */
export function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}
