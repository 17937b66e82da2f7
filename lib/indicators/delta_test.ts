import fc from "fast-check";
import { Delta } from "./delta.ts";
import { anyPeriod, assertSeries, priceSeries, PROPERTY, run } from "./testkit_test.ts";

function deltaOf(x: ArrayLike<number>, period: number): Float64Array {
  const state = Delta.create(period);
  return run(x.length, (i) => Delta.update(state, x[i]));
}

Deno.test("Delta.update() is x now minus x n bars ago", () => {
  assertSeries(deltaOf([1, 4, 9, 16, 25], 3), [NaN, NaN, NaN, 15, 21], 0);
});

Deno.test("prop: Delta.update() equals the batch difference", () => {
  fc.assert(
    fc.property(priceSeries(), anyPeriod, (x, period) => {
      assertSeries(deltaOf(x, period), run(x.length, (i) => i < period ? NaN : x[i] - x[i - period]), 0);
    }),
    PROPERTY,
  );
});
