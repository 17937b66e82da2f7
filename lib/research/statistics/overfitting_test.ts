import assert from "node:assert/strict";
import { combinationsOf } from "./combinations.ts";
import { mean } from "./moments.ts";
import { overfittingProbability, type TrialTable } from "./overfitting.ts";
import { periodSharpe } from "./returns.ts";
import { near, noise } from "./statistics_fixture.ts";

const PERIODS = 320;

/** Random trials of 1 % a period, each changed in place by `edit`. */
function table(
  seed: string,
  trials: number,
  edit: (returns: Float64Array, trial: number) => void = () => {},
): TrialTable {
  const values = new Float64Array(PERIODS * trials);
  for (let trial = 0; trial < trials; trial++) {
    const returns = noise(`${seed} ${trial}`, PERIODS, { deviation: 0.01 });
    edit(returns, trial);
    returns.forEach((value, period) => values[period * trials + trial] = value);
  }
  return { periods: PERIODS, trials, values };
}

/** Probabilities over several tables. */
function probabilities(count: number, of: (i: number) => TrialTable): readonly number[] {
  return Array.from({ length: count }, (_, i) => overfittingProbability(of(i), { groups: 8 }).probability);
}

/** The definition word by word, on returns put side by side. */
function plainProbability({ periods, trials, values }: TrialTable, groups: number): number {
  const size = periods / groups;
  const sharpes = (blocks: readonly number[]) =>
    Array.from({ length: trials }, (_, trial) =>
      periodSharpe(
        blocks.flatMap((block) =>
          Array.from({ length: size }, (_, i) => values[(block * size + i) * trials + trial])
        ),
      ));
  let below = 0;
  let splits = 0;
  for (const chosen of combinationsOf(groups, groups / 2)) {
    const inside = sharpes(chosen);
    const outside = sharpes([...Array(groups).keys()].filter((block) => !chosen.includes(block)));
    const picked = outside[inside.indexOf(Math.max(...inside))];
    const rank = outside.filter((score) => score <= picked).length;
    if (rank / (trials + 1) <= 0.5) below += 1;
    splits += 1;
  }
  return below / splits;
}

Deno.test("overfittingProbability() equals the definition computed word by word", () => {
  for (const seed of ["a", "b", "c"]) {
    const trials = table(seed, 7);
    near(overfittingProbability(trials, { groups: 8 }).probability, plainProbability(trials, 8), 1e-12, seed);
  }
});

Deno.test("overfittingProbability() is about one half for trials of noise, and their promise is void", () => {
  near(mean(probabilities(40, (i) => table(`noise ${i}`, 30))), 0.5, 0.1, "probability");
  const verdict = overfittingProbability(table("noise", 30), { groups: 10 });
  assert.equal(verdict.splits, 252);
  assert.ok(verdict.degradation < 0.2, `${verdict.degradation}`);
});

Deno.test("overfittingProbability() is near 1 where what is gained in one stretch is lost in the others", () => {
  // every trial ends at zero, as fits to one span do that owe their gain to it
  const fitted = probabilities(10, (i) =>
    table(`fitted ${i}`, 30, (returns) => {
      const average = mean(returns);
      returns.forEach((value, period) => returns[period] = value - average);
    }));
  assert.ok(Math.min(...fitted) > 0.95, `${fitted}`);
});

Deno.test("overfittingProbability() is near 0 where one trial has a lasting edge", () => {
  const real = probabilities(10, (i) =>
    table(`real ${i}`, 30, (returns, trial) => {
      if (trial === 7) returns.forEach((value, period) => returns[period] = value + 0.005);
    }));
  assert.ok(Math.max(...real) < 0.1, `${real}`);
  assert.ok(
    overfittingProbability(table("real", 5, (x) => x.forEach((v, i) => x[i] = v + 0.01))).lossProbability <
      0.01,
  );
});

Deno.test("overfittingProbability() counts a trial that never trades as 0 and can compare means", () => {
  const idle = table("idle", 4, (returns, trial) => {
    if (trial === 0) returns.fill(0);
    else returns.forEach((value, period) => returns[period] = value - 0.01);
  });
  for (const score of ["sharpe", "mean"] as const) {
    const verdict = overfittingProbability(idle, { groups: 4, score });
    assert.deepEqual([verdict.probability, verdict.lossProbability, verdict.splits], [0, 0, 6]);
  }
});

Deno.test("overfittingProbability() leaves out the oldest periods that fill no group", () => {
  const { trials, values } = table("odd", 3);
  const odd = { periods: PERIODS + 1, trials, values: [9, -9, 9, ...Array.from(values)] };
  assert.deepEqual(
    overfittingProbability(odd, { groups: 8 }),
    overfittingProbability({ periods: PERIODS, trials, values }, { groups: 8 }),
  );
});

Deno.test("overfittingProbability() refuses tables and groups that it cannot judge", () => {
  const good = table("good", 2);
  const cases: [TrialTable, number, RegExp][] = [
    [good, 5, /^Cannot judge overfitting as 'groups' must be an even number of 2..20: current value is 5$/],
    [{ ...good, periods: 15 }, 8, /'periods' must be a whole number of at least 16/],
    [{ ...good, trials: 1 }, 8, /'trials' must be a whole number of at least 2/],
    [{ ...good, values: [1, 2] }, 8, /current count is 2, wanted 640$/],
    [{ ...good, values: Float64Array.from(good.values).fill(NaN, 5, 6) }, 8, /period 2 of trial 1 is NaN$/],
  ];
  for (const [wrong, groups, message] of cases) {
    assert.throws(() => overfittingProbability(wrong, { groups }), { name: "RangeError", message });
  }
});
