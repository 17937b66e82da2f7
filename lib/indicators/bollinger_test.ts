import assert from "node:assert/strict";
import fc from "fast-check";
import { Bollinger, type BollingerState } from "./bollinger.ts";
import { Sma } from "./sma.ts";
import { assertSeries, plainMean, priceSeries, PROPERTY, run, sampleBars, windowed } from "./testkit_test.ts";

type Output = "mid" | "upper" | "lower" | "bandwidth" | "percentB" | "deviation";

function bandsOf(x: Float64Array, period: number, k: number, output: Output): Float64Array {
  const state: BollingerState = Bollinger.create(period, k);
  return run(x.length, (i) => {
    Bollinger.update(state, x[i]);
    return state[output];
  });
}

function plainDeviation(window: Float64Array): number {
  const mean = plainMean(window);
  return Math.sqrt(plainMean(window.map((x) => (x - mean) ** 2)));
}

Deno.test("Bollinger.update() gives bands, bandwidth and %B of the population deviation", () => {
  const state = Bollinger.create(4, 2);
  for (const x of [100, 1, 3, 3]) Bollinger.update(state, x);
  // Window 1 3 3 5: mean 3, squared deviations 4 0 0 4, deviation sqrt(2).
  assert.equal(Bollinger.update(state, 5), 3);
  const reach = 2 * Math.SQRT2;
  assertSeries([state.deviation, state.upper, state.lower], [Math.SQRT2, 3 + reach, 3 - reach], 1e-15);
  assertSeries([state.bandwidth, state.percentB], [2 * reach / 3, (2 + reach) / (2 * reach)], 1e-15);
});

Deno.test("Bollinger.update() has bands that coincide, and %B in the middle, where nothing moves", () => {
  const state = Bollinger.create(20, 2);
  for (let i = 0; i < 55; i++) Bollinger.update(state, 0.1);
  assert.deepEqual([state.deviation, state.bandwidth, state.percentB], [0, 0, 0.5]);
});

Deno.test("prop: Bollinger.update() equals the batch mean and deviation on random series", () => {
  fc.assert(
    fc.property(priceSeries(), fc.integer({ min: 2, max: 30 }), (x, period) => {
      const deviation = windowed(x, period, plainDeviation);
      assertSeries(bandsOf(x, period, 2, "deviation"), deviation, 1e-9, { scale: 0.01 });
      const upper = windowed(x, period, (window) => plainMean(window) + 2 * plainDeviation(window));
      assertSeries(bandsOf(x, period, 2, "upper"), upper, 1e-12, { scale: 5 });
    }),
    PROPERTY,
  );
});

Deno.test("Bollinger.update() equals the batch definition on sample bars, its mid Sma bit for bit", () => {
  for (const { name, bars } of sampleBars()) {
    const x = bars.close;
    const expected = windowed(x, 20, plainDeviation);
    const compared = assertSeries(bandsOf(x, 20, 2, "deviation"), expected, 1e-11, { what: name });
    assert.equal(compared, bars.length - 19);
    const sma = Sma.create(20);
    assertSeries(bandsOf(x, 20, 2, "mid"), run(x.length, (i) => Sma.update(sma, x[i])), 0, { what: name });
  }
});

Deno.test("Bollinger.update() has not drifted after a million bars, nor forgotten small after large", () => {
  const state = Bollinger.create(20, 2);
  const last = new Float64Array(20);
  let compared = 0;
  for (let i = 0; i < 1_000_000; i++) {
    const x = (i % 1000 < 500 ? 1e9 : 1) * (1 + 1e-4 * Math.sin(i));
    last[i % 20] = x;
    Bollinger.update(state, x);
    if (i % 1000 === 519 || i % 1000 === 999) {
      assertSeries([state.deviation], [plainDeviation(last)], 1e-10);
      compared += 1;
    }
  }
  assert.equal(compared, 2000);
});

Deno.test("Bollinger.create() refuses a width that is not above zero", () => {
  assert.throws(() => Bollinger.create(20, 0), {
    name: "RangeError",
    message: "Cannot create Bollinger as 'k' must be a finite number above 0: current value is 0",
  });
});
