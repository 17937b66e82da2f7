import assert from "node:assert/strict";
import fc from "fast-check";
import { normalCdf, normalDensity } from "./normal.ts";
import { normalQuantile } from "./normal_quantile.ts";
import { near } from "./statistics_fixture.ts";

// values of scipy.special.ndtr and ndtri
const CDF: readonly [number, number][] = [
  [-37, 5.7255712225239266e-300],
  [-8, 6.22096057427174e-16],
  [-6, 9.865876450376981e-10],
  [-3, 0.0013498980316300933],
  [-1.96, 0.024997895148220435],
  [-0.5, 0.3085375387259869],
  [0, 0.5],
  [0.3, 0.6179114221889526],
  [1, 0.8413447460685429],
  [2.5, 0.9937903346742238],
  [8, 0.9999999999999993],
];
const QUANTILES: readonly [number, number][] = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798409],
  [1e-6, -4.753424308822899],
  [0.025, -1.9599639845400545],
  [0.3, -0.5244005127080409],
  [0.9, 1.2815515655446004],
  [0.975, 1.959963984540054],
  [0.999999, 4.753424308817087],
];

Deno.test("normalCdf() equals scipy's within 1e-12", () => {
  for (const [x, expected] of CDF) near(normalCdf(x), expected, 1e-12, `cdf of ${x}`);
});

Deno.test("normalQuantile() equals scipy's within 1e-14", () => {
  for (const [p, expected] of QUANTILES) near(normalQuantile(p), expected, 1e-14, `quantile of ${p}`);
});

Deno.test("normalQuantile() is infinite at the ends, 0 in the middle and NaN outside", () => {
  assert.deepEqual([0, 0.5, 1].map(normalQuantile), [-Infinity, 0, Infinity]);
  assert.ok([-0.1, 1.1, NaN].map(normalQuantile).every(Number.isNaN));
});

Deno.test("normalCdf() is 0 and 1 far out, and NaN of NaN", () => {
  assert.deepEqual([normalCdf(-Infinity), normalCdf(-40), normalCdf(40), normalCdf(Infinity)], [0, 0, 1, 1]);
  assert.ok(Number.isNaN(normalCdf(NaN)));
});

Deno.test("normalDensity() is the slope of normalCdf()", () => {
  for (const x of [-3, -1, 0, 0.4, 2]) {
    near((normalCdf(x + 1e-5) - normalCdf(x - 1e-5)) / 2e-5, normalDensity(x), 1e-7, `density at ${x}`);
  }
});

Deno.test("normalQuantile() undoes normalCdf(), which ascends", () => {
  fc.assert(
    fc.property(fc.double({ min: -8, max: 5, noNaN: true }), (x) => {
      assert.ok(Math.abs(normalQuantile(normalCdf(x)) - x) < 1e-9);
      assert.ok(normalCdf(x + 1e-3) > normalCdf(x));
    }),
    { seed: 7, numRuns: 500 },
  );
});
