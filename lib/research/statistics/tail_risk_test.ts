import assert from "node:assert/strict";
import { noise, shareHolding } from "./statistics_fixture.ts";
import { conditionalValueAtRisk, kupiecTest, valueAtRisk } from "./tail_risk.ts";

const TWENTY = Array.from({ length: 20 }, (_, i) => (i - 10) / 100);

Deno.test("valueAtRisk() and conditionalValueAtRisk() of twenty returns are as empyrical defines them", () => {
  assert.ok(Math.abs(valueAtRisk(TWENTY) + 0.0905) < 1e-12);
  assert.equal(conditionalValueAtRisk(TWENTY), -0.1);
  assert.ok(Math.abs(conditionalValueAtRisk(TWENTY, 0.2) + 0.085) < 1e-12);
  assert.ok(Number.isNaN(valueAtRisk([])) && Number.isNaN(conditionalValueAtRisk([NaN])));
});

Deno.test("valueAtRisk() refuses a cutoff that is no share", () => {
  assert.throws(() => valueAtRisk(TWENTY, 5), {
    name: "RangeError",
    message: "Cannot take a value at risk as 'cutoff' must lie between 0 and 1: current value is 5",
  });
});

Deno.test("kupiecTest() is at ease with the stated share, and refuses impossible counts", () => {
  assert.deepEqual(kupiecTest(200, 10, 0.05), { statistic: 0, pValue: 1 });
  assert.ok(kupiecTest(200, 25, 0.05).pValue < 0.001);
  assert.ok(kupiecTest(200, 0, 0.05).pValue < 0.001);
  assert.ok(kupiecTest(10, 10, 0.5).pValue < 0.001);
  assert.throws(() => kupiecTest(10, 11, 0.05), { name: "RangeError", message: /'periods'/ });
});

Deno.test("kupiecTest() rejects a right value at risk about as seldom as stated", () => {
  const rejected = shareHolding(500, (i) => {
    const breaches = noise(`kupiec ${i}`, 500).filter((x) => x < -1.6448536269514722).length;
    return kupiecTest(500, breaches, 0.05).pValue < 0.05;
  });
  assert.ok(rejected > 0.02 && rejected < 0.08, `${rejected}`);
});
