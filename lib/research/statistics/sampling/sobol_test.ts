import assert from "node:assert/strict";
import type { Parameter } from "./parameter.ts";
import { MAX_SOBOL_DIMENSIONS, sobolPoint, sobolShares } from "./sobol.ts";

Deno.test("sobolShares() starts as published for three dimensions", () => {
  const published = [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
    [0.75, 0.25, 0.25],
    [0.25, 0.75, 0.75],
    [0.375, 0.375, 0.625],
    [0.875, 0.875, 0.125],
    [0.625, 0.125, 0.875],
    [0.125, 0.625, 0.375],
  ];
  assert.deepEqual(published.map((_, i) => [...sobolShares(i, 3)]), published);
});

Deno.test("sobolShares() equals scipy's Sobol in all 21 dimensions", () => {
  // scipy.stats.qmc.Sobol(21, scramble=False), point 13 in 32nds
  const thirteen = [26, 22, 26, 2, 14, 30, 18, 18, 18, 14, 26, 30, 2, 26, 6, 18, 6, 22, 18, 30, 18];
  assert.deepEqual([...sobolShares(13, 21)], thirteen.map((x) => x / 32));
  // point 699050 is built from the first twenty direction words of each dimension, in 2^20ths
  const long = [
    [1048575, 65553, 324859, 774285, 477635, 327961, 399107],
    [888303, 94959, 377517, 54201, 65591, 912827, 610221],
    [271419, 296243, 331841, 299467, 124117, 346981, 799433],
  ].flat();
  assert.deepEqual([...sobolShares(699_050, 21)], long.map((x) => x / 2 ** 20));
});

Deno.test("sobolShares() puts one of 256 points into each 256th of every dimension, shifted or not", () => {
  const shift = Uint32Array.from({ length: MAX_SOBOL_DIMENSIONS }, (_, i) => 0x9e3779b9 * (i + 1));
  for (const bits of [undefined, shift]) {
    const points = Array.from({ length: 256 }, (_, i) => sobolShares(512 + i, MAX_SOBOL_DIMENSIONS, bits));
    for (let dimension = 0; dimension < MAX_SOBOL_DIMENSIONS; dimension++) {
      const cells = new Set(points.map((point) => Math.floor(point[dimension] * 256)));
      assert.equal(cells.size, 256, `dimension ${dimension}`);
    }
  }
});

Deno.test("sobolShares() refuses dimensions and places beyond its tables", () => {
  assert.throws(() => sobolShares(0, 22), {
    name: "RangeError",
    message: "Cannot draw a Sobol point as there are directions for 21 dimensions: current value is 22",
  });
  assert.throws(() => sobolShares(2 ** 32, 2), {
    name: "RangeError",
    message: /'index' must be below 2\^32/,
  });
  assert.ok(sobolShares(2 ** 32 - 1, 2).every((share) => share >= 0 && share < 1));
});

Deno.test("sobolPoint() covers each level alike, by the seed", () => {
  const parameters: readonly Parameter[] = [
    { name: "fast", kind: "int", low: 1, high: 8 },
    { name: "exit", kind: "choice", choices: ["a", "b", "c", "d"] },
  ];
  const points = Array.from({ length: 64 }, (_, i) => sobolPoint(parameters, i, "seed"));
  const pairs = points.map(({ fast, exit }) => `${fast}${exit}`);
  assert.equal(new Set(pairs).size, 32);
  assert.deepEqual(sobolPoint(parameters, 7, "seed"), points[7]);
  assert.ok(points.some((point, i) => sobolPoint(parameters, i, "other").fast !== point.fast));
});
