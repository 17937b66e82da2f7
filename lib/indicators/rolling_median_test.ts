import fc from "fast-check";
import { RollingMedian } from "./rolling_median.ts";
import { anyPeriod, assertSeries, priceSeries, PROPERTY, run, sampleBars, windowed } from "./testkit_test.ts";

function medianOf(x: Float64Array, period: number): Float64Array {
  const state = RollingMedian.create(period);
  return run(x.length, (i) => RollingMedian.update(state, x[i]));
}

function plainMedian(window: Float64Array): number {
  const sorted = window.toSorted();
  const half = window.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1] + sorted[half]) / 2 : sorted[half - 0.5];
}

Deno.test("RollingMedian.update() is the middle value of an odd window", () => {
  assertSeries(medianOf(Float64Array.of(5, 1, 4, 9, 9), 3), [NaN, NaN, 4, 4, 9], 0);
});

Deno.test("RollingMedian.update() is the mean of the two middle values of an even window", () => {
  assertSeries(medianOf(Float64Array.of(5, 1, 4, 9, 0), 4), [NaN, NaN, NaN, 4.5, 2.5], 0);
});

Deno.test("prop: RollingMedian.update() equals the batch median", () => {
  fc.assert(
    fc.property(priceSeries(), anyPeriod, (x, period) => {
      assertSeries(medianOf(x, period), windowed(x, period, plainMedian), 0);
    }),
    PROPERTY,
  );
});

Deno.test("RollingMedian.update() equals the batch median on sample bars", () => {
  for (const { name, bars } of sampleBars()) {
    const expected = windowed(bars.close, 100, plainMedian);
    assertSeries(medianOf(bars.close, 100), expected, 0, { what: name });
  }
});
