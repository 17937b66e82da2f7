import assert from "node:assert/strict";
import fc from "fast-check";
import { numberText } from "./decimal.ts";

Deno.test("numberText() writes exponents out", () => {
  const cases: readonly (readonly [value: number, text: string])[] = [
    [0, "0"],
    [-0, "0"],
    [0.1 + 0.2, "0.30000000000000004"],
    [1e-7, "0.0000001"],
    [-1.25e-9, "-0.00000000125"],
    [1.5e21, "1500000000000000000000"],
    [-2e300, "-2" + "0".repeat(300)],
  ];
  for (const [value, text] of cases) assert.equal(numberText(value), text);
});

Deno.test("numberText() reads back as the same double and is a plain decimal", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = numberText(value);
      assert.match(text, /^-?\d+(\.\d+)?$/);
      assert.equal(Number(text), value + 0);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

Deno.test("numberText() refuses what is no number", () => {
  for (const value of [NaN, Infinity, -Infinity]) assert.throws(() => numberText(value), RangeError);
});
