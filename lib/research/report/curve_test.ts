import assert from "node:assert/strict";
import fc from "fast-check";
import { deepestFallPct, fallsPct, levelsAt, longestFallMs, thin } from "./curve.ts";

Deno.test("levelsAt() takes the last value by then, and NaN before the first", () => {
  const curve = { atMs: [10, 20, 40], value: [1, 2, 3] };
  assert.deepEqual([...levelsAt(curve, [5, 10, 19, 20, 39, 40, 90])], [NaN, 1, 1, 2, 2, 3, 3]);
});

Deno.test("a curve's falls: depth in percent of the peak, time from the peak until it is back or until the end", () => {
  const curve = { atMs: [0, 1, 3, 6, 10, 15], value: [100, 200, 150, 200, 190, 50] };
  assert.equal(deepestFallPct(curve), 75);
  assert.deepEqual(fallsPct(curve).value, [0, 0, 25, 0, 5, 75]);
  // from 6 to the end, longer than from 1 to 6
  assert.equal(longestFallMs(curve), 9);
  assert.equal(longestFallMs({ atMs: [0, 1], value: [1, 2] }), 0);
  assert.equal(longestFallMs({ atMs: [0, 5], value: [2, 1] }), 5, "a fall from the start");
});

Deno.test("thin() keeps ends and extremes, in order, by at most so many points", () => {
  const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(values, fc.integer({ min: 4, max: 50 }), (value, maxPoints) => {
      const curve = { atMs: value.map((_, i) => i), value };
      const thinned = thin(curve, maxPoints);
      assert.ok(thinned.value.length <= Math.max(maxPoints, 1));
      if (value.length <= maxPoints) assert.equal(thinned, curve);
      assert.deepEqual(thinned.value, thinned.atMs.map((i) => value[i]));
      assert.ok(thinned.atMs.every((ms, i) => i === 0 || ms > thinned.atMs[i - 1]));
      assert.deepEqual([thinned.atMs[0], thinned.atMs.at(-1)], [0, value.length - 1]);
      assert.deepEqual([Math.min(...thinned.value), Math.max(...thinned.value)], [
        Math.min(...value),
        Math.max(...value),
      ]);
    }),
    { seed: 1, numRuns: 300 },
  );
});
