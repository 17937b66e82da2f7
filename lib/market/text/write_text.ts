import type { CandleColumns } from "../columns.ts";
import type { FundingColumns } from "../funding_columns.ts";

/** Formats that parseCandles and parseFunding read back bit for bit. */
export const TEXT_FORMATS = ["csv", "json"] as const;
export type TextFormat = typeof TEXT_FORMATS[number];

/** The shortest decimal that is read as the same float64 again; String() would lose the sign of minus zero. */
const digits = (value: number): string => Object.is(value, -0) ? "-0" : String(value);

/** Candles as CSV (timestamp in ms, then prices and volume) or JSON rows, one row a line. */
export function writeCandles(candles: CandleColumns, format: TextFormat): string {
  const { length, openMs, open, high, low, close, volume } = candles;
  const columns = [openMs, open, high, low, close, volume];
  return writeRows(length, columns, format, "timestamp,open,high,low,close,volume");
}

/** Funding rates as CSV (timestamp in ms, funding_rate) or JSON rows [ms, rate], one row a line. */
export function writeFunding({ length, atMs, rate }: FundingColumns, format: TextFormat): string {
  return writeRows(length, [atMs, rate], format, "timestamp,funding_rate");
}

function writeRows(
  length: number,
  columns: readonly Float64Array[],
  format: TextFormat,
  header: string,
): string {
  const rows = Array.from({ length }, (_, i) => columns.map((column) => digits(column[i])).join(","));
  if (format === "csv") return `${[header, ...rows].join("\n")}\n`;
  return `[\n${rows.map((row) => `[${row}]`).join(",\n")}\n]\n`;
}
