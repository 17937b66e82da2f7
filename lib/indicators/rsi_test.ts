import assert from "node:assert/strict";
import fc from "fast-check";
import { Rsi } from "./rsi.ts";
import { assertSeries, priceSeries, PROPERTY, run } from "./testkit_test.ts";

function rsiOf(x: ArrayLike<number>, period: number): Float64Array {
  const state = Rsi.create(period);
  return run(x.length, (i) => Rsi.update(state, x[i]));
}

Deno.test("Rsi.update() weighs mean gain against mean loss, then smooths Wilder's way", () => {
  // Changes +3, -1, then +2: gains 1.5 -> 1.75, losses 0.5 -> 0.25.
  assertSeries(rsiOf([10, 13, 12, 14], 2), [NaN, NaN, 75, 87.5], 1e-15);
});

const EXTREMES = [
  { name: "100 where the series only rises", series: [1, 2, 3, 4], value: 100 },
  { name: "0 where it only falls", series: [4, 3, 2, 1], value: 0 },
  { name: "0 where it never moves, as TA-Lib", series: [2, 2, 2, 2], value: 0 },
  {
    name: "100 for gains far below TA-Lib's zero of 1e-14",
    series: [1e-20, 2e-20, 3e-20, 4e-20],
    value: 100,
  },
];
for (const { name, series, value } of EXTREMES) {
  Deno.test(`Rsi.update() is ${name}`, () => assert.equal(rsiOf(series, 3)[3], value));
}

Deno.test("prop: Rsi.update() stays within 0..100 and mirrors when the series is mirrored", () => {
  fc.assert(
    fc.property(priceSeries(20), fc.integer({ min: 2, max: 15 }), (x, period) => {
      const up = rsiOf(x, period);
      const down = rsiOf(x.map((value) => -value), period);
      const moved = x.findIndex((value) => value !== x[0]);
      for (let i = period; i < x.length; i++) {
        assert.ok(up[i] >= 0 && up[i] <= 100, `value is ${up[i]}`);
        const total = moved >= 0 && i >= moved ? 100 : 0;
        assert.ok(Math.abs(up[i] + down[i] - total) < 1e-9, `${up[i]} and ${down[i]}`);
      }
    }),
    PROPERTY,
  );
});
