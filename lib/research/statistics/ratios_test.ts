import assert from "node:assert/strict";
import fc from "fast-check";
import { calmarRatio, omegaRatio, sharpeRatio, sortinoRatio, stability, tailRatio } from "./ratios.ts";
import { near, noise } from "./statistics_fixture.ts";

const YEAR = { periodsPerYear: 365 };

Deno.test("ratios of a small series are as computed by hand", () => {
  const returns = [0.02, -0.01, 0.03, 0];
  near(sharpeRatio(returns, { periodsPerYear: 4 }), 0.01 / Math.sqrt(1e-3 / 3) * 2, 1e-12, "Sharpe");
  near(sortinoRatio(returns, { periodsPerYear: 4 }), 0.04 / 0.01, 1e-12, "Sortino");
  near(calmarRatio(returns, 4), (1.02 * 0.99 * 1.03 - 1) / 0.01, 1e-12, "Calmar");
  near(omegaRatio(returns, YEAR), 5, 1e-12, "omega");
  near(tailRatio([-0.02, 0, 0.04]), 0.036 / 0.018, 1e-12, "tail ratio");
});

Deno.test("ratios without risk are infinite or NaN, as empyrical's", () => {
  assert.equal(sortinoRatio([0.01, 0.02], YEAR), Infinity);
  assert.ok(Number.isNaN(calmarRatio([0.01, 0.02], 365)));
  assert.ok(Number.isNaN(omegaRatio([0.01, 0.02], YEAR)));
  assert.ok(Number.isNaN(omegaRatio([0.01, -0.02], { ...YEAR, requiredPerYear: -1 })));
  assert.ok(Number.isNaN(sharpeRatio([0, 0], YEAR)) && Number.isNaN(tailRatio([])));
});

Deno.test("stability() is 1 for steady growth and near 0 for a swing", () => {
  near(stability(new Float64Array(100).fill(0.01)), 1, 1e-12, "steady growth");
  near(stability(new Float64Array(100).fill(-0.01)), 1, 1e-12, "steady decay");
  const swing = Array.from({ length: 100 }, (_, i) => i % 2 === 0 ? 0.01 : 1 / 1.01 - 1);
  assert.ok(stability(swing) < 0.01);
  assert.ok(Number.isNaN(stability([0, 0, 0])) && Number.isNaN(stability([0.1, -1, 0.1])));
});

Deno.test("sharpeRatio() and sortinoRatio() do not change with the size of the bets", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: 0.01, max: 10, noNaN: true }),
      (seed, size) => {
        const returns = noise(`size ${seed}`, 40, { deviation: 0.01 });
        const larger = returns.map((x) => x * size);
        near(sharpeRatio(larger, YEAR), sharpeRatio(returns, YEAR), 1e-9, "Sharpe");
        near(sortinoRatio(larger, YEAR), sortinoRatio(returns, YEAR), 1e-9, "Sortino");
      },
    ),
    { seed: 9, numRuns: 100 },
  );
});
