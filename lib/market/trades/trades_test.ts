import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { CandleColumns } from "../columns.ts";
import { addTradeFile } from "./agg_trades_csv.ts";
import { createTradeBars, finishTradeBars } from "./trade_bars.ts";

const DAY = Date.UTC(2024, 0, 1), M = 60_000, HOUR = 60 * M;
const HEADER = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker";

const line = (id: number, price: number, quantity: string, atMs: number): string =>
  `${id},${price},${quantity},${id * 2},${id * 2 + 1},${atMs},true`;

function read(texts: readonly string[], timeframeMs = 6 * HOUR) {
  const bars = createTradeBars(timeframeMs);
  texts.forEach((text, i) => addTradeFile(bars, new TextEncoder().encode(text), `f${i}.csv`));
  const faults = bars.faults.map(({ kind, file, row, what }) => [kind, file, row, what]);
  const { candles, notes } = finishTradeBars(bars);
  const rows = Array.from({ length: candles.length }, (_, i) => CandleColumns.row(candles, i));
  return { rows, notes, faults };
}

const DAY_OF_TRADES = [
  line(7, 100, "0.1", DAY),
  line(8, 103, "0.2", DAY + HOUR),
  line(9, 99, "0.003", DAY + 5 * HOUR),
  line(10, 101, "1", DAY + 6 * HOUR - 1),
  line(11, 105, "2.5", DAY + 12 * HOUR),
  line(12, 104, "1", DAY + 24 * HOUR - 1),
];

Deno.test("finishTradeBars() makes bars of a whole day, flat without volume where nobody traded", () => {
  const { rows, notes, faults } = read([DAY_OF_TRADES.join("\n")]);
  deepStrictEqual(rows, [
    [DAY, 100, 103, 99, 101, 1.303],
    [DAY + 6 * HOUR, 101, 101, 101, 101, 0],
    [DAY + 12 * HOUR, 105, 105, 105, 105, 2.5],
    [DAY + 18 * HOUR, 104, 104, 104, 104, 1],
  ]);
  deepStrictEqual([notes, faults], [["6 trades made 4 bars of 6h"], []]);
});

Deno.test("addTradeFile() goes on from file to file, with or without header, in ms or microseconds", () => {
  const micro = DAY_OF_TRADES.slice(3).map((it) => it.replace(/,(\d{13}),true/, ",$1000,True,True"));
  const got = read([`${HEADER}\n${DAY_OF_TRADES.slice(0, 3).join("\r\n")}\r\n`, micro.join("\n")]);
  deepStrictEqual([got.rows, got.faults], [read([DAY_OF_TRADES.join("\n")]).rows, []]);
});

Deno.test("finishTradeBars() leaves out first and last bars that the trades may not cover", () => {
  const { rows, notes } = read([DAY_OF_TRADES.slice(2, 5).join("\n")], HOUR);
  strictEqual(rows[0][0], DAY + 6 * HOUR);
  strictEqual(rows.at(-1)![0], DAY + 11 * HOUR);
  deepStrictEqual(notes.slice(1), [
    "the last bar (2024-01-01T12:00:00Z) left out: the trades may not reach its end",
    "the first bar (2024-01-01T05:00:00Z) left out: the trades may not begin with it",
  ]);
});

const FAULTY: readonly (readonly [string, string[], unknown[]])[] = [
  ["missing trades", DAY_OF_TRADES.toSpliced(2, 2), ["gap", "f0.csv", 3, "2 trades missing, ids 9 to 10"]],
  ["a trade twice", DAY_OF_TRADES.toSpliced(2, 0, DAY_OF_TRADES[1]), [
    "duplicate",
    "f0.csv",
    3,
    "trade 8 after 8",
  ]],
  ["a time going back", DAY_OF_TRADES.with(1, line(8, 103, "1", DAY - 1)), [
    "disorder",
    "f0.csv",
    2,
    "the time is before that of the trade above (2024-01-01T00:00:00Z)",
  ]],
  ["no price", DAY_OF_TRADES.with(1, line(8, 0, "1", DAY + 1)), [
    "number",
    "f0.csv",
    2,
    `no id, price and quantity can be read from ${line(8, 0, "1", DAY + 1)}`,
  ]],
  ["a line cut short", DAY_OF_TRADES.with(5, "12,104"), [
    "columns",
    "f0.csv",
    6,
    "2 columns in place of 7: 12,104",
  ]],
  ["another layout", ["timestamp,open"], [
    "layout",
    "f0.csv",
    0,
    "no layout is known for the first line: timestamp,open",
  ]],
];
for (const [name, lines, fault] of FAULTY) {
  Deno.test(`addTradeFile() reports ${name}`, () => {
    deepStrictEqual(read([lines.join("\n")]).faults[0], fault);
  });
}
