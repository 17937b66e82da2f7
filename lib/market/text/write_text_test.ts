import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parseCandles } from "../candle_file.ts";
import { CandleColumns, type CandleRow } from "../columns.ts";
import { tellKind } from "../file_kind.ts";
import { parseFundingRows } from "../funding_file.ts";
import { TEXT_FORMATS, writeCandles, writeFunding } from "./write_text.ts";

const T = Date.UTC(2020, 0, 1);
const RUNS = { seed: 70_022, numRuns: 300 };
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const time = fc.integer({ min: T, max: T + 1e11 });

for (const format of TEXT_FORMATS) {
  Deno.test(`prop: parseCandles() of writeCandles() as ${format} is the same, bit for bit, for any finite numbers`, () => {
    const row = fc.tuple(time, number, number, number, number, number);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows: CandleRow[]) => {
        const candles = CandleColumns.fromRows(rows);
        const parsed = parseCandles(encode(writeCandles(candles, format)), "f");
        return parsed.ok && CandleColumns.equals(parsed.value, candles);
      }),
      RUNS,
    );
  });

  Deno.test(`prop: parseFundingRows() of writeFunding() as ${format} is the same, bit for bit`, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(time, number), { minLength: 1, maxLength: 20 }), (rows) => {
        const [atMs, rate] = [0, 1].map((k) => Float64Array.from(rows, (row) => row[k]));
        const text = encode(writeFunding({ length: rows.length, atMs, rate }, format));
        const kind = tellKind(text, "f"), parsed = parseFundingRows(text, "f");
        return kind.ok && kind.value === "funding" && parsed.ok &&
          parsed.value.atMs.every((it, i) => it === atMs[i]) &&
          parsed.value.rate.every((it, i) => Object.is(it, rate[i]));
      }),
      RUNS,
    );
  });
}

const KINDS: readonly (readonly [string, string, string])[] = [
  ["candle rows", "[[1600000000000, 1, 2, 1, 2, 5]]", "candles"],
  ["a bar without volume or body", "[[1600000000000, 1, 1, 1, 1, 0]]", "candles"],
  ["funding rows", "[[1600000000000, 0.0001, 0, 0, 0, 0]]", "funding"],
  ["a candle table", "timestamp,open,high,low,close,volume\n", "candles"],
  ["a funding table", "calc_time,funding_interval_hours,last_funding_rate\n", "funding"],
  ["trades", "26129,0.01633102,4.70443515,27781,27781,1498793709153,true,True\n", "trades"],
  ["something else", "<html>", "candles"],
];
for (const [name, text, kind] of KINDS) {
  Deno.test(`tellKind() takes ${name} for ${kind}`, () => {
    deepStrictEqual(tellKind(encode(text), "f"), { ok: true, value: kind });
  });
}

Deno.test("tellKind() refuses Parquet and says what to do", () => {
  const told = tellKind(encode("PAR1...PAR1"), "f.parquet");
  strictEqual(told.ok ? "" : told.error.what, "this is a Parquet file, which is not read here");
});
