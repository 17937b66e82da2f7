import assert from "node:assert/strict";
import fc from "fast-check";
import {
  countFinite,
  kurtosis,
  mean,
  quantile,
  quantileOfSorted,
  sampleDeviation,
  skewness,
} from "./moments.ts";
import { near } from "./statistics_fixture.ts";

const VALUES = [0.01, -0.02, 0.03, 0.005, -0.015, 0.04, -0.001];

Deno.test("moments equal numpy's and scipy's, with and without NaN between", () => {
  for (const values of [VALUES, [NaN, ...VALUES.slice(0, 3), NaN, ...VALUES.slice(3)]]) {
    assert.equal(countFinite(values), 7);
    near(mean(values), 0.007, 1e-14, "mean");
    near(sampleDeviation(values), 0.022015146301277825, 1e-13, "deviation");
    near(skewness(values), 0.29154201753429254, 1e-12, "skewness");
    near(kurtosis(values), 1.8506037511659723, 1e-12, "kurtosis");
    near(quantile(values, 0.05), -0.0185, 1e-13, "quantile");
    near(quantile(values, 0.95), 0.037, 1e-13, "quantile");
  }
});

Deno.test("moments are NaN where they are not defined, and a constant does not scatter", () => {
  assert.ok([mean([]), mean([NaN]), sampleDeviation([1]), quantile([], 0.5)].every(Number.isNaN));
  assert.equal(sampleDeviation(new Float64Array(1000).fill(0.01)), 0);
  assert.ok(Number.isNaN(skewness([2, 2, 2])) && Number.isNaN(kurtosis([2, 2, 2])));
});

Deno.test("quantileOfSorted() keeps infinite ends and refuses a share outside 0..1", () => {
  assert.equal(quantileOfSorted([-Infinity, -Infinity, 3], 0.3), -Infinity);
  assert.throws(() => quantileOfSorted([1], 1.5), {
    name: "RangeError",
    message: "Cannot take a quantile as 'share' must lie in 0..1: current value is 1.5",
  });
});

Deno.test("quantile() ascends with the share, from the least to the largest value", () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(values, share, share, (list, a, b) => {
      const slack = 1e-9;
      assert.ok(quantile(list, Math.min(a, b)) <= quantile(list, Math.max(a, b)) + slack);
      assert.ok(quantile(list, 0) === Math.min(...list));
      assert.ok(quantile(list, 1) === Math.max(...list));
    }),
    { seed: 3, numRuns: 300 },
  );
});
