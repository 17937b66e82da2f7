import assert from "node:assert/strict";
import { FLAT_COUNT, FLAT_MEMORY, type FlatRule, judgeCurve } from "./curve.ts";

const LEVEL = Array.from({ length: 100 }, () => 100);

/** 100 values from `first` on, each `step` more. */
function line(first: number, step: number): number[] {
  return Array.from({ length: 100 }, (_, i) => first + i * step);
}

const CASES: readonly {
  readonly name: string;
  readonly values: readonly number[];
  readonly rule: FlatRule;
  readonly isFlat: boolean;
}[] = [
  { name: "a level line", values: LEVEL, rule: FLAT_MEMORY, isFlat: true },
  { name: "growth in the first tenth", values: LEVEL.with(0, 1).with(9, 2), rule: FLAT_MEMORY, isFlat: true },
  { name: "a spike at the end", values: LEVEL.with(99, 900).with(91, 900), rule: FLAT_MEMORY, isFlat: true },
  { name: "a slow leak", values: line(100, 0.3), rule: FLAT_MEMORY, isFlat: false },
  {
    name: "growth of a seventh",
    values: [...LEVEL.slice(50), ...line(114, 0).slice(50)],
    rule: FLAT_MEMORY,
    isFlat: true,
  },
  {
    name: "growth of a sixth",
    values: [...LEVEL.slice(50), ...line(117, 0).slice(50)],
    rule: FLAT_MEMORY,
    isFlat: false,
  },
  { name: "memory given back", values: line(200, -1), rule: FLAT_MEMORY, isFlat: true },
  {
    name: "two descriptors more",
    values: [...LEVEL.slice(50), ...line(102, 0).slice(50)],
    rule: FLAT_COUNT,
    isFlat: true,
  },
  {
    name: "three descriptors more",
    values: [...LEVEL.slice(50), ...line(103, 0).slice(50)],
    rule: FLAT_COUNT,
    isFlat: false,
  },
  {
    name: "threads that end",
    values: [...LEVEL.slice(50), ...line(97, 0).slice(50)],
    rule: FLAT_COUNT,
    isFlat: true,
  },
];

for (const { name, values, rule, isFlat } of CASES) {
  Deno.test(`judgeCurve() finds ${name} ${isFlat ? "flat" : "not flat"}`, () => {
    assert.equal(judgeCurve(values, rule).isFlat, isFlat);
  });
}

Deno.test("judgeCurve() tells both values and the greatest", () => {
  const { atFifth, atEnd, max } = judgeCurve(line(0, 1).with(50, 1_000), FLAT_COUNT);
  assert.deepEqual({ atFifth, atEnd, max }, { atFifth: 19.5, atEnd: 94.5, max: 1_000 });
});

Deno.test("judgeCurve() refuses to judge next to nothing", () => {
  assert.throws(() => judgeCurve([1, 1, 1], FLAT_MEMORY), RangeError);
});
