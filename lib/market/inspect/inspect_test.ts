import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { CandleColumns, type CandleRow } from "../columns.ts";
import type { FundingColumns } from "../funding_columns.ts";
import { inspectCandles } from "./candles.ts";
import { inspectFunding } from "./funding.ts";

const T = Date.UTC(2020, 0, 1), H = 3_600_000;
const OPTIONS = { timeframeMs: H, file: "f", asOfMs: null, jumpPct: 50 };

const bar = (
  hour: number,
  close = 10,
  volume = 1,
): CandleRow => [T + hour * H, close, close, close, close, volume];
const inspect = (rows: CandleRow[], more: object = {}) =>
  inspectCandles(CandleColumns.fromRows(rows), { ...OPTIONS, ...more });

Deno.test("inspectCandles() finds nothing in sound candles", () => {
  const found = inspect([bar(0), bar(1), bar(2)]);
  deepStrictEqual([found.faults, found.warnings, found.gaps, found.jumps], [[], [], [], []]);
  deepStrictEqual(found.zeroVolume, { bars: 0, longestRun: 0, longestFromMs: null });
});

Deno.test("inspectCandles() counts bars without volume and places their longest run", () => {
  const { zeroVolume, warnings, faults } = inspect([
    bar(0, 10, 0),
    bar(1),
    bar(2, 10, 0),
    bar(3, 10, 0),
    bar(4),
  ]);
  deepStrictEqual(zeroVolume, { bars: 3, longestRun: 2, longestFromMs: T + 2 * H });
  deepStrictEqual(warnings.map(({ what }) => what), [
    "3 bars without volume, the longest run has 2 (2h) from 2020-01-01T02:00:00Z",
  ]);
  deepStrictEqual(faults, []);
});

Deno.test("inspectCandles() warns of jumps beyond the stated percent, up and down, and no fault", () => {
  const { jumps, warnings, faults } = inspect([
    bar(0, 10),
    bar(1, 15),
    bar(2, 22.6),
    bar(3, 11.3),
    bar(4, 5.6),
  ]);
  deepStrictEqual(jumps.map(({ openMs, changePct }) => [(openMs - T) / H, changePct.toFixed(1)]), [
    [2, "50.7"],
    [4, "-50.4"],
  ]);
  deepStrictEqual(warnings.map(({ kind, what }) => [kind, what]), [
    ["jump", "the close moves by +50.7 % in one bar"],
    ["jump", "the close moves by -50.4 % in one bar"],
  ]);
  deepStrictEqual(faults, []);
  strictEqual(inspect([bar(0, 10), bar(1, 15)], { jumpPct: 49 }).jumps.length, 1);
});

Deno.test("inspectCandles() suspects another instrument where a hole has a tenfold price behind it", () => {
  const { warnings, faults, gaps } = inspect([
    bar(0, 1),
    bar(1, 1),
    bar(2, 1),
    bar(3, 1),
    bar(10, 1_000),
    bar(11, 1_000),
  ]);
  deepStrictEqual(warnings.map(({ kind, what }) => [kind, what]), [
    ["suspect", "looks like another instrument under this name: +99,900 % after 6 missing bars of 1h"],
  ]);
  deepStrictEqual(faults.map(({ kind }) => kind), ["gap"]);
  deepStrictEqual(gaps, [{ fromMs: T + 4 * H, toMs: T + 9 * H, missingBars: 6 }]);
  const plain = inspect([bar(0, 1), bar(1, 1), bar(2, 1), bar(3, 1), bar(6, 2), bar(7, 2)]);
  deepStrictEqual(plain.warnings.map(({ what }) => what), [
    "the close moves by +100 % over 2 missing bars of 1h",
  ]);
});

Deno.test("inspectCandles() refuses a last bar that had not closed when the rows were told", () => {
  const rows = [bar(0), bar(1)];
  deepStrictEqual(inspect(rows, { asOfMs: T + 2 * H }).faults, []);
  deepStrictEqual(inspect(rows, { asOfMs: T + 2 * H - 1 }).faults.map(({ kind, row }) => [kind, row]), [
    ["unfinished", 2],
  ]);
});

const funding = (rows: [number, number][]): FundingColumns => ({
  length: rows.length,
  atMs: Float64Array.from(rows, ([at]) => at),
  rate: Float64Array.from(rows, ([, rate]) => rate),
});
const at = (settlement: number, jitterMs = 0): number => T + settlement * 8 * H + jitterMs;

Deno.test("inspectFunding() measures jitter and repeats, and forbids neither", () => {
  const found = inspectFunding(
    funding([[at(0), 1e-4], [at(1, 47), 1e-4], [at(1, 50), 1e-4], [at(2, -3), 2e-4]]),
    "f",
  );
  deepStrictEqual(found.faults, []);
  deepStrictEqual([found.jitteredRows, found.maxJitterMs, found.repeatedRows, found.intervalMs], [
    3,
    50,
    1,
    8 * H,
  ]);
  deepStrictEqual(found.warnings.map(({ what }) => what), [
    "3 times beside the full hour, by 50 ms at most",
    "1 settlement told twice with one rate",
  ]);
});

Deno.test("inspectFunding() finds missing settlements and two rates of one hour", () => {
  const missing = inspectFunding(funding([0, 1, 2, 5, 6].map((i) => [at(i), 1e-4])), "f");
  deepStrictEqual(missing.gaps, [{ fromMs: at(3), toMs: at(4), missingBars: 2 }]);
  deepStrictEqual(missing.faults.map(({ what }) => what), [
    "2 settlements every 8h missing, 2020-01-02T00:00:00Z to 2020-01-02T08:00:00Z",
  ]);
  const twice = inspectFunding(funding([[at(0), 1e-4], [at(0), 2e-4]]), "f");
  deepStrictEqual(twice.faults.map(({ kind }) => kind), ["duplicate"]);
});

Deno.test("inspectFunding() tells of settlements closer than most, as after a change of the interval", () => {
  const rows = [at(0), at(1), at(2), at(3), at(3) + 4 * H, at(4)].map((ms): [number, number] => [ms, 1e-4]);
  const { faults, warnings } = inspectFunding(funding(rows), "f");
  deepStrictEqual(faults, []);
  deepStrictEqual(warnings.map(({ kind, at }) => [kind, at]), [["interval", "2020-01-02T04:00:00Z"]]);
});
