import assert from "node:assert/strict";
import type { Point } from "../statistics/mod.ts";
import { createSearch } from "./create_search.ts";
import { parseParameter } from "./parameter_text.ts";
import type { SweepSearch } from "./search.ts";
import { SYSTEM } from "./sweep_fixture.ts";
import type { SweepPlan } from "./sweep_plan.ts";

const ADX = "regime.adx_trend",
  RR = "strategies.trend_pullback.reward_risk_min",
  MODE = "exits.trailing.mode";

const parametersOf = (texts: readonly string[]) =>
  texts.map((text) => {
    const parsed = parseParameter(text);
    if (!parsed.ok) throw new Error(parsed.error);
    return parsed.value;
  });

function planOf(change: Partial<SweepPlan> & { readonly params?: readonly string[] } = {}): SweepPlan {
  const { params = [`${ADX}=21..30`, `${RR}=1.0..3:0.5`], ...rest } = change;
  return {
    ...{ method: "grid", parameters: parametersOf(params), where: [], trials: 40, seed: "s", round: 8 },
    ...{ objective: "sharpe", minTrades: 1 },
    ...rest,
  } as SweepPlan;
}

/** All points, with scores of a hill whose top is at 27 and 2. */
function walk(search: SweepSearch): Point[] {
  const points: Point[] = [];
  const scoreAt = (i: number) => -((Number(points[i]![ADX]) - 27) ** 2) - (Number(points[i]![RR]) - 2) ** 2;
  for (let index = 0; index < search.count; index++) {
    const needed = search.needs(index);
    assert.ok(needed <= index);
    const guarded = (i: number) => {
      assert.ok(i < needed, `trial ${index} looks at ${i}, needs ${needed}`);
      return scoreAt(i);
    };
    points.push(search.pointAt(index, { pointAt: (i) => points[i]!, scoreAt: guarded }));
  }
  return points;
}

function searchOf(plan: SweepPlan): SweepSearch {
  const search = createSearch(plan, SYSTEM);
  assert.ok(search.ok, search.ok ? "" : search.error.join("\n"));
  return search.value;
}

const keys = (points: readonly Point[]) => points.map((point) => JSON.stringify(point));

Deno.test("createSearch() walks the whole grid, the last parameter fastest, but for what the conditions exclude", () => {
  const all = walk(searchOf(planOf()));
  assert.equal(all.length, 50);
  assert.deepEqual(all.slice(0, 2), [{ [ADX]: 21, [RR]: 1 }, { [ADX]: 21, [RR]: 1.5 }]);
  const some = walk(searchOf(planOf({ where: [`${ADX} > 25`, `${RR} * 10 <= ${ADX} - 10`] })));
  assert.deepEqual(
    some,
    all.filter((it) => Number(it[ADX]) > 25 && 10 * Number(it[RR]) <= Number(it[ADX]) - 10),
  );
});

Deno.test("createSearch() lets conditions look at values that are not varied", () => {
  assert.equal(searchOf(planOf({ where: [`${ADX} > regime.adx_range + 5`] })).count, 25);
});

for (const method of ["random", "sobol", "tpe"] as const) {
  Deno.test(`createSearch() draws no point twice and none that a condition excludes: ${method}`, () => {
    const plan = planOf({ method, trials: 30, where: [`${ADX} != 27`] });
    const points = walk(searchOf(plan));
    assert.equal(points.length, 30);
    assert.equal(new Set(keys(points)).size, 30);
    assert.ok(points.every((point) => point[ADX] !== 27));
    assert.deepEqual(walk(searchOf(plan)), points);
    assert.notDeepEqual(walk(searchOf({ ...plan, seed: "other" })), points);
  });

  Deno.test(`createSearch() ends where there are no more points: ${method}`, () => {
    const points = walk(searchOf(planOf({ method, trials: 500, where: [`${ADX} > 28`] })));
    assert.deepEqual(keys(points).sort(), keys(walk(searchOf(planOf({ where: [`${ADX} > 28`] })))).sort());
  });
}

Deno.test("createSearch() proposes a round of TPE from the trials before the round, and comes near the top", () => {
  const search = searchOf(
    planOf({ method: "tpe", trials: 120, params: [`${ADX}=21.0..60`, `${RR}=1.0..5`] }),
  );
  assert.deepEqual([0, 15, 16, 23, 24].map(search.needs), [0, 0, 16, 16, 24]);
  const points = walk(search);
  const far = (from: number, to: number) =>
    points.slice(from, to).reduce((sum, it) => sum + Math.abs(Number(it[ADX]) - 27), 0) / (to - from);
  assert.ok(far(80, 120) < far(0, 16) / 2, `${far(80, 120)} of ${far(0, 16)}`);
});

const REFUSED: readonly (readonly [string, Parameters<typeof planOf>[0], RegExp])[] = [
  ["a misspelt parameter", { params: ["regime.adx=1..3"] }, /no such value; near it are/],
  ["a misspelt name in a condition", { where: ["regime.adx < 3"] }, /no such value/],
  ["a condition that is none", { where: [`${ADX} <`] }, /value is missing/],
  ["a grid of what has no steps", { params: [`${RR}=1.0..3`] }, /continuous/],
  ["a grid beyond counting", { params: [`${RR}=0.0..5:0.0001`, `${ADX}=0.0..90:0.1`] }, /use larger steps/],
  ["a range upside down", { params: [`${ADX}=30..21`] }, /high of at least its low/],
  ["no parameter", { params: [] }, /no parameter to vary/],
  ["no trial", { method: "random", trials: 0 }, /trials must be/],
  ["too many for TPE", { method: "tpe", trials: 2_001 }, /trials must be .* 2000:/],
  ["conditions that nothing meets", { where: [`${ADX} > 99`] }, /^No point meets/],
  [
    "values that the system never takes",
    { params: [`${MODE}=never|ever`] },
    /takes none of 2 points.*exits\.trailing\.mode/s,
  ],
];
for (const [name, change, pattern] of REFUSED) {
  Deno.test(`createSearch() refuses ${name}`, () => {
    const search = createSearch(planOf(change), SYSTEM);
    assert.ok(!search.ok);
    assert.match(search.error.join("\n"), pattern);
  });
}
