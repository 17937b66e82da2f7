import assert from "node:assert/strict";
import { bootstrapInterval, intervalOf } from "./bootstrap.ts";
import { mean } from "./moments.ts";
import { noise, shareHolding } from "./statistics_fixture.ts";

const OPTIONS = { coverage: 0.9, samples: 300, seed: "bootstrap" };

/** Series in which each value keeps 60 % of the one before. */
function persistent(seed: string, count: number): Float64Array {
  let level = 0;
  return noise(seed, count).map((x) => level = 0.6 * level + x);
}

/** Share of series of true mean 0 whose interval holds 0. */
function coverageOfMean(make: (i: number) => Float64Array, meanBlock: number): number {
  return shareHolding(250, (i) => {
    const { low, high } = bootstrapInterval(make(i), mean, { ...OPTIONS, seed: `coverage ${i}`, meanBlock });
    return low <= 0 && high >= 0;
  });
}

Deno.test("intervalOf() cuts equal tails and leaves out NaN", () => {
  const values = [NaN, ...Array.from({ length: 101 }, (_, i) => i)];
  const { low, middle, high } = intervalOf(values, 0.9);
  assert.deepEqual([low, middle, high].map((x) => Number(x.toFixed(9))), [5, 50, 95]);
  assert.throws(() => intervalOf(values, 90), {
    name: "RangeError",
    message: /'coverage' must lie between 0 and 1/,
  });
});

Deno.test("bootstrapInterval() holds the true mean about as often as stated", () => {
  const share = coverageOfMean((i) => noise(`iid ${i}`, 60), 1);
  assert.ok(share > 0.84 && share < 0.95, `${share}`);
});

Deno.test("bootstrapInterval() of clustered values needs blocks to be honest", () => {
  const single = coverageOfMean((i) => persistent(`ar ${i}`, 250), 1);
  const blocks = coverageOfMean((i) => persistent(`ar ${i}`, 250), 15);
  assert.ok(single < 0.7, `without blocks ${single}`);
  assert.ok(blocks > 0.78 && blocks < 0.95, `with blocks ${blocks}`);
});

Deno.test("bootstrapInterval() is the same for the same seed, and refuses no values", () => {
  const values = noise("same", 30);
  assert.deepEqual(bootstrapInterval(values, mean, OPTIONS), bootstrapInterval(values, mean, OPTIONS));
  assert.notDeepEqual(
    bootstrapInterval(values, mean, OPTIONS),
    bootstrapInterval(values, mean, { ...OPTIONS, seed: "other" }),
  );
  assert.throws(() => bootstrapInterval([], mean, OPTIONS), {
    name: "RangeError",
    message: /'number of values'/,
  });
});
