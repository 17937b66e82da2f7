import fc from "fast-check";
import { RollingMax } from "./rolling_max.ts";
import { anyPeriod, assertSeries, priceSeries, PROPERTY, run, sampleBars, windowed } from "./testkit_test.ts";

function maxOf(x: Float64Array, period: number): Float64Array {
  const state = RollingMax.create(period);
  return run(x.length, (i) => RollingMax.update(state, x[i]));
}

Deno.test("RollingMax.update() is the largest of the last n values, the current one included", () => {
  assertSeries(maxOf(Float64Array.of(5, 1, 4, 4, 2, 1, 9), 3), [NaN, NaN, 5, 4, 4, 4, 9], 0);
});

Deno.test("prop: RollingMax.update() equals the batch maximum", () => {
  fc.assert(
    fc.property(priceSeries(), anyPeriod, (x, period) => {
      assertSeries(maxOf(x, period), windowed(x, period, (window) => Math.max(...window)), 0);
    }),
    PROPERTY,
  );
});

Deno.test("RollingMax.update() equals the batch maximum on sample bars", () => {
  for (const { name, bars } of sampleBars()) {
    const expected = windowed(bars.high, 20, (window) => Math.max(...window));
    assertSeries(maxOf(bars.high, 20), expected, 0, { what: name });
  }
});
