import assert from "node:assert/strict";
import fc from "fast-check";
import { Ema } from "./ema.ts";
import { anyPeriod, assertSeries, plainMean, priceSeries, PROPERTY, run } from "./testkit_test.ts";

function emaOf(x: Float64Array, period: number): Float64Array {
  const state = Ema.create(period);
  return run(x.length, (i) => Ema.update(state, x[i]));
}

Deno.test("Ema.update() is seeded with the mean of the first n values", () => {
  assertSeries(emaOf(Float64Array.of(1, 2, 6, 5, 4), 3), [NaN, NaN, 3, 4, 4], 1e-15);
});

Deno.test("prop: Ema.update() equals the weighted sum of seed and later values", () => {
  fc.assert(
    fc.property(priceSeries(), anyPeriod, (x, period) => {
      const keep = 1 - 2 / (period + 1);
      const expected = run(x.length, (i) => {
        if (i < period - 1) return NaN;
        let value = plainMean(x.subarray(0, period)) * keep ** (i - period + 1);
        for (let j = period; j <= i; j++) value += x[j] * (1 - keep) * keep ** (i - j);
        return value;
      });
      assertSeries(emaOf(x, period), expected, 1e-12, { scale: 5 });
    }),
    PROPERTY,
  );
});

Deno.test("Ema.create() refuses a period that is no whole number of at least 1", () => {
  assert.throws(() => Ema.create(2.5), {
    name: "RangeError",
    message: "Cannot create Ema as 'period' must be a whole number from 1 to 100000: current value is 2.5",
  });
});
