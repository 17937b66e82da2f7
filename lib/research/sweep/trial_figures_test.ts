import assert from "node:assert/strict";
import { HOUR_MS, outcomeOf, tripOf } from "./sweep_fixture.ts";
import { dailyReturns, figuresOf } from "./trial_figures.ts";

Deno.test("figuresOf() counts by hand", () => {
  const trips = [tripOf(300, 100), tripOf(-100, 100), tripOf(-50, 100), tripOf(50, 0)];
  const figures = figuresOf(outcomeOf({ trips }, [10_300, 10_094, 10_200]));
  assert.equal(figures.trades, 4);
  assert.equal(figures.netPnl, 200);
  assert.ok(Math.abs(figures.returnPct - 2) < 1e-12);
  assert.ok(Math.abs(figures.maxDrawdownPct - -2) < 1e-9, "206 below 10,300");
  assert.equal(figures.profitFactor, 350 / 150);
  assert.equal(figures.sumR, 1.5);
  assert.equal(figures.expectancyR, 0.5, "of the three whose risk is known");
  assert.equal(figures.winRate, 0.5);
  const returns = [0.03, -0.02, 10_200 / 10_094 - 1];
  const mean = returns.reduce((sum, it) => sum + it, 0) / 3;
  const deviation = Math.sqrt(returns.reduce((sum, it) => sum + (it - mean) ** 2, 0) / 2);
  assert.ok(Math.abs(figures.sharpe - mean / deviation * Math.sqrt(365)) < 1e-9);
  assert.ok(Math.abs(figures.sortino - mean * 365 / Math.sqrt(0.02 ** 2 / 3 * 365)) < 1e-9);
  assert.ok(Math.abs(figures.calmar / ((1.02 ** (365 / 3) - 1) / 0.02) - 1) < 1e-9);
});

Deno.test("figuresOf() of nothing is not a number, but for what can be counted", () => {
  const { trades, netPnl, returnPct, maxDrawdownPct, sumR, ...ratios } = figuresOf(
    outcomeOf({}, [10_000, 10_000]),
  );
  assert.deepEqual([trades, netPnl, returnPct, Math.abs(maxDrawdownPct), sumR], [0, 0, 0, 0, 0]);
  assert.deepEqual(Object.values(ratios), Object.values(ratios).map(() => NaN));
  assert.equal(figuresOf(outcomeOf({ trips: [tripOf(1, 1)] }, [10_001])).profitFactor, Infinity);
});

Deno.test("dailyReturns() counts the day that the span cuts, and nothing after a loss of all", () => {
  const whole = outcomeOf({}, [10_100, 0, 50]);
  assert.deepEqual([...dailyReturns(whole)], [10_100 / 10_000 - 1, -1, 0]);
  const cut = outcomeOf({ finalEquity: 11_110, toMs: whole.fromMs + 25 * HOUR_MS }, [10_100]);
  assert.deepEqual([...dailyReturns(cut)], [10_100 / 10_000 - 1, 11_110 / 10_100 - 1]);
});
