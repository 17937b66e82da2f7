import assert from "node:assert/strict";
import { Rng } from "../../core/mod.ts";
import { isInsideBand } from "./curve_band.ts";
import { deepestFall } from "./drawdown.ts";
import { accumulate, monteCarlo, type MonteCarloOptions } from "./monte_carlo.ts";
import { near, noise, shareHolding } from "./statistics_fixture.ts";

const TRADES = 60;
const SYSTEMS = 250;
const OPTIONS = { method: "shuffle", paths: 150, coverage: 0.9, seed: "mc", compound: false } as const;

/** Outcomes of random systems: in R like a fixed stop and target, and with tails. */
const KINDS: readonly [string, (seed: string) => Float64Array][] = [
  ["fixed stop and target", (seed) => {
    const rng = Rng.create(seed);
    return Float64Array.from({ length: TRADES }, () => Rng.uniform(rng) < 0.4 ? 1.5 : -1);
  }],
  ["normal", (seed) => noise(seed, TRADES)],
];

/** Shares of random systems whose curve, deepest fall and end after `outcomes` are inside the bands. */
function coverages(
  kind: (seed: string) => Float64Array,
  method: MonteCarloOptions["method"],
): { curve: number; fall: number; end: number } {
  const inside = { curve: 0, fall: 0, end: 0 };
  const curve = new Float64Array(TRADES);
  for (let i = 0; i < SYSTEMS; i++) {
    const past = kind(`past ${i}`);
    const bands = monteCarlo(past, { ...OPTIONS, method, seed: `mc ${i}` });
    accumulate(curve, method === "shuffle" ? past : kind(`next ${i}`), false);
    const fall = deepestFall(curve, { measure: "absolute", start: 0 });
    if (isInsideBand(bands.curve, curve)) inside.curve += 1;
    if (fall >= bands.maxDrawdown.low && fall <= bands.maxDrawdown.high) inside.fall += 1;
    if (curve[TRADES - 1] >= bands.final.low && curve[TRADES - 1] <= bands.final.high) inside.end += 1;
  }
  return { curve: inside.curve / SYSTEMS, fall: inside.fall / SYSTEMS, end: inside.end / SYSTEMS };
}

// of 250 systems a share of 0.9 has two standard errors of 0.04
for (const [name, kind] of KINDS) {
  Deno.test(`monteCarlo() by shuffle holds the realised curve and fall of random systems at 90 %: ${name}`, () => {
    const { curve, fall, end } = coverages(kind, "shuffle");
    assert.ok(curve > 0.855 && curve < 0.945, `curve ${curve}`);
    // a fall has few different values in R, and an end that is one of them is inside
    assert.ok(fall > 0.855 && fall < 0.97, `fall ${fall}`);
    assert.equal(end, 1);
  });

  Deno.test(`monteCarlo() by forecast holds the next trades of random systems at about 90 %: ${name}`, () => {
    const { curve, fall, end } = coverages(kind, "forecast");
    // sixty trades do not know their own scatter well: a little less than stated
    assert.ok(curve > 0.81 && curve < 0.945, `curve ${curve}`);
    assert.ok(fall > 0.81 && fall < 0.945, `fall ${fall}`);
    assert.ok(end > 0.81 && end < 0.945, `end ${end}`);
  });
}

Deno.test("monteCarlo() by shuffle shows a lucky order for what it is", () => {
  // all losses last: the same trades almost never fall so far in one go
  const sorted = noise("lucky", 100).sort().reverse();
  const curve = new Float64Array(100);
  accumulate(curve, sorted, false);
  const bands = monteCarlo(sorted, OPTIONS);
  assert.ok(!isInsideBand(bands.curve, curve));
  assert.ok(deepestFall(curve, { measure: "absolute", start: 0 }) < bands.maxDrawdown.low);
});

Deno.test("monteCarlo() compounds fractions, and never below zero", () => {
  const outcomes = noise("compound", 50, { deviation: 0.2 }).map((x) => Math.max(x, -0.9));
  const bands = monteCarlo(outcomes, { ...OPTIONS, compound: true });
  assert.ok(bands.curve.low.every((level) => level > 0));
  assert.ok(bands.maxDrawdown.low >= -1 && bands.maxDrawdown.high <= 0);
  const growth = outcomes.reduce((product, x) => product * (1 + x), 1);
  near(bands.final.middle, growth, 1e-12, "end of a shuffle");
  near(bands.curve.middle[49], growth, 1e-12, "end of its band");
});

Deno.test("monteCarlo() by forecast reaches as far as its horizon, and wider with blocks of clustered trades", () => {
  let level = 0;
  const clustered = noise("clustered", 200).map((x) => level = 0.8 * level + x);
  const options = { ...OPTIONS, method: "forecast", horizon: 30, paths: 400 } as const;
  const single = monteCarlo(clustered, options);
  const blocks = monteCarlo(clustered, { ...options, meanBlock: 10 });
  assert.equal(single.curve.low.length, 30);
  assert.ok(blocks.final.high - blocks.final.low > 1.5 * (single.final.high - single.final.low));
});

Deno.test("monteCarlo() is the same for the same seed and another for another", () => {
  const outcomes = noise("seed", 20);
  assert.deepEqual(monteCarlo(outcomes, OPTIONS), monteCarlo(outcomes, OPTIONS));
  assert.notDeepEqual(monteCarlo(outcomes, OPTIONS), monteCarlo(outcomes, { ...OPTIONS, seed: "other" }));
  assert.equal(shareHolding(3, () => monteCarlo(outcomes, OPTIONS).paths === 150), 1);
});

Deno.test("monteCarlo() refuses no outcomes, holes, and ruin that should compound", () => {
  const refuses = (outcomes: readonly number[], compound: boolean, message: RegExp) =>
    assert.throws(() => monteCarlo(outcomes, { ...OPTIONS, compound }), { name: "RangeError", message });
  refuses([], false, /'number of outcomes' must be a whole number of at least 1: current value is 0/);
  refuses([1, NaN], false, /every outcome must be finite: outcome 1 is NaN$/);
  refuses([0.1, -1], true, /every outcome must be finite and above -1 to compound: outcome 1 is -1$/);
});
