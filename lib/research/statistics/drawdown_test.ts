import assert from "node:assert/strict";
import fc from "fast-check";
import { deepestDrawdown, deepestFall, drawdownsOf, longestDrawdown, maxDrawdown } from "./drawdown.ts";

const RELATIVE = { measure: "relative", start: 100 } as const;
const ABSOLUTE = { measure: "absolute", start: 0 } as const;

Deno.test("drawdownsOf() lists each fall with its peak, trough, recovery and length", () => {
  assert.deepEqual(drawdownsOf([90, 100, 120, 60, 90, 120, 119], RELATIVE), [
    { depth: -0.1, peakIndex: -1, troughIndex: 0, recoveryIndex: 1, lengthPeriods: 2 },
    { depth: -0.5, peakIndex: 2, troughIndex: 3, recoveryIndex: 5, lengthPeriods: 3 },
    { depth: -1 / 120, peakIndex: 5, troughIndex: 6, recoveryIndex: null, lengthPeriods: 1 },
  ]);
});

Deno.test("deepestDrawdown() and longestDrawdown() choose by depth and by length", () => {
  const sums = [3, 0, 3, 2, 1, 2, 2.5, 4];
  assert.equal(deepestDrawdown(sums, ABSOLUTE)?.depth, -3);
  assert.deepEqual(longestDrawdown(sums, ABSOLUTE), {
    depth: -2,
    peakIndex: 2,
    troughIndex: 4,
    recoveryIndex: 7,
    lengthPeriods: 5,
  });
  assert.equal(deepestDrawdown([1, 2, 2, 3], ABSOLUTE), undefined);
  assert.equal(longestDrawdown([], ABSOLUTE), undefined);
});

Deno.test("drawdownsOf() of sums of R counts in R, from the start", () => {
  assert.equal(deepestFall([-1, -2, 1, 0.5], ABSOLUTE), -2);
  assert.equal(deepestFall([1, 2], ABSOLUTE), 0);
});

Deno.test("drawdownsOf() refuses shares of a start that is not above 0", () => {
  assert.throws(() => drawdownsOf([1], { measure: "relative", start: 0 }), {
    name: "RangeError",
    message: "Cannot measure relative drawdown as 'start' must be above 0: current value is 0",
  });
});

Deno.test("maxDrawdown() counts the start and is NaN without a return", () => {
  assert.ok(Math.abs(maxDrawdown([-0.2, 0.5]) + 0.2) < 1e-15);
  assert.ok(Number.isNaN(maxDrawdown([])));
});

Deno.test("deepestFall() is the largest gap between an earlier and a later level", () => {
  const levels = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(levels, (list) => {
      let worst = 0;
      [0, ...list].forEach((later, j, all) => {
        for (let i = 0; i <= j; i++) worst = Math.min(worst, later - all[i]);
      });
      assert.equal(deepestFall(list, ABSOLUTE), worst);
      assert.equal(deepestDrawdown(list, ABSOLUTE)?.depth ?? 0, worst);
      const lengths = drawdownsOf(list, ABSOLUTE).reduce((sum, fall) => sum + fall.lengthPeriods, 0);
      assert.ok(lengths <= list.length);
    }),
    { seed: 13, numRuns: 300 },
  );
});
