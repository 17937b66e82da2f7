// What the tests of this room share: seeded and real bars, and comparison of series. It holds no tests
// itself.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { Rng } from "../core/mod.ts";

export interface Bars {
  length: number;
  open: Float64Array;
  high: Float64Array;
  low: Float64Array;
  close: Float64Array;
  volume: Float64Array;
}

/** Rows of [time, open, high, low, close, volume] as columns. */
export function toBars(rows: number[][]): Bars {
  const column = (i: number) => Float64Array.from(rows, (row) => row[i]);
  return {
    length: rows.length,
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(5),
  };
}

/** A geometric random walk of 1 % bars that starts at 100. */
export function randomBars(seed: string, count: number): Bars {
  const rng = Rng.create(seed);
  let price = 100;
  return toBars(Array.from({ length: count }, (_, i) => {
    const open = price;
    price *= Math.exp(0.01 * Rng.normal(rng));
    const high = Math.max(open, price) * (1 + 0.004 * Rng.uniform(rng));
    const low = Math.min(open, price) * (1 - 0.004 * Rng.uniform(rng));
    return [i, open, high, low, price, 1 + Rng.uniform(rng)];
  }));
}

const DATA = "../shared/data";
const BTC_HOURS = `${DATA}/perp_binance_mooneyes/8bd2def13/BTC_USDT-1h-futures.json.gz`;

/**
 * Options of a test that needs a file of real data: ignored, with the reason in its name, where the file is
 * absent.
 */
export function realDataTest(name: string, path: string, fn: () => void): Deno.TestDefinition {
  const present = existsSync(`${DATA}/${path}`);
  return { name: present ? name : `${name} (skipped: no ${path} in ${DATA})`, ignore: !present, fn };
}

/** Parsed JSON of a file of real data, unpacked if its name ends in .gz. */
export function readData(path: string): unknown {
  const bytes = readFileSync(`${DATA}/${path}`);
  return JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}

/** Random bars and, where present, 26,316 hours of the BTC perpetual. */
export function sampleBars(): { name: string; bars: Bars }[] {
  const samples = [{ name: "random", bars: randomBars("sample", 5000) }];
  if (existsSync(BTC_HOURS)) {
    const rows = readData(BTC_HOURS.slice(DATA.length + 1)) as number[][];
    samples.push({ name: "btc 1h", bars: toBars(rows) });
  }
  return samples;
}

/** Results of `step(i)` for i = 0 .. count - 1. */
export function run(count: number, step: (i: number) => number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = step(i);
  return out;
}

/**
 * Result per bar of a function of the last n values up to it, the current one included; NaN before bar n - 1.
 */
export function windowed(x: Float64Array, n: number, f: (window: Float64Array) => number): Float64Array {
  return run(x.length, (i) => i < n - 1 ? NaN : f(x.subarray(i - n + 1, i + 1)));
}

/** Plain mean, the batch definition. */
export function plainMean(values: Float64Array): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/**
 * Asserts that two series are NaN at the same places and else equal within `relative` of the larger of
 * |expected| and `scale`. Returns how many numbers were compared.
 */
export function assertSeries(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  options: { scale?: number; what?: string } = {},
): number {
  const { scale = 0, what = "series" } = options;
  assert.equal(actual.length, expected.length, `${what}: length`);
  let compared = 0;
  for (let i = 0; i < actual.length; i++) {
    const want = expected[i];
    const have = actual[i];
    if (Number.isNaN(want) && Number.isNaN(have)) continue;
    const allowed = relative * Math.max(Math.abs(want), scale);
    if (!(Math.abs(have - want) <= allowed)) assert.fail(`${what}[${i}] is ${have}, expected ${want}`);
    compared += 1;
  }
  return compared;
}

/** Series of decimals with one level and many ties: the shape of prices, in fast-check's words. */
export function priceSeries(minLength = 1, maxLength = 120): fc.Arbitrary<Float64Array> {
  return fc.tuple(
    fc.constantFrom(0, 1, 100, 60_000),
    fc.array(fc.integer({ min: -500, max: 500 }), { minLength, maxLength, size: "max" }),
  ).map(([level, steps]) => Float64Array.from(steps, (step) => level + step / 100));
}

/** Fixed seed and number of runs for every property of this room. */
export const PROPERTY = { seed: 20_200_215, numRuns: 200 } as const;

/** Period of a property test. */
export const anyPeriod = fc.integer({ min: 1, max: 30 });
