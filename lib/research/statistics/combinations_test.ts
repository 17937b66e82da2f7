import assert from "node:assert/strict";
import { combinationsOf } from "./combinations.ts";

Deno.test("combinationsOf() gives each choice once, in order", () => {
  assert.deepEqual([...combinationsOf(4, 2)], [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]);
  assert.deepEqual([...combinationsOf(3, 3)], [[0, 1, 2]]);
  assert.deepEqual([...combinationsOf(2, 3)], []);
  assert.equal([...combinationsOf(16, 8)].length, 12_870);
});
