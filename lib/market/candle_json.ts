import { err, ok, type Result } from "../core/mod.ts";
import { CandleColumns } from "./columns.ts";
import { type DataFault, isoAt } from "./data_fault.ts";
import { parseJsonRows, showCell } from "./json_rows.ts";
import { isPlausibleMs } from "./utc_time.ts";

const COLUMNS = ["openMs", "open", "high", "low", "close", "volume"] as const;

/** Candles from JSON rows [openMs, open, high, low, close, volume] (CCXT, freqtrade): exactly six numbers a row. */
export function parseCandleJson(text: string, file: string): Result<CandleColumns, DataFault[]> {
  const rows = parseJsonRows(text, file);
  if (!rows.ok) return err([rows.error]);
  const columns = CandleColumns.create(rows.value.length);
  const faults: DataFault[] = [];
  for (let i = 0; i < columns.length; i++) readRow(rows.value[i], columns, { file, i, faults });
  return faults.length === 0 ? ok(columns) : err(faults);
}

interface Place {
  readonly file: string;
  readonly i: number;
  readonly faults: DataFault[];
}

function readRow(row: unknown, columns: CandleColumns, place: Place): void {
  const { file, i, faults } = place;
  if (!Array.isArray(row) || row.length !== 6) {
    const what = Array.isArray(row) ? `${row.length} columns in place of 6` : `${showCell(row)} is no row`;
    const todo =
      "Give rows like [openMs, open, high, low, close, volume]; a last row cut short may be removed";
    faults.push({ kind: "columns", file, row: i + 1, at: "", what, todo });
    return;
  }
  const openMs: unknown = row[0];
  const at = isPlausibleMs(openMs) ? isoAt(openMs) : "";
  if (at === "") {
    const what = `openMs is ${showCell(openMs)}, a Unix time in whole ms (13 digits) is needed`;
    faults.push({ kind: "time", file, row: i + 1, at, what, todo: "Convert the times to ms, UTC" });
  }
  for (let c = 0; c < 6; c++) {
    const value: unknown = row[c];
    if (typeof value === "number" && Number.isFinite(value)) columns[COLUMNS[c]][i] = value;
    else if (c > 0) {
      const what = `${COLUMNS[c]} is ${showCell(value)}, a finite number is needed`;
      faults.push({ kind: "number", file, row: i + 1, at, what, todo: "Fetch this bar again" });
    }
  }
}
