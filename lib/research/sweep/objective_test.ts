import assert from "node:assert/strict";
import { byScore, OBJECTIVES, scoreOf } from "./objective.ts";
import type { TrialFigures } from "./trial_figures.ts";

const FIGURES = {
  trades: 10,
  sharpe: 1,
  calmar: 2,
  profitFactor: 3,
  expectancyR: 4,
  returnPct: 5,
} as TrialFigures;

Deno.test("scoreOf() looks at the figure of the objective", () => {
  assert.deepEqual(OBJECTIVES.map((objective) => scoreOf(FIGURES, { objective, minTrades: 10 })), [
    1,
    2,
    3,
    4,
    5,
  ]);
});

Deno.test("scoreOf() is no number below the fewest trades and for a refused point", () => {
  assert.equal(scoreOf(FIGURES, { objective: "sharpe", minTrades: 11 }), NaN);
  assert.equal(scoreOf(null, { objective: "sharpe", minTrades: 0 }), NaN);
});

Deno.test("byScore() puts the best first, equals by index, and what has no score last", () => {
  const scores = [NaN, 1, Infinity, 1, NaN, -3, 2];
  const sorted = scores.map((score, index) => ({ score, index })).reverse().sort(byScore);
  assert.deepEqual(sorted.map(({ index }) => index), [2, 6, 1, 3, 5, 0, 4]);
});
