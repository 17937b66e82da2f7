import fc from "fast-check";
import { Rma } from "./rma.ts";
import { anyPeriod, assertSeries, plainMean, priceSeries, PROPERTY, run } from "./testkit_test.ts";

function rmaOf(x: Float64Array, period: number): Float64Array {
  const state = Rma.create(period);
  return run(x.length, (i) => Rma.update(state, x[i]));
}

Deno.test("Rma.update() moves by a share of 1 / n from the mean of the first n values", () => {
  assertSeries(rmaOf(Float64Array.of(1, 2, 6, 6, 1), 3), [NaN, NaN, 3, 4, 3], 1e-15);
});

Deno.test("prop: Rma.update() equals the weighted sum of seed and later values", () => {
  fc.assert(
    fc.property(priceSeries(), anyPeriod, (x, period) => {
      const keep = 1 - 1 / period;
      const expected = run(x.length, (i) => {
        if (i < period - 1) return NaN;
        let value = plainMean(x.subarray(0, period)) * keep ** (i - period + 1);
        for (let j = period; j <= i; j++) value += (x[j] / period) * keep ** (i - j);
        return value;
      });
      assertSeries(rmaOf(x, period), expected, 1e-12, { scale: 5 });
    }),
    PROPERTY,
  );
});
