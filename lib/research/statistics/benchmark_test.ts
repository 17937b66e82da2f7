import assert from "node:assert/strict";
import fc from "fast-check";
import { benchmarkFigures } from "./benchmark.ts";
import { near, noise } from "./statistics_fixture.ts";

const YEAR = { periodsPerYear: 365 };

Deno.test("benchmarkFigures() finds the line that returns were made from", () => {
  const btc = noise("btc", 300, { deviation: 0.03 });
  const figures = benchmarkFigures(btc.map((x) => 0.001 + 0.5 * x), btc, YEAR);
  near(figures.beta, 0.5, 1e-10, "beta");
  near(figures.alpha, 1.001 ** 365 - 1, 1e-9, "alpha");
  near(figures.correlation, 1, 1e-12, "correlation");
  assert.equal(figures.periods, 300);
});

Deno.test("benchmarkFigures() leaves out periods where either has no return", () => {
  const figures = benchmarkFigures([0.01, NaN, 0.02, 0.05, -0.01], [0.02, 0.9, 0.04, NaN, -0.02], YEAR);
  near(figures.beta, 0.5, 1e-12, "beta");
  assert.equal(figures.periods, 3);
});

Deno.test("benchmarkFigures() is NaN against a benchmark that does not move", () => {
  assert.deepEqual(benchmarkFigures([0.1, 0.2], [0.01, 0.01], YEAR), {
    alpha: NaN,
    beta: NaN,
    correlation: NaN,
    periods: 2,
  });
  const idle = benchmarkFigures([0, 0, 0], [0.01, 0.02, 0.03], YEAR);
  assert.deepEqual([idle.alpha, idle.beta, idle.correlation], [0, 0, NaN]);
});

Deno.test("benchmarkFigures() refuses series of other lengths", () => {
  assert.throws(() => benchmarkFigures([1], [1, 2], YEAR), {
    name: "RangeError",
    message:
      "Cannot compare with a benchmark as both series must be of one length: current lengths are 1 and 2",
  });
});

Deno.test("benchmarkFigures() keeps correlation in -1..1 and shares its sign with beta", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9999 }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      (seed, share) => {
        const base = noise(`base ${seed}`, 30);
        const other = noise(`other ${seed}`, 30).map((x, i) => x + share * base[i]);
        const { beta, correlation } = benchmarkFigures(other, base, { ...YEAR, riskFree: 0.001 });
        assert.ok(correlation >= -1 && correlation <= 1);
        assert.equal(Math.sign(beta), Math.sign(correlation));
      },
    ),
    { seed: 17, numRuns: 100 },
  );
});
