import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { firstDifference } from "./first_difference.ts";

const CASES: readonly (readonly [left: unknown, right: unknown, field: string | null])[] = [
  [{ a: 1, b: { c: [1, 2n] } }, { a: 1, b: { c: [1, 2n] } }, null],
  [{ a: NaN }, { a: NaN }, null],
  [{ a: 1, b: { c: [1, 2] } }, { a: 1, b: { c: [1, 3] } }, "b.c.1"],
  [{ a: 1 }, { a: 1, b: undefined }, "b"],
  [{ a: 1, b: 2 }, { b: 3 }, "a"],
  [{ a: null }, { a: {} }, "a"],
  [{ a: 0 }, { a: -0 }, "a"],
  [undefined, { a: 1 }, ""],
];

Deno.test("firstDifference() names the first member in which records differ", () => {
  for (const [left, right, field] of CASES) {
    strictEqual(firstDifference(left, right)?.field ?? null, field, JSON.stringify([field]));
  }
  deepStrictEqual(firstDifference({ a: { b: 1 } }, { a: { b: 2 } }), { field: "a.b", left: 1, right: 2 });
});
