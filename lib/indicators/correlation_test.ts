import assert from "node:assert/strict";
import { Rng } from "../core/mod.ts";
import { correlation } from "./correlation.ts";

const rising = Float64Array.of(1, 2, 3, 4, 5);

const CASES = [
  { name: "1 for a rising line of another scale", other: [10, 20, 30, 40, 50], n: 5, value: 1 },
  { name: "-1 for a falling line", other: [5, 4, 3, 2, 1], n: 5, value: -1 },
  {
    name: "that of the last n values, series aligned at their ends",
    other: [9, 9, 9, 1, 3, 2],
    n: 3,
    value: 0.5,
  },
  { name: "NaN for a constant series", other: [0.1, 0.1, 0.1, 0.1, 0.1], n: 5, value: NaN },
  { name: "NaN for a series shorter than n", other: [1, 2], n: 3, value: NaN },
  { name: "NaN where a value is missing", other: [1, 2, NaN, 3, 1], n: 5, value: NaN },
];
for (const { name, other, n, value } of CASES) {
  Deno.test(`correlation() is ${name}`, () => {
    const result = correlation(rising, Float64Array.from(other), n);
    if (Number.isNaN(value)) assert.ok(Number.isNaN(result), `value is ${result}`);
    else assert.ok(Math.abs(result - value) < 1e-12, `value is ${result}`);
  });
}

Deno.test("correlation() finds the share two seeded series have in common, at any level", () => {
  const rng = Rng.create("correlation");
  const common = Float64Array.from({ length: 20_000 }, () => Rng.normal(rng));
  const a = common.map((x) => 1e6 + x + Rng.normal(rng));
  const b = common.map((x) => x - Rng.normal(rng));
  assert.ok(Math.abs(correlation(a, b, 20_000) - 0.5) < 0.02);
});

Deno.test("correlation() refuses a window of one", () => {
  assert.throws(() => correlation(rising, rising, 1), {
    name: "RangeError",
    message: "Cannot correlate as 'n' must be a whole number of at least 2: current value is 1",
  });
});
