import assert from "node:assert/strict";
import { TrueRange, trueRange } from "./true_range.ts";

const CASES = [
  { name: "a bar around the previous close counts its own range", bar: [12, 9], previous: 10, range: 3 },
  { name: "a gap up counts from the previous close", bar: [12, 11], previous: 8, range: 4 },
  { name: "a gap down counts from the previous close", bar: [12, 11], previous: 15, range: 4 },
  { name: "a bar without range has none", bar: [10, 10], previous: 10, range: 0 },
];

for (const { name, bar, previous, range } of CASES) {
  Deno.test(`trueRange(): ${name}`, () => assert.equal(trueRange(bar[0], bar[1], previous), range));
}

Deno.test("TrueRange.update() has no value on the first bar", () => {
  const state = TrueRange.create();
  assert.ok(Number.isNaN(TrueRange.update(state, 12, 9, 8)));
  assert.equal(TrueRange.update(state, 12, 11, 11), 4);
  assert.equal(state.value, 4);
});

Deno.test("TrueRange.update() refuses a bar with a missing price", () => {
  assert.throws(() => TrueRange.update(TrueRange.create(), 12, NaN, 11), {
    name: "RangeError",
    message: "Cannot update TrueRange as a bar's prices must be finite: " +
      "current values are high 12, low NaN, close 11",
  });
});
