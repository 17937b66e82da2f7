import assert from "node:assert/strict";
import fc from "fast-check";
import { Rng } from "../core/mod.ts";
import { Sma } from "./sma.ts";
import {
  anyPeriod,
  assertSeries,
  plainMean,
  priceSeries,
  PROPERTY,
  run,
  sampleBars,
  windowed,
} from "./testkit_test.ts";

function smaOf(x: Float64Array, period: number): Float64Array {
  const state = Sma.create(period);
  return run(x.length, (i) => Sma.update(state, x[i]));
}

Deno.test("Sma.update() gives the mean of the last n values", () => {
  const x = Float64Array.of(1, 2, 6, 3, 9, 0, 3);
  assertSeries(smaOf(x, 3), [NaN, NaN, 3, 11 / 3, 6, 4, 4], 1e-15);
});

Deno.test("prop: Sma.update() equals the batch mean on random series", () => {
  fc.assert(
    fc.property(priceSeries(), anyPeriod, (x, period) => {
      assertSeries(smaOf(x, period), windowed(x, period, plainMean), 1e-14, { scale: 5 });
    }),
    PROPERTY,
  );
});

Deno.test("Sma.update() equals the batch mean on sample bars", () => {
  for (const { name, bars } of sampleBars()) {
    for (const period of [20, 200]) {
      const compared = assertSeries(
        smaOf(bars.close, period),
        windowed(bars.close, period, plainMean),
        1e-13,
        { what: name },
      );
      assert.equal(compared, bars.length - period + 1);
    }
  }
});

Deno.test("Sma.update() has not drifted after a million bars of very different size", () => {
  const rng = Rng.create("drift");
  const state = Sma.create(20);
  const last = new Float64Array(20);
  let compared = 0;
  for (let i = 0; i < 1_000_000; i++) {
    // Levels swing over twelve decades: a running sum would keep the rounding errors of the largest.
    const x = Rng.uniform(rng) * (i % 1000 < 500 ? 1e9 : 1e-3);
    last[i % 20] = x;
    Sma.update(state, x);
    if (i % 1000 === 999) {
      assertSeries([state.value], [plainMean(last)], 1e-14);
      compared += 1;
    }
  }
  assert.equal(compared, 1000);
});

Deno.test("Sma.update() skips a leading NaN and refuses a later one", () => {
  const state = Sma.create(2);
  assert.ok(Number.isNaN(Sma.update(state, NaN)));
  Sma.update(state, 1);
  assert.equal(Sma.update(state, 3), 2);
  assert.throws(() => Sma.update(state, NaN), {
    name: "RangeError",
    message: "Cannot update Sma as its input must be finite (NaN is allowed before the first number): " +
      "current value is NaN",
  });
  assert.equal(Sma.update(state, 5), 4);
});
