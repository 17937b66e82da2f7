import assert from "node:assert/strict";
import { Rng } from "../../core/mod.ts";
import { deflatedSharpeAmong, periodSharpe, sharpeRatio } from "../statistics/mod.ts";
import { isCompared, judgeSweep, MOST_COMPARED } from "./sweep_verdict.ts";

function noise(trials: number, drift: (trial: number) => number): Float64Array[] {
  const rng = Rng.create("verdict");
  return Array.from(
    { length: trials },
    (_, trial) => Float64Array.from({ length: 320 }, () => 0.01 * Rng.normal(rng) + drift(trial)),
  );
}

const yearly = (returns: Float64Array) => sharpeRatio(returns, { periodsPerYear: 365 });
const bestOf = (set: readonly Float64Array[]) => set.reduce((a, b) => yearly(a) >= yearly(b) ? a : b);

Deno.test("judgeSweep() calls the best of many tries at nothing luck", () => {
  const set = noise(60, () => 0);
  const best = bestOf(set);
  const verdict = judgeSweep(best, set.map(yearly), set);
  assert.ok(
    Math.abs(verdict.deflatedSharpe - deflatedSharpeAmong(best, set.map((it) => periodSharpe(it)))) < 1e-12,
  );
  assert.ok(verdict.deflatedSharpe < 0.9, `${verdict.deflatedSharpe}`);
  assert.ok(Math.abs(verdict.luckySharpe - yearly(best)) < 1, `${verdict.luckySharpe} and ${yearly(best)}`);
  assert.ok(verdict.overfitting > 0.2, `${verdict.overfitting}`);
  assert.deepEqual([verdict.trials, verdict.compared], [60, 60]);
});

Deno.test("judgeSweep() believes an edge that is always there", () => {
  const set = noise(60, (trial) => trial === 17 ? 0.004 : 0);
  const verdict = judgeSweep(bestOf(set), set.map(yearly), set);
  assert.ok(verdict.deflatedSharpe > 0.95 && verdict.overfitting < 0.05, JSON.stringify(verdict));
});

Deno.test("judgeSweep() says nothing of what it cannot judge", () => {
  const [one] = noise(1, () => 0);
  const alone = judgeSweep(one!, [yearly(one!), NaN], [one!]);
  assert.equal(alone.overfitting, NaN);
  assert.deepEqual([alone.trials, alone.luckySharpe], [1, 0]);
  const short = judgeSweep(new Float64Array(1), [NaN, NaN], [new Float64Array(1), new Float64Array(1)]);
  assert.deepEqual([short.deflatedSharpe, short.overfitting, short.luckySharpe], [NaN, NaN, NaN]);
});

Deno.test("isCompared() picks all of few trials, and so many of many, evenly", () => {
  for (const trials of [1, 2, 255, 256, 257, 1_000, 10_007]) {
    const picked = Array.from({ length: trials }, (_, i) => i).filter((i) => isCompared(i, trials));
    assert.equal(picked.length, Math.min(trials, MOST_COMPARED));
    const gaps = picked.slice(1).map((index, i) => index - picked[i]!);
    assert.ok(Math.max(0, ...gaps) - Math.min(...gaps, trials) <= 1, `${trials}`);
  }
});
