import assert from "node:assert/strict";
import { inventedSources, marketOf, SYSTEM } from "./sweep_fixture.ts";
import { readRow, rowLine, tryPoint } from "./sweep_row.ts";
import { runTrial } from "./trial.ts";
import { dailyReturns, figuresOf, TRIAL_FIGURES, type TrialFigures } from "./trial_figures.ts";

const figuresFrom = (value: (place: number) => number) =>
  Object.fromEntries(TRIAL_FIGURES.map((name, i) => [name, value(i)])) as unknown as TrialFigures;

Deno.test("readRow() gives back every bit that rowLine() wrote", () => {
  const point = { "a.b": 0.1 + 0.2, "a.c": "x", "a.d": true };
  for (const value of [0.1 + 0.2, -1e-300, 5, NaN, Infinity, -Infinity]) {
    const row = { index: 7, point, fault: "", figures: figuresFrom(() => value) };
    assert.deepEqual(readRow(rowLine(row)), row);
  }
  const refused = { index: 0, point, fault: 'a "word"\nmore', figures: null };
  assert.equal(rowLine(refused).includes("\n"), false);
  assert.deepEqual(readRow(rowLine(refused)), refused);
});

Deno.test("readRow() takes nothing that is torn or something else", () => {
  const line = rowLine({ index: 7, point: { a: 1 }, fault: "", figures: figuresFrom((i) => i / 3) });
  for (let length = 0; length < line.length; length++) assert.equal(readRow(line.slice(0, length)), null);
  for (const other of ["null", "[]", "7", '{"kind":"verdict"}', line.replace('"sharpe"', '"sharp"')]) {
    assert.equal(readRow(other), null);
  }
});

Deno.test("tryPoint() is the trial of the system with those values, or says why there is none", () => {
  const market = marketOf(inventedSources(400), 400);
  const tried = tryPoint(market, SYSTEM, { "regime.adx_trend": 22 });
  const outcome = runTrial(market, { ...SYSTEM, regime: { ...SYSTEM.regime, adx_trend: 22 } });
  assert.deepEqual(tried.figures, figuresOf(outcome));
  assert.deepEqual(tried.returns, dailyReturns(outcome));
  const refused = tryPoint(market, SYSTEM, { "regime.adx_trend": 5 });
  assert.equal(refused.figures, null);
  assert.match(refused.fault, /must be above adx_range/);
});
