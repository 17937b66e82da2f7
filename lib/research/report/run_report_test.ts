import assert from "node:assert/strict";
import { type Fill, Money } from "../../domain/mod.ts";
import type { TraderEvent } from "../../trader/mod.ts";
import { beat, closed, dayEnd, EQUITY, FOUR_TRADES, hourMs, inputOf, START_MS } from "./report_fixture.ts";
import { runReport } from "./run_report.ts";

/** Compares the figures named, to a relative 1e-12. */
function assertFigures(actual: object, expected: Readonly<Record<string, unknown>>): void {
  for (const [name, wanted] of Object.entries(expected)) {
    const found = (actual as Record<string, unknown>)[name];
    if (typeof wanted !== "number" || typeof found !== "number") assert.deepEqual(found, wanted, name);
    else {assert.ok(
        Math.abs(found - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted)),
        `${name}: ${found}, ${wanted}`,
      );}
  }
}

Deno.test("runReport() has the figures of four trades as worked out by hand", () => {
  const { trades, account, risk, activity } = runReport(inputOf());
  // nets 95, -30, -50, 60; R 1.9, -0.6, -1, 1.5; held 12, 6, 21, 12 hours
  assertFigures(trades, {
    ...{ trades: 4, wins: 2, losses: 2, winRatePct: 50, profitFactor: 155 / 80, expectancyR: 0.45 },
    ...{ medianR: 0.45, sumR: 1.8, grossMoney: 83, feesMoney: 6, fundingMoney: -2, netMoney: 75 },
    ...{ expectancyMoney: 18.75, payoff: 77.5 / 40, holdingMeanHours: 12.75 },
    ...{ longestLosingStreak: 2, longestWinningStreak: 1, exits: { stop: 3, target1: 2, target2: 1 } },
  });
  assertFigures(account, {
    finalEquityMoney: 10_075,
    changeMoney: 75,
    returnPct: 0.75,
    openMoney: 0,
    liquidations: 0,
  });
  // from 10,100 at hour 12 down to 9,900, and not back up by hour 96; R sums 1.9, 1.3, 0.3, 1.8
  assertFigures(risk, {
    maxDrawdownPct: (100 * 200) / 10_100,
    maxDrawdownR: 1.6,
    longestDrawdownDays: 3.5,
    dailyReturns: 4,
  });
  // hours 2-14, 24-48 (two at once from 27 to 30) and 72-84 of 96
  assertFigures(activity, { exposurePct: 50, turnoverMoney: 0, fills: 0, makerPct: null });
});

Deno.test("runReport() takes its ratios from daily returns, annualised by 365", () => {
  const { risk, account } = runReport(inputOf());
  const returns = [95 / 10_000, -45 / 10_095, -35 / 10_050, 60 / 10_015];
  const mean = returns.reduce((a, b) => a + b) / 4;
  const deviation = Math.sqrt(returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / 3);
  const shortfall = Math.sqrt(returns.reduce((sum, r) => sum + Math.min(r, 0) ** 2, 0) / 4);
  const annual = 1.0075 ** (365 / 4) - 1;
  assertFigures(risk, {
    sharpeAnnual: (mean / deviation) * Math.sqrt(365),
    sortinoAnnual: (mean / shortfall) * Math.sqrt(365),
    // of daily levels: 10,095 down to 10,015
    calmarAnnual: annual / (80 / 10_095),
    volatilityAnnualPct: 100 * deviation * Math.sqrt(365),
  });
  assertFigures(account, { returnAnnualPct: 100 * annual });
});

Deno.test("runReport() tables: regime, symbol, side, exit and month, as worked out by hand", () => {
  const { byRegime, bySymbol, bySide, byExit, byMonth } = runReport(inputOf());
  const short = (rows: readonly { name: string; trades: number; netMoney: number }[]) =>
    rows.map(({ name, trades, netMoney }) => [name, trades, netMoney]);
  assert.deepEqual(short(byRegime), [["TREND", 3, 105], ["RANGE", 1, -30]]);
  assert.deepEqual(short(bySymbol), [["AAA/USDT:USDT", 2, 65], ["BBB/USDT:USDT", 2, 10]]);
  assert.deepEqual(bySymbol.map(({ exposurePct }) => exposurePct), [18.75, 34.375]);
  assert.deepEqual(short(bySide), [["long", 2, 45], ["short", 2, 30]]);
  assert.deepEqual(short(byExit), [["stop", 2, -80], ["target1+stop", 1, 60], ["target1+target2", 1, 95]]);
  assertFigures(byRegime[0], {
    ...{ wins: 2, winRatePct: 200 / 3, profitFactor: 155 / 50, expectancyR: 0.8, sumR: 2.4 },
    ...{ feesMoney: 5, fundingMoney: -3, holdingMeanHours: 15 },
  });
  assertFigures(byRegime[1], { wins: 0, profitFactor: 0, expectancyR: -0.6 });
  assert.equal(byExit[1].profitFactor, null, "no loss to divide by");
  // the trade that closed at the stroke of midnight belongs to February
  assert.deepEqual(byMonth.map(({ month, trades, netMoney }) => [month, trades, netMoney]), [
    ["2024-01", 2, 65],
    ["2024-02", 2, 10],
  ]);
  assertFigures(byMonth[0], {
    startEquityMoney: 10_000,
    endEquityMoney: 10_050,
    changeMoney: 50,
    returnPct: 0.5,
    sumR: 1.3,
  });
  assertFigures(byMonth[1], {
    startEquityMoney: 10_050,
    changeMoney: 25,
    returnPct: 2_500 / 10_050,
    sumR: 0.5,
  });
});

Deno.test("runReport() holds the run against the market of the same days", () => {
  const { market, charts } = runReport(inputOf());
  const run = [95 / 10_000, -45 / 10_095, -35 / 10_050, 60 / 10_015];
  const theirs = [0.1, -0.1, 0, 120 / 99 - 1];
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const both = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + (value - mean(a)) * (b[i] - mean(b)), 0);
  assertFigures(market!, {
    symbol: "AAA/USDT:USDT",
    returnPct: 20,
    maxDrawdownPct: 10,
    sharpeAnnual: (mean(theirs) / Math.sqrt(both(theirs, theirs) / 3)) * Math.sqrt(365),
    correlation: both(run, theirs) / Math.sqrt(both(run, run) * both(theirs, theirs)),
    beta: both(run, theirs) / both(theirs, theirs),
  });
  assert.deepEqual(charts.buyAndHold!.value, [10_000, 11_000, 9_900, 9_900, 12_000]);
  assert.equal(runReport(inputOf({ market: null })).market, null);
});

Deno.test("runReport() of a tally has the same figures but for what was not kept", () => {
  const days = [24, 48, 72, 96].map((hour) =>
    dayEnd(hour, EQUITY.find(([at]) => at === hour)![1], "1.5", "-0.5")
  );
  const events = [...days, ...FOUR_TRADES.map(closed)];
  const whole = runReport(inputOf()), tally = runReport(inputOf({ events }));
  assert.deepEqual(tally.trades, whole.trades);
  assert.deepEqual(tally.byMonth, whole.byMonth);
  assert.deepEqual(tally.market, whole.market);
  assert.equal(tally.risk.sharpeAnnual, whole.risk.sharpeAnnual);
  assertFigures(tally.risk, { maxDrawdownPct: (100 * 80) / 10_095 });
  assertFigures(tally.account, { feesMoney: 6, fundingMoney: -2, openPositions: null });
  // (100 + 110) x 10 + (200 + 206) x 5 + (50 + 49) x 48 + (50 + 48) x 30.5
  assertFigures(tally.activity, { turnoverMoney: 11_871, fills: null, makerPct: null });
  assert.equal(tally.decisions, null);
  assert.deepEqual([tally.facts.recorded, tally.facts.equityStep], ["tally", "day"]);
});

const fillOf = (liquidity: Fill["liquidity"], priceTicks: number, qtySteps: number): TraderEvent => ({
  kind: "FillBooked",
  fill: {
    ...{ fillId: "1", clientId: "1", symbol: "AAA/USDT:USDT", side: 1, priceTicks, qtySteps, liquidity },
    ...{ fee: 0n, realizedPnl: 0n, atMs: START_MS, positionStepsAfter: 0 },
  },
  ...{ intentId: "i", leg: "entry" },
});

Deno.test("runReport() counts fills by value, booked fees, liquidations, and positions still open", () => {
  const flow = (kind: "fee" | "funding" | "liquidation", amount: string): TraderEvent => ({
    kind: "CashFlowBooked",
    flow: { id: kind, kind, symbol: "AAA/USDT:USDT", amount: Money.parse(amount), atMs: START_MS },
  });
  const moved = (symbol: string, hour: number, qtySteps: number): TraderEvent => ({
    kind: "PositionChanged",
    ...{ symbol, qtySteps, averagePrice: 1, stopTicks: null, liquidationPrice: 0, atMs: hourMs(hour) },
  });
  const events = [
    // 1 at 100 as maker, 3 at 100 as taker
    ...[fillOf("maker", 1_000, 1_000), fillOf("taker", 1_000, 3_000)],
    ...[flow("fee", "-1.25"), flow("fee", "-2"), flow("funding", "0.5"), flow("liquidation", "-40")],
    ...[moved("AAA/USDT:USDT", 10, 5), moved("AAA/USDT:USDT", 20, 0), moved("BBB/USDT:USDT", 72, -3)],
    ...[moved("BBB/USDT:USDT", 80, -5), beat(96, 9_900)],
  ];
  const { activity, account } = runReport(inputOf({ events }));
  // open from hour 72 to the end; what was closed without a round trip is not known to have been open
  assertFigures(activity, {
    fills: 2,
    turnoverMoney: 400,
    makerPct: 25,
    exposurePct: 25,
    turnoverTimes: 400 / 9_950,
  });
  assertFigures(account, {
    feesMoney: 3.25,
    fundingMoney: 0.5,
    liquidations: 1,
    openPositions: 1,
    openMoney: -100,
  });
});

Deno.test("runReport() ends where the account is known to have ended", () => {
  const events = [beat(12, 10_100)];
  assert.equal(runReport(inputOf({ events })).account.finalEquityMoney, 10_100);
  const { account, charts } = runReport(inputOf({ events, finalEquity: 9_000 }));
  assert.equal(account.changeMoney, -1_000);
  assert.deepEqual(charts.equity, {
    atMs: [hourMs(0), hourMs(12), hourMs(96)],
    value: [10_000, 10_100, 9_000],
  });
});

Deno.test("runReport() of a run without a trade has null for what is not defined", () => {
  for (const events of [[], [beat(24, 10_000)]]) {
    const { trades, risk, byRegime, byMonth, charts } = runReport(inputOf({ events, market: null }));
    assertFigures(trades, {
      ...{ trades: 0, winRatePct: null, profitFactor: null, expectancyR: null, medianR: null, netMoney: 0 },
      ...{ payoff: null, holdingMeanHours: null, longestLosingStreak: 0, exits: {} },
    });
    assertFigures(risk, {
      ...{ sharpeAnnual: null, sortinoAnnual: null, calmarAnnual: null, maxDrawdownPct: 0, maxDrawdownR: 0 },
      ...{ longestDrawdownDays: 0, probabilisticSharpePct: null, minimumTrackRecordDays: null },
    });
    assert.deepEqual([byRegime, charts.rHistogram, byMonth.length], [[], [], 2]);
  }
});

Deno.test("runReport() refuses a run that is none", () => {
  const cases = [
    [{ toMs: START_MS }, /'toMs' must be after 'fromMs'/],
    [{ walletBalance: 0 }, /'walletBalance' must be above 0: current value is 0/],
    [{ instruments: [] }, /'instruments' must not be empty/],
    [{ events: [closed({ ...FOUR_TRADES[0], symbol: "C" })] }, /its symbol has no instrument: C/],
  ] as const;
  for (const [change, message] of cases) {
    assert.throws(() => runReport(inputOf(change)), { name: "RangeError", message });
  }
});
