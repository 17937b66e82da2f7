import { headerNames, parseDecimalCell, unknownHeader } from "../csv_text.ts";
import { type DataFault, excerpt, isoAt } from "../data_fault.ts";
import { readText } from "../gzip.ts";
import { parseUtcMs } from "../utc_time.ts";
import { addTrade, type TradeBars } from "./trade_bars.ts";

const HEADER = [
  "agg_trade_id",
  "price",
  "quantity",
  "first_trade_id",
  "last_trade_id",
  "transact_time",
  "is_buyer_maker",
];
const KNOWN =
  "aggregate trades of Binance's public data (agg_trade_id,price,quantity,first_trade_id,last_trade_id," +
  "transact_time,is_buyer_maker), with or without that header";
/** A file of something else has a fault a row. */
const MAX_FAULTS = 1_000;
const ID_REGEXP = /^\d{1,15}$/;

/** Whether a first line is that of an aggregate trade file: its header, or a headerless row of 7 or 8 columns. */
export function isTradeLine(line: string): boolean {
  const cells = headerNames(line);
  return isHeader(cells) || ((cells.length === 7 || cells.length === 8) && /^(?:true|false)$/.test(cells[6]));
}

const isHeader = (cells: readonly string[]): boolean => HEADER.every((name, i) => cells[i] === name);

/** Adds the trades of a file (plain or gzipped) to bars; its faults, and those of the order of trades, go to bars.faults. */
export function addTradeFile(bars: TradeBars, bytes: Uint8Array, file: string): void {
  const read = readText(bytes, file);
  if (!read.ok) return void bars.faults.push(read.error);
  const text = read.value;
  let row = 0;
  for (let at = 0; at < text.length && bars.faults.length < MAX_FAULTS;) {
    const found = text.indexOf("\n", at), end = found < 0 ? text.length : found;
    const line = text.slice(at, end).trim();
    at = end + 1;
    if (line === "") continue;
    if (row === 0) {
      if (!isTradeLine(line)) return void bars.faults.push(unknownHeader(line, file, KNOWN));
      if (isHeader(headerNames(line))) continue;
    }
    readLine(bars, line, file, ++row);
  }
}

function readLine(bars: TradeBars, line: string, file: string, row: number): void {
  const cells = line.split(",");
  const [id, price, quantity] = cells, atMs = parseUtcMs((cells[5] ?? "").trim());
  const report = (kind: DataFault["kind"], what: string, todo: string) =>
    void bars.faults.push({ kind, file, row, at: isoAt(atMs), what, todo });
  if (cells.length !== 7 && cells.length !== 8) {
    return report(
      "columns",
      `${cells.length} columns in place of 7: ${excerpt(line)}`,
      "Fetch the file again",
    );
  }
  const [p, q] = [price, quantity].map(parseDecimalCell);
  if (Number.isNaN(atMs)) {
    return report("time", `no time can be read from ${excerpt(line)}`, "Fetch the file again");
  }
  if (!ID_REGEXP.test(id.trim()) || !(p > 0 && p < Infinity) || !(q >= 0 && q < Infinity)) {
    return report(
      "number",
      `no id, price and quantity can be read from ${excerpt(line)}`,
      "Fetch the file again",
    );
  }
  const point = quantity.trim().indexOf(".");
  if (point >= 0) bars.decimals = Math.min(12, Math.max(bars.decimals, quantity.trim().length - point - 1));
  addTrade(bars, { id: Number(id), price: p, quantity: q, atMs }, { file, row });
}
