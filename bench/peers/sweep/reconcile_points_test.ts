import assert from "node:assert/strict";
import { countStatistics, unexplained } from "./reconcile_points.ts";

Deno.test("countStatistics() counts over the points that both have", () => {
  assert.deepEqual(countStatistics([3, 5, 7], [3, 9, 6, 100]), {
    ...{ points: 3, equal: 1, trades: 15, loopTrades: 18, most: 4, mean: 5 / 3 },
  });
  assert.deepEqual(countStatistics([], [1]), {
    ...{ points: 0, equal: 0, trades: 0, loopTrades: 0, most: 0, mean: 0 },
  });
});

const TWIN = { trades: [2, 10, 0], value: [1.5, -4, 0] };

Deno.test("unexplained() finds nothing where counts are equal and sums near", () => {
  assert.deepEqual(unexplained({ trades: [2, 10, 0], value: [1.5, -4 + 9e-6, 0] }, TWIN, 1e-6), []);
});

Deno.test("unexplained() sees one trade more, and a sum that is off by more than the tolerance of its trades", () => {
  const found = unexplained({ trades: [3, 10, 0], value: [1.5, -4 + 11e-6, 0] }, TWIN, 1e-6);
  assert.deepEqual(found.map(({ index }) => index), [0, 1]);
  assert.deepEqual(found[0], { index: 0, trades: 3, twinTrades: 2, value: 1.5, twinValue: 1.5 });
});

Deno.test("unexplained() takes a NaN for a difference", () => {
  assert.equal(unexplained({ trades: [2], value: [NaN] }, TWIN, 1e-6).length, 1);
});

Deno.test("unexplained() compares the points that were tried alone", () => {
  assert.deepEqual(unexplained({ trades: [2], value: [1.5] }, TWIN, 1e-6), []);
});
