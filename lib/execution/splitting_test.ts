import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { slicesOf, splitTargets } from "./protection.ts";

const targetsOf = (sharePcts: readonly number[]) => sharePcts.map((sharePct) => ({ ticks: 0, sharePct }));

Deno.test("slicesOf() sums to the whole in parts the venue takes, none of them a mere rest", () => {
  const table: readonly [number, number | null, number[]][] = [
    [900, null, [900]],
    [900, 900, [900]],
    [901, 900, [451, 450]],
    [1000, 300, [250, 250, 250, 250]],
    [7, 3, [3, 2, 2]],
    [3, 1, [1, 1, 1]],
    [0, 5, []],
    [-1, 5, []],
  ];
  for (const [steps, maxSteps, parts] of table) {
    deepStrictEqual(slicesOf(steps, maxSteps), parts, `${steps} of ${maxSteps}`);
  }
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.integer({ min: 10, max: 5_000 }),
      (steps, maxSteps) => {
        const parts = slicesOf(steps, maxSteps);
        strictEqual(parts.reduce((sum, part) => sum + part, 0), steps);
        strictEqual(parts.every((part) => part <= maxSteps), true);
        strictEqual(parts.length === 1 || parts.every((part) => part >= Math.floor(maxSteps / 2)), true);
      },
    ),
    { seed: 8, numRuns: 1_000 },
  );
});

Deno.test("splitTargets() gives shares rounded down, the rest to the last, and no part too small", () => {
  const table: readonly [number, number[], number, number[]][] = [
    [100, [50, 50], 1, [50, 50]],
    [101, [50, 50], 1, [50, 51]],
    [3, [50, 50], 1, [1, 2]],
    [10, [30, 70], 1, [3, 7]],
    [100, [100], 1, [100]],
    [10, [30, 70], 4, [0, 10]], // 3 are too few for an order
    [10, [70, 30], 4, [0, 10]], // 3 would be left
    [8, [50, 50], 4, [4, 4]],
    [7, [50, 50], 4, [0, 7]],
    [1, [50, 50], 1, [0, 1]],
    [0, [50, 50], 1, [0, 0]],
    [2, [50, 50], 5, [0, 2]], // too few altogether: still what was entered
    [100, [], 1, []],
  ];
  for (const [entered, shares, minSteps, want] of table) {
    deepStrictEqual(
      splitTargets(entered, targetsOf(shares), minSteps),
      want,
      JSON.stringify([entered, shares, minSteps]),
    );
  }
});

Deno.test("splitTargets() sums to what was entered in parts that are orders or nothing", () => {
  const shares = fc.oneof(
    fc.constant([100]),
    fc.integer({ min: 1, max: 99 }).map((share) => [share, 100 - share]),
    fc.tuple(fc.integer({ min: 1, max: 49 }), fc.integer({ min: 1, max: 49 })).map((
      [a, b],
    ) => [a, b, 100 - a - b]),
  );
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      shares,
      fc.integer({ min: 1, max: 1_000 }),
      (entered, sharePcts, minSteps) => {
        const parts = splitTargets(entered, targetsOf(sharePcts), minSteps);
        strictEqual(parts.length, sharePcts.length);
        strictEqual(parts.reduce((sum, part) => sum + part, 0), entered);
        if (entered < minSteps) return;
        for (const [i, part] of parts.entries()) {
          strictEqual(part === 0 || part >= minSteps, true, `part ${i} of ${parts} is too small`);
          if (i < parts.length - 1) strictEqual(part <= (entered * sharePcts[i]) / 100, true);
        }
      },
    ),
    { seed: 6, numRuns: 5_000 },
  );
});
