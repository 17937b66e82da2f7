import { err, ok, type Result } from "../core/mod.ts";
import { isJson } from "./candle_file.ts";
import { decodeFunding, isColumnar } from "./columnar/mod.ts";
import { csvLines, headerNames, parseDecimalCell, unknownHeader } from "./csv_text.ts";
import { type DataFault, excerpt, fileFault, isoAt } from "./data_fault.ts";
import { type FundingColumns, settleFunding } from "./funding_columns.ts";
import { readText } from "./gzip.ts";
import { parseJsonRows, showCell } from "./json_rows.ts";
import { isPlausibleMs, parseUtcMs } from "./utc_time.ts";

const KNOWN = "JSON rows [ms, rate], or a CSV with the header `timestamp,funding_rate` or " +
  "`calc_time,funding_interval_hours,last_funding_rate`";

/**
 * Funding rates from the bytes of a file, plain or gzipped: JSON rows [ms, rate, 0, ...] (what follows the rate must be
 * zero: candles have prices there), CSV `timestamp,funding_rate`, or Binance's public-data CSV. Times within 60 s of a full
 * hour belong to it; a rate told twice is kept once, two different rates of one hour are a fault. Positive rates are paid
 * by longs. Columnar files are taken too. All faults are reported; never throws on bad bytes.
 */
export function parseFunding(bytes: Uint8Array, name: string): Result<FundingColumns, DataFault[]> {
  const raw = parseFundingRows(bytes, name);
  return raw.ok ? settleFunding(raw.value, name) : raw;
}

/** The rows as the file has them, jitter, repeats and order included: for whoever wants to tell of these. */
export function parseFundingRows(bytes: Uint8Array, name: string): Result<FundingColumns, DataFault[]> {
  if (isColumnar(bytes)) {
    const decoded = decodeFunding(bytes, name);
    return decoded.ok ? ok(decoded.value.funding) : err([decoded.error]);
  }
  const text = readText(bytes, name);
  if (!text.ok) return err([text.error]);
  return isJson(text.value) ? readJson(text.value, name) : readCsv(text.value, name);
}

function readJson(text: string, file: string): Result<FundingColumns, DataFault[]> {
  const rows = parseJsonRows(text, file);
  if (!rows.ok) return err([rows.error]);
  const length = rows.value.length;
  const raw = { length, atMs: new Float64Array(length), rate: new Float64Array(length) };
  const faults: DataFault[] = [];
  for (let i = 0; i < length; i++) {
    const row: unknown = rows.value[i];
    if (!isFundingRow(row)) {
      const todo = "Give rows like [ms, rate]; a last row cut short may be removed";
      const what = `${showCell(row)} is no row [ms, rate] with nothing but zeros behind it`;
      faults.push({ kind: "columns", file, row: i + 1, at: "", what, todo });
      continue;
    }
    readCells(raw, i, { at: isPlausibleMs(row[0]) ? row[0] : NaN, rate: row[1] }, { file, faults, row });
  }
  return faults.length === 0 ? ok(raw) : err(faults);
}

function isFundingRow(row: unknown): row is readonly unknown[] {
  return Array.isArray(row) && row.length >= 2 && row.slice(2).every((cell) => cell === 0);
}

function readCsv(text: string, file: string): Result<FundingColumns, DataFault[]> {
  const lines = csvLines(text);
  const names = headerNames(lines[0]);
  const known = names.join() === "timestamp,funding_rate" ||
    names.join() === "calc_time,funding_interval_hours,last_funding_rate";
  if (!known) return err([unknownHeader(lines[0], file, KNOWN)]);
  const length = lines.length - 1;
  if (length === 0) {
    return err([fileFault("empty", file, "there is a header but no row", "Fetch the file again")]);
  }
  const raw = { length, atMs: new Float64Array(length), rate: new Float64Array(length) };
  const faults: DataFault[] = [];
  for (let i = 0; i < length; i++) {
    const cells = lines[i + 1].split(",");
    if (cells.length !== names.length) {
      const what = `${cells.length} columns in place of ${names.length}: ${excerpt(lines[i + 1])}`;
      const todo = "Repair the row; a last row cut short may be removed";
      faults.push({ kind: "columns", file, row: i + 1, at: "", what, todo });
      continue;
    }
    const rate = parseDecimalCell(cells[cells.length - 1]);
    readCells(raw, i, { at: parseUtcMs(cells[0].trim()), rate }, { file, faults, row: cells });
  }
  return faults.length === 0 ? ok(raw) : err(faults);
}

function readCells(
  raw: FundingColumns,
  i: number,
  cells: { readonly at: number; readonly rate: unknown },
  place: { readonly file: string; readonly faults: DataFault[]; readonly row: readonly unknown[] },
): void {
  const at = isoAt(cells.at), shown = showCell(place.row);
  if (at === "") {
    const what = `no time can be read from ${shown}`;
    const todo = "Write times as 2020-01-31 08:00:00 (UTC) or as Unix ms (13 digits)";
    place.faults.push({ kind: "time", file: place.file, row: i + 1, at, what, todo });
  }
  if (typeof cells.rate !== "number" || !Number.isFinite(cells.rate)) {
    const what = `no finite rate can be read from ${shown}`;
    place.faults.push({
      kind: "number",
      file: place.file,
      row: i + 1,
      at,
      what,
      todo: "Fetch this rate again",
    });
    return;
  }
  raw.atMs[i] = cells.at;
  raw.rate[i] = cells.rate;
}
