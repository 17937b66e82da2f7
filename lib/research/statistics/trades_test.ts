import assert from "node:assert/strict";
import fc from "fast-check";
import { tradeFigures, type TradeOutcome } from "./trades.ts";

const SPAN = { fromMs: 0, toMs: 1000, meanEquity: 500 };

function trade(netPnl: number, r: number, openedAtMs = 0, closedAtMs = 0): TradeOutcome {
  return { netPnl, r, openedAtMs, closedAtMs, tradedValue: 100 };
}

Deno.test("tradeFigures() of five trades is as counted by hand", () => {
  const trades = [
    trade(20, 2, 0, 100),
    trade(-10, -1, 50, 200),
    trade(-10, NaN, 900, 1200),
    trade(0, 0, 300, 300),
    trade(40, 3, 150, 250),
  ];
  assert.deepEqual(tradeFigures(trades, SPAN), {
    trades: 5,
    wins: 2,
    losses: 2,
    winRate: 0.4,
    profitFactor: 3,
    expectancyR: 1,
    expectancy: 8,
    payoff: 3,
    longestWinStreak: 1,
    longestLossStreak: 2,
    exposure: 0.35,
    turnover: 1,
  });
});

Deno.test("tradeFigures() without trades has counts of 0 and figures that are not defined", () => {
  const none = tradeFigures([], SPAN);
  assert.deepEqual([none.trades, none.exposure, none.turnover, none.longestWinStreak], [0, 0, 0, 0]);
  assert.ok([none.winRate, none.profitFactor, none.expectancyR, none.payoff].every(Number.isNaN));
  assert.equal(tradeFigures([trade(1, 1)], SPAN).profitFactor, Infinity);
});

Deno.test("tradeFigures() refuses an empty span and no equity", () => {
  assert.throws(() => tradeFigures([], { ...SPAN, toMs: 0 }), {
    name: "RangeError",
    message: /'toMs - fromMs'/,
  });
  assert.throws(() => tradeFigures([], { ...SPAN, meanEquity: 0 }), {
    name: "RangeError",
    message: /'meanEquity'/,
  });
});

Deno.test("tradeFigures() counts each open millisecond once, however trades overlap", () => {
  const times = fc.tuple(fc.integer({ min: -20, max: 120 }), fc.integer({ min: 0, max: 60 }));
  fc.assert(
    fc.property(fc.array(times, { maxLength: 12 }), (list) => {
      const trades = list.map(([from, length]) => trade(1, 1, from, from + length));
      const open = Array.from({ length: 100 }, (_, ms) => ms)
        .filter((ms) => trades.some((each) => each.openedAtMs <= ms && ms < each.closedAtMs));
      assert.equal(tradeFigures(trades, { fromMs: 0, toMs: 100, meanEquity: 1 }).exposure, open.length / 100);
    }),
    { seed: 19, numRuns: 200 },
  );
});
