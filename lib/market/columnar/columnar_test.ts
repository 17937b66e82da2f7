import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parseCandles } from "../candle_file.ts";
import { CandleColumns, type CandleRow } from "../columns.ts";
import { parseFunding } from "../funding_file.ts";
import { decodeCandles, encodeCandles } from "./candles.ts";
import { isColumnar, open, type Provenance, seal } from "./envelope.ts";
import { decodeFunding, encodeFunding } from "./funding.ts";
import { createSharedCandles, shareCandles, viewCandles } from "./shared_candles.ts";

const T = Date.UTC(2020, 0, 1), H = 3_600_000;
const RUNS = { seed: 70_020, numRuns: 300 };
const ABOUT: Provenance = {
  symbol: "BTC/USDT:USDT",
  sources: [{ name: "btc.json.gz", sha256: "ab".repeat(32) }],
  asOfMs: null,
  repairs: ["fill-holes: 2 bars"],
};

/** Bars with a hole of two after the tenth. */
const ROWS = Array.from({ length: 40 }, (_, i): CandleRow => {
  const open = 100 + i * 0.1, at = T + (i < 10 ? i : i + 2) * H;
  return [at, open, open + 0.35, open - 0.25, open + 0.05, 12.345 * i].map((it) => Number(it.toFixed(3))) as
    & number[]
    & CandleRow;
});
const CANDLES = CandleColumns.fromRows(ROWS);
const FILE = encodeCandles(CANDLES, H, ABOUT);

/** Candles of a file that must be sound. */
function decoded(bytes: Uint8Array): CandleColumns {
  const read = decodeCandles(bytes, "file");
  if (!read.ok) throw new Error(read.error.what);
  return read.value.candles;
}

Deno.test("decodeCandles() gives back candles and everything that was said of them", () => {
  const read = decodeCandles(FILE, "file");
  ok(read.ok && CandleColumns.equals(read.value.candles, CANDLES));
  const { symbol, sources, asOfMs, repairs, kind, rows, timeframeMs } = read.value.header;
  deepStrictEqual({ symbol, sources, asOfMs, repairs }, ABOUT);
  deepStrictEqual([kind, rows, timeframeMs], ["candles", 40, H]);
});

Deno.test("encodeCandles() writes prices as linked mantissas and times as runs", () => {
  const opened = open(FILE, "file");
  const columns = opened.ok ? opened.value.header.columns : [];
  deepStrictEqual(columns.map(({ name, encoding, count, exponent }) => [name, encoding, count, exponent]), [
    ["starts", "integer", 2, 0],
    ["lengths", "integer", 2, 0],
    ["open", "linked", 40, 2],
    ["high", "linked", 40, 2],
    ["low", "linked", 40, 2],
    ["close", "linked", 40, 2],
    ["volume", "decimal", 40, 3],
  ]);
});

Deno.test("encodeCandles() of the same candles gives the same bytes", () => {
  deepStrictEqual(encodeCandles(CANDLES, H, ABOUT), FILE);
});

const anyNumber = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.integer().map((n) => n / 1_000),
  fc.constantFrom(0, -0, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 53, 0.1 + 0.2, 1e21, 2 ** 51 / 10),
);

Deno.test("prop: decodeCandles() of encodeCandles() is the same, bit for bit, for any finite numbers", () => {
  const row = fc.tuple(anyNumber, anyNumber, anyNumber, anyNumber, anyNumber, anyNumber);
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const candles = CandleColumns.fromRows(rows);
      return CandleColumns.equals(decoded(encodeCandles(candles, 0, ABOUT)), candles);
    }),
    RUNS,
  );
});

Deno.test("prop: decodeCandles() of encodeCandles() is the same for decimals of one length", () => {
  const cell = fc.nat(10 ** 9);
  const row = fc.tuple(fc.nat(50), cell, cell, cell, cell, cell);
  const market = fc.tuple(fc.nat(9), fc.array(row, { minLength: 1, maxLength: 60 }));
  fc.assert(
    fc.property(market, ([exponent, rows]) => {
      let at = T;
      const candles = CandleColumns.fromRows(rows.map(([skip, ...cells]): CandleRow => {
        at += skip < 45 ? H : skip * H;
        const [open, high, low, close, volume] = cells.map((it) => it / 10 ** exponent);
        return [at, open, high, low, close, volume];
      }));
      const bytes = encodeCandles(candles, H, ABOUT);
      const opened = open(bytes, "file");
      const isLinked = opened.ok && opened.value.header.columns.every(({ encoding }) => encoding !== "raw");
      return isLinked && CandleColumns.equals(decoded(bytes), candles);
    }),
    RUNS,
  );
});

Deno.test("encodeCandles() writes numbers raw where no exponent suits the largest and the smallest at once", () => {
  const large = 123_456_789_012_345.7, small = 0.001;
  const candles = CandleColumns.fromRows([
    [T, large, large, small, small, large],
    [T + H, small, large, small, large, small],
    [T + 2 * H, large, large, small, small, 3],
  ]);
  const bytes = encodeCandles(candles, H, ABOUT), opened = open(bytes, "file");
  const encodings = opened.ok ? opened.value.header.columns.map(({ encoding }) => encoding) : [];
  deepStrictEqual(encodings, ["integer", "integer", "raw", "decimal", "decimal", "raw", "raw"]);
  ok(CandleColumns.equals(decoded(bytes), candles));
});

Deno.test("prop: decodeFunding() of encodeFunding() is the same, bit for bit", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyNumber, anyNumber), { maxLength: 30 }), (rows) => {
      const funding = {
        length: rows.length,
        atMs: Float64Array.from(rows, ([at]) => at),
        rate: Float64Array.from(rows, ([, rate]) => rate),
      };
      const read = decodeFunding(encodeFunding(funding, ABOUT), "file");
      return read.ok && funding.atMs.every((it, i) => Object.is(it, read.value.funding.atMs[i])) &&
        funding.rate.every((it, i) => Object.is(it, read.value.funding.rate[i]));
    }),
    RUNS,
  );
});

Deno.test("decodeCandles() refuses every single bit changed", () => {
  let refused = 0;
  for (let place = 0; place < FILE.length; place++) {
    for (let bit = 0; bit < 8; bit++) {
      const bytes = FILE.slice();
      bytes[place] ^= 1 << bit;
      if (!decodeCandles(bytes, "file").ok) refused++;
      ok(!parseCandles(bytes, "file").ok, `bit ${bit} of byte ${place}`);
    }
  }
  strictEqual(refused, 8 * FILE.length);
});

Deno.test("decodeCandles() refuses every shorter and every longer file", () => {
  for (let length = 0; length < FILE.length; length++) {
    ok(!decodeCandles(FILE.subarray(0, length), "file").ok, `${length} bytes`);
    ok(!parseCandles(FILE.subarray(0, length), "file").ok, `${length} bytes`);
  }
  ok(!decodeCandles(new Uint8Array([...FILE, 0]), "file").ok);
});

/** A file whose checksum is right and whose inside is not. */
const odd = (change: (header: Record<string, unknown>) => void): Uint8Array => {
  const opened = open(FILE, "file");
  if (!opened.ok) throw new Error("the file is sound");
  const header = structuredClone(opened.value.header) as unknown as Record<string, unknown>;
  change(header);
  const blocks = opened.value.header.columns.map((column, i) => ({
    header: (header.columns as typeof column[])[i],
    planes: opened.value.planes(column.name),
  }));
  return seal(header as unknown as Parameters<typeof seal>[0], blocks);
};

type Header = Record<string, unknown> & { columns: Record<string, unknown>[] };
const ODD: readonly (readonly [string, (header: Header) => void])[] = [
  ["more rows than the columns have", (it) => it.rows = 41],
  ["rows beyond the limit", (it) => it.rows = 1e9],
  ["rows below zero", (it) => it.rows = -1],
  ["another kind", (it) => it.kind = "funding"],
  ["an unknown kind", (it) => it.kind = "trades"],
  ["an unknown encoding", (it) => it.columns[2].encoding = "magic"],
  ["one price linked otherwise", (it) => it.columns[2].exponent = 3],
  ["one price not linked", (it) => it.columns[2].encoding = "decimal"],
  ["planes that are not those bytes", (it) => it.columns[2].planes = [3, 4]],
  ["a column less", (it) => it.columns[6].name = "turnover"],
  ["more values in a column", (it) => it.columns[6].count = 41],
  ["no repairs", (it) => delete it.repairs],
];
for (const [name, change] of ODD) {
  Deno.test(`decodeCandles() refuses a header with ${name}, though its checksum is right`, () => {
    const read = decodeCandles(odd(change as (header: Record<string, unknown>) => void), "file");
    deepStrictEqual(read.ok ? "read" : read.error.kind, "layout");
  });
}

Deno.test("parseCandles() and parseFunding() take columnar files by their magic, and not each other's", () => {
  const funding = { length: 2, atMs: Float64Array.of(T, T + 8 * H), rate: Float64Array.of(0.0001, -0.0002) };
  const rates = encodeFunding(funding, ABOUT);
  ok(isColumnar(FILE) && isColumnar(rates) && !isColumnar(FILE.subarray(1)));
  const candles = parseCandles(FILE, "x.csv"), parsed = parseFunding(rates, "x.json");
  ok(candles.ok && CandleColumns.equals(candles.value, CANDLES));
  deepStrictEqual(parsed.ok && parsed.value, funding);
  const wrong = [parseCandles(rates, "x"), parseFunding(FILE, "x")];
  deepStrictEqual(wrong.map((it) => it.ok ? "read" : it.error[0].what), [
    "the columns cannot be read: the file holds funding, no candles",
    "the columns cannot be read: the file holds candles, no funding rates",
  ]);
});

Deno.test("decodeCandles() fills shared memory, which shareCandles() hands on without a copy", () => {
  const read = decodeCandles(FILE, "file", createSharedCandles);
  if (!read.ok) throw new Error(read.error.what);
  const shared = shareCandles(read.value.candles);
  ok(shared.memory === read.value.candles.openMs.buffer);
  ok(CandleColumns.equals(viewCandles(shared), CANDLES));
  ok(CandleColumns.equals(viewCandles(shareCandles(CANDLES)), CANDLES));
});
