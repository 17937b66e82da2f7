import { deepStrictEqual } from "node:assert/strict";
import { CandleColumns } from "./columns.ts";
import { compareCandles } from "./compare.ts";

const LEFT = CandleColumns.fromRows([[1, 10, 12, 9, 11, 100], [2, 10, 12, 9, 11, 100], [
  4,
  10,
  12,
  9,
  11,
  0,
]]);

Deno.test("compareCandles() compares common bars alone: prices exactly, volumes within the tolerance", () => {
  const right = CandleColumns.fromRows([[2, 10, 12, 9, 11, 100.00001], [3, 1, 1, 1, 1, 1], [
    4,
    10,
    12,
    9,
    11,
    0,
  ]]);
  deepStrictEqual(compareCandles(LEFT, right), { compared: 2, differences: [] });
  const { differences } = compareCandles(LEFT, right, { volumeTolerance: 0 });
  deepStrictEqual(differences, [{ openMs: 2, field: "volume", left: 100, right: 100.00001 }]);
});

Deno.test("compareCandles() names every figure that differs", () => {
  const right = CandleColumns.fromRows([[4, 10, 12.5, 9, 11.5, 1]]);
  deepStrictEqual(compareCandles(LEFT, right), {
    compared: 1,
    differences: [
      { openMs: 4, field: "high", left: 12, right: 12.5 },
      { openMs: 4, field: "close", left: 11, right: 11.5 },
      { openMs: 4, field: "volume", left: 0, right: 1 },
    ],
  });
});
