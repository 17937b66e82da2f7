import assert from "node:assert/strict";
import { changesBetween, nearNames } from "./near_names.ts";

Deno.test("changesBetween() counts letters to insert, delete or replace", () => {
  const cases = [["", "", 0], ["", "abc", 3], ["kitten", "sitting", 3], ["flaw", "lawn", 2], [
    "same",
    "same",
    0,
  ]] as const;
  for (const [a, b, expected] of cases) {
    assert.deepEqual([changesBetween(a, b), changesBetween(b, a)], [expected, expected]);
  }
});

Deno.test("nearNames() gives the nearest, equals in their order", () => {
  assert.deepEqual(nearNames("fats", ["slow", "fast", "fat", "cats", "far"], 3), ["fat", "cats", "fast"]);
});
