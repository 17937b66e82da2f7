import assert from "node:assert/strict";
import { Adx } from "./adx.ts";
import { assertSeries, type Bars, run, sampleBars } from "./testkit_test.ts";

/** Wilder's definitions written from the front, whole arrays at a time. */
function batchAdx({ length, high, low, close }: Bars, n: number) {
  const plus = run(length, (i) => Math.max(high[i] - high[i - 1], 0));
  const minus = run(length, (i) => Math.max(low[i - 1] - low[i], 0));
  const range = run(
    length,
    (i) => Math.max(high[i] - low[i], Math.abs(high[i] - close[i - 1]), Math.abs(low[i] - close[i - 1])),
  );
  const sums = (x: (i: number) => number) => {
    let sum = 0;
    return run(length, (i) => {
      if (i > 0) sum = i < n ? sum + x(i) : sum * (1 - 1 / n) + x(i);
      return i < n ? NaN : sum;
    });
  };
  const ranges = sums((i) => range[i]);
  const plusDm = sums((i) => plus[i] > minus[i] ? plus[i] : 0);
  const minusDm = sums((i) => minus[i] > plus[i] ? minus[i] : 0);
  const plusDi = run(length, (i) => 100 * plusDm[i] / ranges[i]);
  const minusDi = run(length, (i) => 100 * minusDm[i] / ranges[i]);
  const dx = run(length, (i) => 100 * Math.abs(plusDi[i] - minusDi[i]) / (plusDi[i] + minusDi[i]));
  let mean = dx.subarray(n, 2 * n).reduce((a, b) => a + b, 0) / n;
  const adx = run(length, (i) => {
    if (i < 2 * n - 1) return NaN;
    if (i > 2 * n - 1) mean += (dx[i] - mean) / n;
    return mean;
  });
  return { adx, plusDi, minusDi };
}

Deno.test("Adx.update() equals the batch definition on sample bars", () => {
  for (const { name, bars } of sampleBars()) {
    const state = Adx.create(14);
    const plusDi = new Float64Array(bars.length);
    const minusDi = new Float64Array(bars.length);
    const adx = run(bars.length, (i) => {
      const value = Adx.update(state, bars.high[i], bars.low[i], bars.close[i]);
      plusDi[i] = state.plusDi;
      minusDi[i] = state.minusDi;
      return value;
    });
    const expected = batchAdx(bars, 14);
    assertSeries(adx, expected.adx, 1e-10, { what: `${name} adx` });
    assertSeries(plusDi, expected.plusDi, 1e-10, { what: `${name} +DI` });
    assertSeries(minusDi, expected.minusDi, 1e-10, { what: `${name} -DI` });
  }
});

Deno.test("Adx.update() reads a straight rise as 100, +DI alone", () => {
  const state = Adx.create(3);
  for (let i = 0; i < 10; i++) Adx.update(state, 10 + i, 9 + i, 10 + i);
  assert.equal(state.adx, 100);
  assert.equal(state.minusDi, 0);
  assert.ok(state.plusDi > 99.9);
});

Deno.test("Adx.update() is 0 in a market that has not moved, also where bars only shrink", () => {
  const state = Adx.create(2);
  for (let i = 0; i < 6; i++) Adx.update(state, 5, 5, 5);
  assert.deepEqual([state.adx, state.plusDi, state.minusDi], [0, 0, 0]);
  // Inside bars: range but no directional movement, so both DI are zero.
  for (let i = 0; i < 3; i++) Adx.update(state, 6 - i / 10, 4 + i / 10, 5);
  assert.equal(state.adx, 0);
});
