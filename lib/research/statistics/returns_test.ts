import assert from "node:assert/strict";
import fc from "fast-check";
import {
  annualReturn,
  annualVolatility,
  downsideRisk,
  excessOver,
  growthOf,
  periodSharpe,
  returnsOf,
  totalReturn,
} from "./returns.ts";
import { near } from "./statistics_fixture.ts";

Deno.test("annualReturn() is the rate that compounds to the growth", () => {
  near(annualReturn([0.1, 0.1], 2), 0.21, 1e-12, "two half-years");
  near(annualReturn([0.1, NaN], 2), 0.1, 1e-12, "a period without a figure is time that passed");
  assert.equal(annualReturn([0.5, -1, 0.3], 3), -1);
  assert.equal(annualReturn([-1.5], 1), -1);
  assert.ok(Number.isNaN(annualReturn([], 252)) && Number.isNaN(totalReturn([])));
});

Deno.test("annual figures refuse a year without periods", () => {
  const message = (what: string) =>
    `Cannot annualise ${what} as 'periodsPerYear' must be a finite number above 0: current value is 0`;
  assert.throws(() => annualReturn([0.1], 0), { name: "RangeError", message: message("a return") });
  assert.throws(() => annualVolatility([0.1], 0), { name: "RangeError", message: message("a volatility") });
  assert.throws(() => downsideRisk([0.1], { periodsPerYear: 0 }), { message: message("downside risk") });
});

Deno.test("downsideRisk() counts shortfalls alone", () => {
  near(downsideRisk([0.03, -0.04, 0.5, 0], { periodsPerYear: 4 }), 0.04, 1e-12, "risk");
  near(downsideRisk([0.03, -0.03], { periodsPerYear: 2, required: 0.01 }), 0.04, 1e-12, "risk over 1 %");
  assert.equal(downsideRisk([0.1, 0.2], { periodsPerYear: 4 }), 0);
});

Deno.test("periodSharpe() is infinite for a constant gain and NaN for nothing at all", () => {
  near(periodSharpe([0.01, 0.03]), 0.02 / Math.sqrt(2e-4), 1e-12, "Sharpe");
  assert.equal(periodSharpe(new Float64Array(500).fill(0.01)), Infinity);
  assert.ok(Number.isNaN(periodSharpe([0, 0, 0])) && Number.isNaN(periodSharpe([0.01])));
});

Deno.test("excessOver() subtracts period by period and refuses series of other lengths", () => {
  assert.deepEqual(excessOver([3, 5], [1, 7]), Float64Array.of(2, -2));
  assert.throws(() => excessOver([1, 2], [1]), { name: "RangeError", message: /lengths are 2 and 1$/ });
});

Deno.test("growthOf() undoes returnsOf()", () => {
  const levels = fc.array(fc.double({ min: 1, max: 1e5, noNaN: true }), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(levels, (list) => {
      growthOf(returnsOf(list)).forEach((growth, i) => near(growth, list[i + 1] / list[0], 1e-10, "growth"));
    }),
    { seed: 5, numRuns: 200 },
  );
});
