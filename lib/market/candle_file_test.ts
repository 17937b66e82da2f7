import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { CandleColumns, type CandleRow } from "./columns.ts";
import { parseCandles } from "./candle_file.ts";

const T = Date.UTC(2020, 0, 1), H = 3_600_000;
const ROWS: readonly CandleRow[] = [[T, 10, 12, 9.5, 11, 3], [T + H, 11, 11.5, 1e-5, 10, 0]];
const BINANCE =
  "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore";
const BINANCE_LINES = ROWS.map((row) => [...row, row[0] + H - 1, 0, 0, 0, 0, 0].join(","));
const MICROS = ROWS.map((row) =>
  [`${row[0]}000`, ...row.slice(1), `${row[0] + H}000`, 0, 0, 0, 0, 0].join(",")
);

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function csv(header: string, times: readonly string[], tail = ""): string {
  return [header, ...ROWS.map((row, i) => [times[i], ...row.slice(1)].join(",") + tail)].join("\n");
}

const GOOD: readonly [string, string][] = [
  ["JSON rows", JSON.stringify(ROWS)],
  ["JSON with blanks", `\n ${JSON.stringify(ROWS, null, 1)}\n`],
  [
    "CSV of ISO times",
    csv("timestamp,open,high,low,close,volume", ["2020-01-01 00:00:00", "2020-01-01T01:00:00Z"]),
  ],
  ["CSV of ms", csv("timestamp,open,high,low,close,volume", [String(T), String(T + H)])],
  [
    "CSV with ticker",
    csv("date,open,high,low,close,volume,ticker", ["2020-01-01", "2020-01-01 01:00:00"], ",BTCUSDT"),
  ],
  [
    "CSV with CRLF",
    csv("date,open,high,low,close,volume", ["2020-01-01", "2020-01-01 01:00"]).replaceAll("\n", "\r\n"),
  ],
  [
    "CSV with byte order mark",
    "\uFEFF" + csv("Date,Open,High,Low,Close,Volume", [String(T), String(T + H)]) + "\n\n",
  ],
  ["Binance with header", [BINANCE, ...BINANCE_LINES].join("\n")],
  ["Binance without header", BINANCE_LINES.join("\n") + "\n"],
  ["Binance in microseconds", MICROS.join("\n")],
];

for (const [name, text] of GOOD) {
  Deno.test(`parseCandles() reads ${name}, plain and gzipped`, () => {
    for (const source of [bytes(text), new Uint8Array(gzipSync(text))]) {
      deepStrictEqual(parseCandles(source, "a"), { ok: true, value: CandleColumns.fromRows(ROWS) });
    }
  });
}

const HEADER = "timestamp,open,high,low,close,volume\n";
const TICKERS = "date,open,high,low,close,volume,ticker\n";

/** Name, text, then the faults as "kind row: what", what being a pattern. */
const BAD: readonly [string, string, ...RegExp[]][] = [
  ["an empty file", "", /^empty 0: the file is empty/],
  ["an empty array", "[]", /^empty 0: the array has no rows/],
  ["a header alone", HEADER, /^empty 0: there is a header but no row/],
  [
    "HTML",
    "<!DOCTYPE html><html>\n<body>Bad gateway",
    /^layout 0: this is HTML or XML, perhaps an error page/,
  ],
  [
    "an error body",
    '{"code":-1121,"msg":"Invalid symbol."}',
    /^layout 0: the JSON is no array of rows but begins \{"code/,
  ],
  ["JSON cut short", JSON.stringify(ROWS).slice(0, -9), /^layout 0: the JSON is truncated or damaged: /],
  ["deep nesting", "[".repeat(100_000) + "]".repeat(100_000), /^columns 1: 1 columns in place of 6/],
  [
    "rows that are none",
    "[1, null, {}]",
    /^columns 1: 1 is no row/,
    /^columns 2: null is no row/,
    /^columns 3: \{\.\.\.\}/,
  ],
  ["five JSON columns", `[[${T},1,1,1,1]]`, /^columns 1: 5 columns in place of 6/],
  ["strings and null", `[[${T},"1",1,1,null,1]]`, /^number 1: open is "1"/, /^number 1: close is null/],
  ["numbers too large", `[[${T},1e999,1,1,1,1]]`, /^number 1: open is Infinity/],
  ["seconds", `[[${T / 1000},1,1,1,1,1],["${T}",1,1,1,1,1]]`, /^time 1: openMs is 1577836800,/, /^time 2: /],
  [
    "an unknown header",
    "time,open,close,high,low,volume\n1,2,3,4,5,6",
    /^layout 0: no layout is known for the first line/,
  ],
  ["another order", "timestamp,open,close,high,low,volume\n1,2,3,4,5,6", /^layout 0: no layout is known/],
  ["no header", `${T},1,1,1,1,1`, /^layout 0: no layout is known/],
  [
    "a row cut short",
    `${HEADER}2020-01-01,1,1,1,1,1\n2020-01-02,1,1`,
    /^columns 2: 3 columns in place of 6: 2020-01-02,1,1/,
  ],
  ["a blank row inside", `${HEADER}2020-01-01,1,1,1,1,1\n\n2020-01-02,1,1,1,1,1`, /^columns 2: 1 columns/],
  ["words", `${HEADER}2020-01-01,NaN,abc,,0x10,inf`, /^number 1: open/, /high/, /low/, /close/, /volume/],
  ["a bad time", `${HEADER}2020-02-30,1,1,1,1,1\n2020-03-01,1,1,1,1,1`, /^time 1: the time is "2020-02-30"/],
  [
    "a header again",
    `${BINANCE}\n${BINANCE}`,
    /^time 1/,
    /^number 1/,
    /^number 1/,
    /^number 1/,
    /^number 1/,
    /^number 1/,
  ],
  ["two tickers", `${TICKERS}2020-01-01,1,1,1,1,1,A\n2020-01-02,1,1,1,1,1,B`, /^ticker 2: the ticker is "B"/],
];

for (const [name, text, ...patterns] of BAD) {
  Deno.test(`parseCandles() refuses ${name}, with every fault and its row`, () => {
    const got = parseCandles(bytes(text), "bad.csv");
    const faults = got.ok ? [] : got.error;
    const texts = faults.map((fault) => `${fault.kind} ${fault.row}: ${fault.what}`);
    strictEqual(texts.length, patterns.length, texts.join("\n"));
    patterns.forEach((pattern, i) => match(texts[i], pattern));
    for (const fault of faults) strictEqual(fault.file === "bad.csv" && fault.todo.length > 0, true);
  });
}
