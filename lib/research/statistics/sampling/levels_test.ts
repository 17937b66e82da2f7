import assert from "node:assert/strict";
import fc from "fast-check";
import { levelAt, levelCount, shareAt, valueAt } from "./levels.ts";
import type { Parameter } from "./parameter.ts";

/** All levels of a parameter. */
function levelsOf(parameter: Parameter): readonly unknown[] {
  return Array.from({ length: levelCount(parameter) }, (_, level) => levelAt(parameter, level));
}

Deno.test("levelAt() lists the values of a parameter without the digits of arithmetic", () => {
  const table: [Parameter, readonly unknown[]][] = [
    [{ name: "x", kind: "int", low: 3, high: 6 }, [3, 4, 5, 6]],
    [{ name: "x", kind: "int", low: 3, high: 10, step: 3 }, [3, 6, 9]],
    [{ name: "x", kind: "float", low: 0.1, high: 0.5, step: 0.1 }, [0.1, 0.2, 0.3, 0.4, 0.5]],
    [{ name: "x", kind: "float", low: 0, high: 0.3, step: 0.1 }, [0, 0.1, 0.2, 0.3]],
    [{ name: "x", kind: "int", low: 1, high: 20, step: 2, log: true }, [1, 2, 4, 8, 16]],
    [{ name: "x", kind: "float", low: 0.01, high: 10, step: 10, log: true }, [0.01, 0.1, 1, 10]],
    [{ name: "x", kind: "float", low: 2, high: 2 }, [2]],
    [{ name: "x", kind: "choice", choices: ["a", 5, false] }, ["a", 5, false]],
    [{ name: "x", kind: "int", low: 1_600_000_000_001, high: 1_600_000_000_002 }, [
      1_600_000_000_001,
      1_600_000_000_002,
    ]],
  ];
  for (const [parameter, values] of table) assert.deepEqual(levelsOf(parameter), values);
  assert.equal(levelCount({ name: "x", kind: "float", low: 0, high: 1 }), Infinity);
});

Deno.test("valueAt() spreads equal shares over equal widths, or equal ratios on a log scale", () => {
  const at = (parameter: Parameter) =>
    [0, 0.25, 0.5, 0.75, 0.999999].map((share) => valueAt(parameter, share));
  assert.deepEqual(at({ name: "x", kind: "int", low: 1, high: 4 }), [1, 2, 3, 4, 4]);
  assert.deepEqual(at({ name: "x", kind: "float", low: 0, high: 8 }).slice(0, 4), [0, 2, 4, 6]);
  assert.deepEqual(at({ name: "x", kind: "int", low: 1, high: 15, log: true }), [1, 2, 4, 8, 15]);
  const ratios = at({ name: "x", kind: "float", low: 1, high: 16, log: true }).slice(0, 4).map(Number);
  assert.deepEqual(ratios.map((ratio) => Number(ratio.toFixed(9))), [1, 2, 4, 8]);
  assert.deepEqual(at({ name: "x", kind: "choice", choices: ["a", "b"] }), ["a", "a", "b", "b", "b"]);
});

Deno.test("shareAt() undoes valueAt(), which stays in the range", () => {
  const range = fc.record({
    kind: fc.constantFrom("int" as const, "float" as const),
    low: fc.integer({ min: 1, max: 50 }),
    width: fc.integer({ min: 1, max: 500 }),
    step: fc.option(fc.integer({ min: 2, max: 9 }), { nil: undefined }),
    log: fc.boolean(),
  });
  fc.assert(
    fc.property(
      range,
      fc.double({ min: 0, max: 0.999999, noNaN: true }),
      ({ width, step, ...rest }, share) => {
        const plain = { name: "x", ...rest, high: rest.low + width };
        const parameter: Parameter = step === undefined ? plain : { ...plain, step };
        const value = valueAt(parameter, share) as number;
        assert.ok(value >= parameter.low && value <= parameter.high);
        if (parameter.kind === "int") assert.ok(Number.isInteger(value));
        const found = shareAt(parameter, value);
        assert.ok(found >= 0 && found <= 1);
        const again = valueAt(parameter, Math.min(found, 0.999999999)) as number;
        assert.ok(Math.abs(again - value) <= 1e-6 * value, `${again} for ${value}`);
      },
    ),
    { seed: 41, numRuns: 500 },
  );
});
