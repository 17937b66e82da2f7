import { err, ok, type Result } from "../core/mod.ts";
import { CandleColumns } from "./columns.ts";
import { csvLines, headerNames, parseDecimalCell, unknownHeader } from "./csv_text.ts";
import { type DataFault, excerpt, fileFault, isoAt } from "./data_fault.ts";
import { parseUtcMs } from "./utc_time.ts";

/** How the lines of one file are cut: columns a line, whether line 1 names them, and where the ticker is (-1: nowhere). */
interface Layout {
  readonly columnCount: number;
  readonly headerLines: 0 | 1;
  readonly tickerAt: number;
}

const PRICES = ["open", "high", "low", "close", "volume"] as const;
const TIME_NAMES = ["timestamp", "date", "open_time"];
const KNOWN = "a CSV with the header `timestamp,open,high,low,close,volume` or " +
  "`date,open,high,low,close,volume,ticker`, or Binance's 12 public-data columns (open_time,open,high,low,close," +
  "volume,close_time,...), or JSON rows [openMs, open, high, low, close, volume]";

/**
 * Candles from CSV, columns in this order: a time (see parseUtcMs), open, high, low, close, volume; then nothing, or a
 * `ticker` that must be the same in every row, or the six further columns of Binance's public data, which has no header
 * in older files. Any other order is refused: KuCoin, for one, writes close before high.
 */
export function parseCandleCsv(text: string, file: string): Result<CandleColumns, DataFault[]> {
  const lines = csvLines(text);
  const layout = findLayout(lines[0]);
  if (layout === undefined) return err([unknownHeader(lines[0], file, KNOWN)]);
  const count = lines.length - layout.headerLines;
  if (count === 0) {
    return err([fileFault("empty", file, "there is a header but no row", "Fetch the file again")]);
  }
  const reader: Reader = { file, layout, faults: [], columns: CandleColumns.create(count), ticker: "" };
  for (let i = 0; i < count; i++) readLine(reader, lines[i + layout.headerLines], i);
  return reader.faults.length === 0 ? ok(reader.columns) : err(reader.faults);
}

function findLayout(firstLine: string): Layout | undefined {
  const names = headerNames(firstLine);
  if (names.length === 12 && Number.isFinite(parseUtcMs(names[0]))) {
    return { columnCount: 12, headerLines: 0, tickerAt: -1 };
  }
  if (!TIME_NAMES.includes(names[0]) || PRICES.some((name, i) => names[i + 1] !== name)) return undefined;
  if (names.length === 6) return { columnCount: 6, headerLines: 1, tickerAt: -1 };
  if (names.length === 7 && names[6] === "ticker") return { columnCount: 7, headerLines: 1, tickerAt: 6 };
  if (names.length === 12 && names[6] === "close_time") {
    return { columnCount: 12, headerLines: 1, tickerAt: -1 };
  }
  return undefined;
}

interface Reader {
  readonly file: string;
  readonly layout: Layout;
  readonly faults: DataFault[];
  readonly columns: CandleColumns;
  ticker: string;
}

function readLine(reader: Reader, line: string, i: number): void {
  const { file, layout, faults, columns } = reader;
  const cells = line.split(",");
  if (cells.length !== layout.columnCount) {
    const what = `${cells.length} columns in place of ${layout.columnCount}: ${excerpt(line)}`;
    const todo = "Repair the row; a last row cut short may be removed";
    faults.push({ kind: "columns", file, row: i + 1, at: "", what, todo });
    return;
  }
  const openMs = parseUtcMs(cells[0].trim());
  const at = isoAt(openMs);
  if (at === "") {
    const what = `the time is "${
      excerpt(cells[0], 40)
    }", which cannot be read as UTC between 2001-09-09 and 2286-11-20`;
    const todo = "Write times as 2020-01-31 13:00:00 (UTC) or as Unix ms";
    faults.push({ kind: "time", file, row: i + 1, at, what, todo });
  }
  columns.openMs[i] = openMs;
  for (let c = 0; c < PRICES.length; c++) {
    const value = parseDecimalCell(cells[c + 1]);
    columns[PRICES[c]][i] = value;
    if (Number.isFinite(value)) continue;
    const what = `${PRICES[c]} is "${excerpt(cells[c + 1], 40)}", a finite decimal number is needed`;
    faults.push({ kind: "number", file, row: i + 1, at, what, todo: "Fetch this bar again" });
  }
  if (layout.tickerAt >= 0) checkTicker(reader, cells[layout.tickerAt].trim(), i, at);
}

function checkTicker(reader: Reader, ticker: string, i: number, at: string): void {
  if (i === 0) reader.ticker = ticker;
  if (ticker === reader.ticker) return;
  const what = `the ticker is "${excerpt(ticker, 40)}", the file began with "${excerpt(reader.ticker, 40)}"`;
  const todo = "Split the file: one instrument a file";
  reader.faults.push({ kind: "ticker", file: reader.file, row: i + 1, at, what, todo });
}
