import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parseCandles } from "./candle_file.ts";
import { CandleColumns, type CandleRow } from "./columns.ts";
import { isoAt } from "./data_fault.ts";
import { parseFunding } from "./funding_file.ts";
import { checkCandles } from "./integrity.ts";

const T = Date.UTC(2020, 0, 1), H = 3_600_000;
const ROWS = Array.from(
  { length: 12 },
  (_, i): CandleRow => [T + i * H, 10 + i / 8, 12 + i / 8, 9 + i / 8, 11 + i / 8, i],
);
const GOOD = CandleColumns.fromRows(ROWS);
const JSON_TEXT = JSON.stringify(ROWS);
const CSV_TEXT = [
  "timestamp,open,high,low,close,volume",
  ...ROWS.map((r) => [isoAt(r[0]), ...r.slice(1)].join(",")),
]
  .join("\n");
const RUNS = { seed: 20_260, numRuns: 500 };

/** Whether bytes either give the good series again or are reported; an exception fails the property. */
function equalOrReported(bytes: Uint8Array): boolean {
  const parsed = parseCandles(bytes, "mutated");
  if (!parsed.ok) return parsed.error.length > 0;
  return CandleColumns.equals(parsed.value, GOOD) ||
    checkCandles(parsed.value, { timeframeMs: H }).length > 0;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

Deno.test("prop: parseCandles() reports any byte changed in a gzipped file, or reads the same", () => {
  const packed = new Uint8Array(gzipSync(JSON_TEXT));
  fc.assert(
    fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), (place, mask) => {
      const bytes = packed.slice();
      bytes[place] ^= mask;
      return equalOrReported(bytes);
    }),
    RUNS,
  );
});

/** Mutations of rows that a sound file cannot have; a removed first or last row is a shorter sound file, so never those. */
type Mutation = (rows: number[][], i: number) => unknown;
const MUTATIONS: readonly Mutation[] = [
  (rows, i) => rows.splice(i, 1), // a row lost
  (rows, i) => rows.splice(i, 0, [...rows[i]]), // a row twice
  (rows, i) => [rows[i], rows[i + 1]] = [rows[i + 1], rows[i]], // rows exchanged
  (rows, i) => rows[i].pop(), // a column lost
  (rows, i) => rows[i].push(0), // a column too many
  (rows, i) => rows[i][1 + i % 4] *= -1, // a negative price
  (rows, i) => rows[i][5] = -1 - i, // a negative volume
  (rows, i) => rows[i][1 + i % 5] = NaN, // no number: null in JSON, "NaN" in CSV
  (rows, i) => rows[i][0] += 60_000, // off the hour
  (rows, i) => [rows[i][2], rows[i][3]] = [rows[i][3], rows[i][2]], // high and low exchanged
  (rows) => rows.reverse(), // newest first
];

Deno.test("prop: checkCandles() or parseCandles() reports rows lost, doubled, exchanged, cut and spoilt", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...MUTATIONS),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (mutate, i, asJson) => {
        const rows = ROWS.map((row) => [...row]);
        mutate(rows, i);
        const text = asJson
          ? JSON.stringify(rows)
          : [CSV_TEXT.split("\n")[0], ...rows.map((row) => row.join())].join("\n");
        const parsed = parseCandles(encode(text), "mutated");
        return !parsed.ok || checkCandles(parsed.value, { timeframeMs: H }).length > 0;
      },
    ),
    RUNS,
  );
});

Deno.test("prop: parseCandles() reports a JSON file cut anywhere", () => {
  for (let cut = 0; cut < JSON_TEXT.length; cut++) {
    if (parseCandles(encode(JSON_TEXT.slice(0, cut)), "cut").ok) throw new Error(`cut at ${cut} was read`);
  }
});

Deno.test("prop: parseCandles(), checkCandles() and parseFunding() never throw on spoilt text", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "",
      ",",
      "\n",
      "\r\n",
      "[",
      "]",
      "{",
      "-",
      "e",
      ".",
      "0",
      "9",
      '"',
      "<",
      "\u0000",
      "null",
      "1e999",
    ),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(JSON_TEXT, CSV_TEXT),
      fc.nat(JSON_TEXT.length),
      fc.nat(40),
      piece,
      (text, at, cut, insert) => {
        const bytes = encode(text.slice(0, at) + insert + text.slice(at + cut));
        parseFunding(bytes, "spoilt");
        const parsed = parseCandles(bytes, "spoilt");
        if (!parsed.ok) return parsed.error.length > 0;
        checkCandles(parsed.value, { timeframeMs: H });
        return parsed.value.length > 0 && parsed.value.close.every(Number.isFinite);
      },
    ),
    RUNS,
  );
});

Deno.test("prop: parseCandles() and parseFunding() never throw on noise", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (noise, packed) => {
      const bytes = packed ? Uint8Array.of(0x1f, 0x8b, ...noise) : noise;
      return !parseCandles(bytes, "noise").ok && !parseFunding(bytes, "noise").ok;
    }),
    RUNS,
  );
});
