import assert from "node:assert/strict";
import { drawSample, GRID_SIZE, gridPoints } from "./points.ts";

Deno.test("gridPoints() names every point of the grid once, all of them with a slower slow average", () => {
  const points = gridPoints();
  assert.equal(points.length, GRID_SIZE);
  assert.equal(new Set(points.map(({ fast, slow }) => `${fast}/${slow}`)).size, GRID_SIZE);
  assert.deepEqual([Math.min, Math.max].map((of) => of(...points.map(({ fast }) => fast))), [5, 54]);
  assert.deepEqual([Math.min, Math.max].map((of) => of(...points.map(({ slow }) => slow))), [60, 259]);
});

Deno.test("gridPoints() spreads the first points over the grid, and begins every count alike", () => {
  const first = gridPoints(200);
  assert.deepEqual(gridPoints(300).slice(0, 200), first);
  assert.equal(new Set(first.map(({ fast }) => fast)).size, 50);
  const meanSlow = first.reduce((sum, { slow }) => sum + slow, 0) / first.length;
  assert.ok(Math.abs(meanSlow - 159.5) < 10, `the mean slow period is ${meanSlow}`);
});

Deno.test("drawSample() draws different numbers by the seed alone", () => {
  const drawn = drawSample(10_000, 50, "a");
  assert.equal(new Set(drawn).size, 50);
  assert.ok(drawn.every((n) => Number.isInteger(n) && n >= 0 && n < 10_000));
  assert.deepEqual(drawSample(10_000, 50, "a"), drawn);
  assert.notDeepEqual(drawSample(10_000, 50, "b"), drawn);
  const seen = new Set(Array.from({ length: 40 }, (_, k) => drawSample(10, 3, `seed ${k}`)).flat());
  assert.equal(seen.size, 10);
});

Deno.test("drawSample() draws every number about as often", () => {
  const times = new Array<number>(10).fill(0), seeds = 4_000;
  for (let k = 0; k < seeds; k++) for (const n of drawSample(10, 3, `seed ${k}`)) times[n] += 1;
  // 3 of 10 by each seed; a deviation is 29
  for (const [n, count] of times.entries()) {
    assert.ok(Math.abs(count - 0.3 * seeds) < 150, `${n} was drawn ${count} times`);
  }
});

Deno.test("drawSample() takes all where there are no more", () => {
  assert.deepEqual(drawSample(3, 50, "a"), [0, 1, 2]);
});
