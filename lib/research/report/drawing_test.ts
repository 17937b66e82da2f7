import assert from "node:assert/strict";
import { rHistogram } from "./histogram.ts";
import { DAY_MS, dayMarks, HOUR_MS, monthMarks } from "./spans.ts";
import { countText, durationText, numberText, signedText, toneOf } from "./text.ts";
import { logTicks, roundTicks, timeTicks } from "./ticks.ts";

const day = (text: string): number => Date.parse(`${text}Z`);

Deno.test("rHistogram() counts [from, to) in bins that meet at 0", () => {
  assert.deepEqual(rHistogram([]), []);
  assert.deepEqual(rHistogram([NaN, Infinity]), []);
  assert.deepEqual(rHistogram([-0.25, 0, 0.24, 0.25, NaN]), [
    { fromR: -0.25, toR: 0, trades: 1 },
    { fromR: 0, toR: 0.25, trades: 2 },
    { fromR: 0.25, toR: 0.5, trades: 1 },
  ]);
  const wide = rHistogram([-1, 30]);
  assert.deepEqual([wide.length, wide[0], wide.at(-1)], [32, { fromR: -1, toR: 0, trades: 1 }, {
    ...{ fromR: 30, toR: 31, trades: 1 },
  }]);
  const widest = rHistogram([-1e9, 0, 1e9]);
  assert.ok(widest.length <= 41);
  assert.equal(widest.reduce((sum, { trades }) => sum + trades, 0), 3);
});

Deno.test("dayMarks() and monthMarks() are the ends and every midnight or first of a month between", () => {
  const span = { fromMs: day("2023-12-30T18:00"), toMs: day("2024-01-02T00:00") };
  const times = (marks: readonly number[]) => marks.map((ms) => new Date(ms).toISOString().slice(0, 13));
  assert.deepEqual(times(dayMarks(span)), [
    "2023-12-30T18",
    "2023-12-31T00",
    "2024-01-01T00",
    "2024-01-02T00",
  ]);
  assert.deepEqual(times(monthMarks(span)), ["2023-12-30T18", "2024-01-01T00", "2024-01-02T00"]);
  const whole = { fromMs: day("2024-01-01T00:00"), toMs: day("2024-03-01T00:00") };
  assert.deepEqual(times(monthMarks(whole)), ["2024-01-01T00", "2024-02-01T00", "2024-03-01T00"]);
});

Deno.test("ticks are round and few", () => {
  assert.deepEqual(roundTicks(8_900, 10_500), [9_000, 9_500, 10_000, 10_500]);
  assert.deepEqual(roundTicks(-15.2, 0, 3), [-10, 0]);
  assert.deepEqual(roundTicks(5, 5), [5]);
  assert.deepEqual(logTicks(4_500, 110_000), [5_000, 10_000, 20_000, 50_000, 100_000]);
  assert.deepEqual(logTicks(1, 1e6), [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]);
  const labels = (from: string, to: string) =>
    timeTicks({ fromMs: day(from), toMs: day(to) }).map(({ label }) => label);
  assert.deepEqual(labels("2020-02-01T00:00", "2021-06-01T00:00"), [
    "2020-04",
    "2020-07",
    "2020-10",
    "2021-01",
    "2021-04",
  ]);
  assert.deepEqual(labels("2015-03-01T00:00", "2024-01-01T00:00"), ["2016", "2018", "2020", "2022", "2024"]);
  assert.deepEqual(labels("2024-01-01T00:00", "2024-01-01T05:00").slice(0, 2), [
    "01-01 00:00",
    "01-01 01:00",
  ]);
  for (const days of [0.1, 1, 3, 10, 30, 45, 100, 400, 1_000, 4_000, 10_000]) {
    const ticks = timeTicks({
      fromMs: day("2011-05-03T00:00"),
      toMs: day("2011-05-03T00:00") + days * DAY_MS,
    });
    assert.ok(ticks.length >= 1 && ticks.length <= 8, `${days} days: ${ticks.length}`);
  }
});

Deno.test("figures are written with signs, thousands and units", () => {
  const cases: [string, string][] = [
    [numberText(-1_234_567.891), "-1,234,567.89"],
    [numberText(-0.001), "0.00"],
    [numberText(null), "–"],
    [numberText(1_096, 0), "1,096"],
    [signedText(12.3), "+12.30"],
    [signedText(0.001), "0.00"],
    [signedText(-4), "-4.00"],
    [countText(1, "trade"), "1 trade"],
    [countText(1_500, "day"), "1,500 days"],
    [countText(3.5, "day"), "3.5 days"],
    [durationText(HOUR_MS), "1 hour"],
    [durationText(15 * 60_000), "15 minutes"],
    [durationText(DAY_MS), "1 day"],
    [[1, -1, 0, 0.001, null].map((value) => toneOf(value)).join(), "up,down,flat,flat,flat"],
  ];
  for (const [actual, expected] of cases) assert.equal(actual, expected);
});
