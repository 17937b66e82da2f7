import assert from "node:assert/strict";
import type { Parameter } from "./parameter.ts";
import { randomPoint } from "./random_point.ts";

const PARAMETERS: readonly Parameter[] = [
  { name: "fast", kind: "int", low: 1, high: 4 },
  { name: "risk", kind: "float", low: 0, high: 1 },
];

Deno.test("randomPoint() is the same for index and seed, and another for another", () => {
  assert.deepEqual(randomPoint(PARAMETERS, 3, "a"), randomPoint(PARAMETERS, 3, "a"));
  assert.notDeepEqual(randomPoint(PARAMETERS, 3, "a"), randomPoint(PARAMETERS, 4, "a"));
  assert.notDeepEqual(randomPoint(PARAMETERS, 3, "a"), randomPoint(PARAMETERS, 3, "b"));
  assert.throws(() => randomPoint(PARAMETERS, -1, "a"), { name: "RangeError" });
});

Deno.test("randomPoint() spreads evenly over each parameter", () => {
  const counts = [0, 0, 0, 0];
  let sum = 0;
  for (let i = 0; i < 2000; i++) {
    const { fast, risk } = randomPoint(PARAMETERS, i, "even");
    counts[Number(fast) - 1] += 1;
    sum += Number(risk);
  }
  for (const count of counts) assert.ok(Math.abs(count - 500) < 70, `${counts}`);
  assert.ok(Math.abs(sum / 2000 - 0.5) < 0.02);
});
