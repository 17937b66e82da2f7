import assert from "node:assert/strict";
import fc from "fast-check";
import { RollingMin } from "./rolling_min.ts";
import { anyPeriod, assertSeries, priceSeries, PROPERTY, run, windowed } from "./testkit_test.ts";

function minOf(x: ArrayLike<number>, period: number): Float64Array {
  const state = RollingMin.create(period);
  return run(x.length, (i) => RollingMin.update(state, x[i]));
}

Deno.test("RollingMin.update() is the smallest of the last n values, the current one included", () => {
  assertSeries(minOf([5, 1, 4, 4, 2, 0, 9], 3), [NaN, NaN, 1, 1, 2, 0, 0], 0);
});

Deno.test("RollingMin.update() keeps a zero positive", () => {
  assert.ok(Object.is(minOf([0, 1], 2)[1], 0));
});

Deno.test("prop: RollingMin.update() equals the batch minimum", () => {
  fc.assert(
    fc.property(priceSeries(), anyPeriod, (x, period) => {
      assertSeries(minOf(x, period), windowed(x, period, (window) => Math.min(...window)), 0);
    }),
    PROPERTY,
  );
});
