/**
 * Research does not flatter: chance is called chance, a fit to chance is called out, and bands hold what they say.
 * `research_rates.ts` counts the same over as many seeds as one likes; lookahead_test.ts plants a look into the future.
 *
 * @module
 */
import { ok, strictEqual } from "node:assert/strict";
import { Rng } from "../lib/core/mod.ts";
import {
  deflatedSharpeAmong,
  overfittingProbability,
  periodSharpe,
  probabilisticSharpe,
  SharpeSample,
  studyTrades,
} from "../lib/research/mod.ts";
import { bandRate, sweepRates, walkRates } from "./research_rates.ts";

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const meanOf = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;

Deno.test("the best of many systems without an edge is not believed: returns of 400 sets of 24", () => {
  const SETS = 400, TRIALS = 24, DAYS = 250;
  const rng = Rng.create("honesty/returns");
  let deflated = 0, naive = 0;
  const ordinary: number[] = [], overfitting: number[] = [];
  for (let set = 0; set < SETS; set++) {
    const trials = Array.from(
      { length: TRIALS },
      () => Float64Array.from({ length: DAYS }, () => 0.01 * Rng.normal(rng)),
    );
    const sharpes = trials.map((returns) => periodSharpe(returns));
    const best = trials[sharpes.indexOf(Math.max(...sharpes))]!;
    if (deflatedSharpeAmong(best, sharpes) > 0.95) deflated += 1;
    if (probabilisticSharpe(SharpeSample.of(best)) > 0.95) naive += 1;
    ordinary.push(deflatedSharpeAmong(trials[0]!, sharpes));
    if (set % 10 > 0) continue;
    const values = Float64Array.from(
      { length: DAYS * TRIALS },
      (_, i) => trials[i % TRIALS]![(i / TRIALS) | 0]!,
    );
    overfitting.push(
      overfittingProbability({ periods: DAYS, trials: TRIALS, values }, { groups: 12 }).probability,
    );
  }
  ok(deflated <= 0.05 * SETS, `believed: ${deflated} of ${SETS}`);
  // what a search without deflation believes
  ok(naive >= 0.6 * SETS, `without deflation believed: ${naive} of ${SETS}`);
  ok(middle(ordinary) < 0.05, `deflated Sharpe of an ordinary one: ${middle(ordinary)}`);
  const mean = meanOf(overfitting);
  ok(mean > 0.4 && mean < 0.6, `probability of overfitting: ${mean}`);
});

Deno.test("a sweep over walks that nobody can foresee: deflated Sharpe is low, overfitting likely", () => {
  const { bestBelieved, ordinaryMedian, overfittingMean } = sweepRates(8, 0);
  strictEqual(bestBelieved, 0, "the best of a sweep was believed");
  ok(ordinaryMedian! < 0.2, `deflated Sharpe of an ordinary trial: ${ordinaryMedian}`);
  ok(overfittingMean! > 0.35 && overfittingMean! < 0.65, `probability of overfitting: ${overfittingMean}`);
});

Deno.test("walkForward() calls out sweeps fitted to chance, and lets stand what found a drift", () => {
  // a rule that asks for a probability of 0.95 lets chance stand once in twenty
  const chance = walkRates(5, 0), drift = walkRates(3, 0.5);
  ok((chance["overfitted"] ?? 0) >= 4, `nothing to foresee: ${JSON.stringify(chance)}`);
  ok((drift["held up"] ?? 0) >= 2, `a drift to follow: ${JSON.stringify(drift)}`);
});

Deno.test("studyTrades() holds the realised curve of random systems at the stated rate", async (t) => {
  const SYSTEMS = 300, TRADES = 60, COVERAGE = 0.9;
  // 99 % of such counts of 300 are within 2.58 standard errors of the rate
  const SLACK = 2.58 * Math.sqrt(COVERAGE * (1 - COVERAGE) / SYSTEMS);
  const options = {
    ...{ paths: 200, coverage: COVERAGE, meanBlock: 1, ruinPct: 50, drawdownsPct: [10], horizon: TRADES },
  };
  const rng = Rng.create("honesty/trades");
  // a stop and a target 1.5 times as far, half a percent of the equity each: no edge
  const trade = () => 0.005 * (Rng.uniform(rng) < 0.4 ? 1.5 : -1);
  let curves = 0, sorted = 0, nextFalls = 0;
  for (let i = 0; i < SYSTEMS; i++) {
    const returns = Float64Array.from({ length: TRADES }, trade);
    const study = studyTrades(returns, { ...options, seed: `${i}` });
    if (study.realised.isInsideShuffled) curves += 1;
    const next = Float64Array.from({ length: TRADES }, trade);
    const fall = studyTrades(next, { ...options, paths: 2, seed: "" }).realised.maxDrawdownPct / 100;
    const { low, high } = study.forecast.maxDrawdown;
    if (fall >= low - 1e-12 && fall <= high + 1e-12) nextFalls += 1;
    if (i % 10 > 0) continue;
    // trades that know of each other: all gains first
    const ordered = returns.toSorted().reverse();
    if (studyTrades(ordered, { ...options, seed: `${i}` }).realised.isInsideShuffled) sorted += 1;
  }
  await t.step("shuffled: 90 % of the curves", () => {
    ok(Math.abs(curves / SYSTEMS - COVERAGE) <= SLACK, `inside: ${curves} of ${SYSTEMS}`);
  });
  await t.step("forecast: about as many of the next trades' drawdowns", () => {
    const rate = nextFalls / SYSTEMS;
    ok(rate > 0.84 && rate < 0.97, `inside: ${nextFalls} of ${SYSTEMS}`);
  });
  await t.step("trades in an order that is no chance run out of the band", () => strictEqual(sorted, 0));
  await t.step("curves of backtests over walks that nobody can foresee", () => {
    // fewer than 23 of 30 would come by chance in 1 of 50 such tests
    const inside = bandRate(30);
    ok(inside >= 23 / 30, `inside: ${inside}`);
  });
});
