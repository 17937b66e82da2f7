import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { parseFunding } from "./funding_file.ts";

const T = Date.UTC(2020, 0, 1), H8 = 8 * 3_600_000;

function parse(text: string) {
  return parseFunding(new TextEncoder().encode(text), "f");
}

const WANT = {
  length: 3,
  atMs: Float64Array.of(T, T + H8, T + 2 * H8),
  rate: Float64Array.of(0.0001, -0.00375, 0),
};

const GOOD: readonly [string, string][] = [
  ["JSON rows", JSON.stringify([[T, 0.0001, 0, 0, 0, 0], [T + H8, -0.00375, 0, 0, 0, 0], [T + 2 * H8, 0]])],
  [
    "jitter up to 60 s either way",
    JSON.stringify([[T - 60_000, 0.0001], [T + H8 + 60_000, -0.00375], [T + 2 * H8 + 7, 0]]),
  ],
  ["a row told twice", JSON.stringify([[T, 0.0001], [T + 9, 0.0001], [T + H8, -0.00375], [T + 2 * H8, 0]])],
  [
    "CSV",
    "timestamp,funding_rate\n2020-01-01 00:00:00.013,0.0001\n2020-01-01 08:00:00,-0.00375\n2020-01-01T16:00Z,0\n",
  ],
  [
    "Binance's public data",
    `calc_time,funding_interval_hours,last_funding_rate\n${T},8,0.00010000\n${T + H8},8,-0.00375\n${
      T + 2 * H8
    },8,0e-8`,
  ],
];

for (const [name, text] of GOOD) {
  Deno.test(`parseFunding() reads ${name}, on the hour`, () => {
    deepStrictEqual(parse(text), { ok: true, value: WANT });
    deepStrictEqual(parseFunding(new Uint8Array(gzipSync(text)), "f"), { ok: true, value: WANT });
  });
}

const CSV = "timestamp,funding_rate\n";

/** Name, text, then the faults as "kind row: what", what being a pattern. */
const BAD: readonly [string, string, ...RegExp[]][] = [
  ["an empty file", "", /^empty 0/],
  ["a header alone", CSV, /^empty 0/],
  ["HTML", "<html>", /^layout 0: this is HTML/],
  [
    "candles",
    JSON.stringify([[T, 10, 12, 9, 11, 3]]),
    /^columns 1: \[1577836800000, 10, 12, 9, 11, 3\] is no row \[ms, rate\]/,
  ],
  ["61 s of jitter", JSON.stringify([[T + 60_001, 0], [T + H8 - 60_001, 0]]), /^jitter 1/, /^jitter 2/],
  [
    "two rates in one hour",
    JSON.stringify([[T, 0.1], [T + 5, 0.2]]),
    /^duplicate 2: the hour has two rates, 0.1 and 0.2/,
  ],
  [
    "disorder",
    JSON.stringify([[T + H8, 0], [T, 0], [T + 2 * H8, 0]]),
    /^disorder 2: the time is before that/,
  ],
  [
    "newest first",
    JSON.stringify([[T + 2 * H8, 0], [T + H8, 0], [T, 0]]),
    /^disorder 0: the rows run from the newest/,
  ],
  ["a rate of 100 %", JSON.stringify([[T, 1], [T + H8, -1.5]]), /^rate 1: the rate is 1:/, /^rate 2/],
  ["seconds", JSON.stringify([[T / 1000, 0]]), /^time 1: no time can be read/],
  ["text for a rate", JSON.stringify([[T, "0.0001"], [T, null]]), /^number 1/, /^number 2/],
  ["a row cut short", `${CSV}2020-01-01,0.0001\n2020-01-0`, /^columns 2: 1 columns in place of 2/],
  ["words", `${CSV}never,NaN`, /^time 1/, /^number 1/],
  ["an unknown header", "time,rate\n1,2", /^layout 0/],
];

for (const [name, text, ...patterns] of BAD) {
  Deno.test(`parseFunding() refuses ${name}`, () => {
    const got = parse(text);
    const faults = got.ok ? [] : got.error;
    const texts = faults.map((fault) => `${fault.kind} ${fault.row}: ${fault.what}`);
    strictEqual(texts.length, patterns.length, texts.join("\n"));
    patterns.forEach((pattern, i) => match(texts[i], pattern));
  });
}
