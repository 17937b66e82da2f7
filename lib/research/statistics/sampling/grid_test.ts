import assert from "node:assert/strict";
import { gridPoint, gridSize } from "./grid.ts";
import type { Parameter } from "./parameter.ts";

const PARAMETERS: readonly Parameter[] = [
  { name: "fast", kind: "int", low: 5, high: 15, step: 5 },
  { name: "exit", kind: "choice", choices: ["trail", "target"] },
];

Deno.test("gridPoint() walks the whole grid, the last parameter fastest", () => {
  assert.deepEqual(gridSize(PARAMETERS), { ok: true, value: 6 });
  assert.deepEqual(Array.from({ length: 6 }, (_, i) => gridPoint(PARAMETERS, i)), [
    { fast: 5, exit: "trail" },
    { fast: 5, exit: "target" },
    { fast: 10, exit: "trail" },
    { fast: 10, exit: "target" },
    { fast: 15, exit: "trail" },
    { fast: 15, exit: "target" },
  ]);
  assert.deepEqual(Object.keys(gridPoint(PARAMETERS, 0)), ["fast", "exit"]);
});

Deno.test("gridPoint() refuses places outside the grid", () => {
  for (const index of [-1, 6, 0.5]) {
    assert.throws(() => gridPoint(PARAMETERS, index), {
      name: "RangeError",
      message: `Cannot take a grid point as 'index' must lie in the grid: current value is ${index}`,
    });
  }
});

Deno.test("gridSize() refuses continuous parameters and grids beyond numbering", () => {
  assert.deepEqual(gridSize([...PARAMETERS, { name: "risk", kind: "float", low: 0, high: 1 }]), {
    ok: false,
    error: "Parameter 'risk' is continuous and has no grid: give it a step, or draw points",
  });
  const huge = ["a", "b", "c"].map((name): Parameter => ({ name, kind: "int", low: 1, high: 1e6 }));
  assert.deepEqual(gridSize(huge), {
    ok: false,
    error:
      "The grid has 1000000000000000000 points, which cannot be numbered: use larger steps, or draw points",
  });
});
