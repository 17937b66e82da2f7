import assert from "node:assert/strict";
import fc from "fast-check";
import { quantile, sampleDeviation } from "./moments.ts";
import { periodSharpe } from "./returns.ts";
import {
  deflatedSharpe,
  deflatedSharpeAmong,
  expectedBestSharpe,
  independentTrials,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeError,
  SharpeSample,
} from "./sharpe_inference.ts";
import { near, noise, shareHolding } from "./statistics_fixture.ts";

/** The example of Bailey & Lopez de Prado 2014: 2.5 a year over 5 years of 250 days, 100 trials of variance 1/2 a year. */
const PAPER = { sharpe: 2.5 / Math.sqrt(250), observations: 1250, skewness: -3, kurtosis: 10 };

Deno.test("deflatedSharpe() gives the figures of the paper's example", () => {
  const trials = { trials: 100, variance: 0.5 / 250 };
  assert.equal(expectedBestSharpe(trials).toFixed(4), "0.1132");
  assert.equal(deflatedSharpe(PAPER, trials).toFixed(4), "0.9004");
  assert.equal(deflatedSharpe(PAPER, { ...trials, trials: 46 }).toFixed(4), "0.9505");
  assert.equal(
    deflatedSharpe({ ...PAPER, skewness: 0, kurtosis: 3 }, { ...trials, trials: 88 }).toFixed(4),
    "0.9505",
  );
});

Deno.test("probabilisticSharpe() gives the figures of the paper's hedge fund: 0.982 if normal, 0.913 as it was", () => {
  const fund = { sharpe: 0.458, observations: 24, skewness: -2.448, kurtosis: 10.164 };
  assert.equal(probabilisticSharpe(fund).toFixed(3), "0.913");
  assert.equal(probabilisticSharpe({ ...fund, skewness: 0, kurtosis: 3 }).toFixed(3), "0.982");
});

Deno.test("minimumTrackRecord() gives the paper's years for a Sharpe ratio of 2 over one of 1 at 95 %", () => {
  for (const [perYear, years] of [[252, "2.73"], [52, "2.83"], [12, "3.24"]] as const) {
    const sample = { sharpe: 2 / Math.sqrt(perYear), observations: 100, skewness: 0, kurtosis: 3 };
    const periods = minimumTrackRecord(sample, { threshold: 1 / Math.sqrt(perYear), confidence: 0.95 });
    assert.equal((periods / perYear).toFixed(2), years);
  }
});

Deno.test("minimumTrackRecord() is where probabilisticSharpe() reaches the confidence, and endless without an edge", () => {
  const periods = minimumTrackRecord(PAPER, { confidence: 0.95 });
  near(probabilisticSharpe({ ...PAPER, observations: Math.round(periods) }), 0.95, 1e-2, "probability");
  assert.equal(minimumTrackRecord({ ...PAPER, sharpe: -0.1 }, { confidence: 0.95 }), Infinity);
});

Deno.test("expectedBestSharpe() is near the mean best of normal Sharpe ratios", () => {
  const best = Array.from({ length: 300 }, (_, i) => Math.max(...noise(`best ${i}`, 100)));
  near(
    best.reduce((sum, x) => sum + x, 0) / 300,
    expectedBestSharpe({ trials: 100, variance: 1 }),
    0.03,
    "best",
  );
  assert.equal(expectedBestSharpe({ trials: 1, variance: 1 }), 0);
  assert.throws(() => expectedBestSharpe({ trials: 0, variance: 1 }), {
    name: "RangeError",
    message: /are 0 and 1$/,
  });
});

Deno.test("independentTrials() is all of them without correlation and one with full", () => {
  assert.deepEqual([0, 0.5, 1, -0.2].map((share) => independentTrials(101, share)), [101, 51, 1, 101]);
});

Deno.test("sharpeError() is the scatter of estimated Sharpe ratios", () => {
  const sharpes = Array.from(
    { length: 400 },
    (_, i) => periodSharpe(noise(`error ${i}`, 100, { mean: 0.1 })),
  );
  const error = sharpeError({ sharpe: 0.1, observations: 100, skewness: 0, kurtosis: 3 });
  near(sampleDeviation(sharpes), error, 0.1, "error");
  assert.throws(() => sharpeError({ ...PAPER, observations: 1 }), { name: "RangeError" });
});

Deno.test("probabilisticSharpe() of returns without an edge is over 0.95 about one time in 20", () => {
  const over = shareHolding(600, (i) => probabilisticSharpe(SharpeSample.of(noise(`psr ${i}`, 120))) > 0.95);
  assert.ok(over > 0.03 && over < 0.075, `${over}`);
});

Deno.test("deflatedSharpeAmong() of 100 random systems is near 0 for an ordinary one, 0.5 for the best, rarely 0.95", () => {
  const ordinary: number[] = [];
  const best: number[] = [];
  for (let set = 0; set < 60; set++) {
    const trials = Array.from({ length: 100 }, (_, i) => noise(`set ${set} ${i}`, 120, { deviation: 0.01 }));
    const sharpes = trials.map((trial) => periodSharpe(trial));
    ordinary.push(deflatedSharpeAmong(trials[0], sharpes));
    best.push(deflatedSharpeAmong(trials[sharpes.indexOf(Math.max(...sharpes))], sharpes));
  }
  assert.ok(quantile(ordinary, 0.5) < 0.02, `ordinary ${quantile(ordinary, 0.5)}`);
  near(quantile(best, 0.5), 0.5, 0.2, "best");
  assert.ok(best.filter((value) => value > 0.95).length <= 3);
});

Deno.test("deflatedSharpeAmong() lets a true edge through, and takes one trial at its word", () => {
  const trials = Array.from({ length: 100 }, (_, i) => noise(`edge ${i}`, 500, { deviation: 0.01 }));
  const edge = noise("true edge", 500, { mean: 0.004, deviation: 0.01 });
  assert.ok(deflatedSharpeAmong(edge, [...trials, edge].map((trial) => periodSharpe(trial))) > 0.99);
  near(
    deflatedSharpeAmong(edge, [periodSharpe(edge)]),
    probabilisticSharpe(SharpeSample.of(edge)),
    1e-12,
    "one",
  );
});

Deno.test("deflatedSharpe() falls with every further trial", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), (trials) => {
      const variance = 0.5 / 250;
      assert.ok(
        deflatedSharpe(PAPER, { trials: trials + 1, variance }) < deflatedSharpe(PAPER, { trials, variance }),
      );
    }),
    { seed: 23, numRuns: 200 },
  );
});
