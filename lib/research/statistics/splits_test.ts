import assert from "node:assert/strict";
import fc from "fast-check";
import { type PeriodRange, purgedSplits } from "./splits.ts";

Deno.test("purgedSplits() holds back one group at a time and clears its edges", () => {
  assert.deepEqual(purgedSplits({ periods: 30, groups: 3, reachPeriods: 2, embargoPeriods: 3 }), [
    { test: [{ from: 0, to: 10 }], train: [{ from: 15, to: 30 }] },
    { test: [{ from: 10, to: 20 }], train: [{ from: 0, to: 8 }, { from: 25, to: 30 }] },
    { test: [{ from: 20, to: 30 }], train: [{ from: 0, to: 18 }] },
  ]);
});

Deno.test("purgedSplits() holds back every pair of groups and joins neighbours", () => {
  const splits = purgedSplits({ periods: 8, groups: 4, testGroups: 2 });
  assert.equal(splits.length, 6);
  assert.deepEqual(splits[0], { test: [{ from: 0, to: 4 }], train: [{ from: 4, to: 8 }] });
  assert.deepEqual(splits[1], {
    test: [{ from: 0, to: 2 }, { from: 4, to: 6 }],
    train: [{ from: 2, to: 4 }, { from: 6, to: 8 }],
  });
});

Deno.test("purgedSplits() refuses to hold back every group, and fewer periods than groups", () => {
  assert.throws(() => purgedSplits({ periods: 10, groups: 2, testGroups: 2 }), {
    message: /'groups'.*at least 3/,
  });
  assert.throws(() => purgedSplits({ periods: 3, groups: 5 }), {
    name: "RangeError",
    message: /'periods'.*at least 5/,
  });
});

Deno.test("purgedSplits() never trains on a period whose outcome overlaps a test period's", () => {
  const cases = fc.record({
    periods: fc.integer({ min: 12, max: 60 }),
    groups: fc.integer({ min: 3, max: 6 }),
    testGroups: fc.integer({ min: 1, max: 2 }),
    reachPeriods: fc.integer({ min: 0, max: 5 }),
    embargoPeriods: fc.integer({ min: 0, max: 4 }),
  });
  fc.assert(
    fc.property(cases, (options) => {
      const { periods, reachPeriods: reach, embargoPeriods: embargo } = options;
      const inRanges = (ranges: readonly PeriodRange[], p: number) =>
        ranges.some((r) => r.from <= p && p < r.to);
      const all = Array.from({ length: periods }, (_, p) => p);
      let held = 0;
      for (const { train, test } of purgedSplits(options)) {
        const tested = all.filter((p) => inRanges(test, p));
        held += tested.length;
        for (const p of all) {
          const clear = tested.every((t) =>
            p < t - reach || p > t + reach + (inRanges(test, t + 1) ? 0 : embargo)
          );
          assert.equal(inRanges(train, p), clear, `period ${p}`);
        }
      }
      const times = options.testGroups === 1 ? 1 : options.groups - 1;
      assert.equal(held, times * periods);
    }),
    { seed: 31, numRuns: 150 },
  );
});
