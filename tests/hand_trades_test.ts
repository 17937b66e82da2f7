/**
 * One trade of each strategy on a hand-made market, from the decision to flat, checked to the last unit of 1e-8. The whole
 * way is walked: candles, features, regime, strategy, risk, orders, exchange, ledger.
 *
 * Instrument: tick 0.1, step 0.001, so one tick on one step is 0.0001 USDT. Taker fee 5 bps, slippage 2 bps on market and
 * stop orders, rounded to the tick against us. Wallet 10,000, risk 0.5 % = 50 USDT, leverage 2.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Money } from "../lib/domain/mod.ts";
import { squeezedBars, triangleBars, zigzagBars } from "./fixtures/hand_made.ts";
import {
  type BarText,
  candlesOf,
  eventsOf,
  HOUR_MS,
  instrumentOf,
  NO_FUNDING,
  type Play,
  playAll,
  sessionOf,
  START_MS,
  SYMBOL,
} from "./fixtures/session.ts";
import { ledgerLines, orderLines, story } from "./fixtures/story.ts";

interface HandMade {
  readonly history: readonly BarText[];
  readonly bars: readonly BarText[];
  readonly system: Record<string, unknown>;
  /** One funding rate, by the number of hours since the history began. */
  readonly funding?: readonly [number, number];
}

function playHandMade({ history, bars, system, funding }: HandMade): Play {
  const all = [...history, ...bars];
  const rates = funding === undefined ? NO_FUNDING : {
    length: 1,
    atMs: Float64Array.of(START_MS + funding[0] * HOUR_MS),
    rate: Float64Array.of(funding[1]),
  };
  return playAll(sessionOf({
    sources: [{ instrument: instrumentOf(), candles: candlesOf(all, START_MS), funding: rates }],
    fromMs: START_MS + history.length * HOUR_MS,
    toMs: START_MS + all.length * HOUR_MS,
    system,
  }));
}

/** The decision that entered. */
function approvedOf(play: Play) {
  const approved = eventsOf(play.events, "DecisionMade").filter((e) => e.decision.verdict === "approved");
  assert.equal(approved.length, 1);
  return approved[0].decision;
}

/** The round trip without its reasons, which are the checks that passed. */
function tripOf(play: Play) {
  const trips = eventsOf(play.events, "RoundTripClosed");
  assert.equal(trips.length, 1);
  const { reasons, ...trip } = trips[0].trip;
  assert.deepEqual(reasons, approvedOf(play).checks.filter((it) => it.pass).map((it) => it.name));
  return trip;
}

/** Nobody holds anything, and the ledger, the book and the exchange agree. */
function assertFlat(play: Play, wallet: string): void {
  const { trader, venue, events } = play;
  const sum = eventsOf(events, "CashFlowBooked").reduce((total, { flow }) => total + flow.amount, 0n);
  assert.equal(Money.format(venue.walletBalance), wallet);
  assert.equal(Money.format(trader.portfolio.book.wallet), wallet);
  assert.equal(Money.format(sum), wallet);
  assert.equal(venue.positions[0].qtySteps, 0);
  assert.deepEqual(venue.orders, [[]]);
  assert.deepEqual(trader.orders.desks[0].open, []);
  assert.equal(trader.orders.desks[0].campaign, null);
  assert.equal(trader.portfolio.trades[0], null);
  assert.equal(trader.desks[0].state.trade, null);
  assert.equal(trader.portfolio.latches.length, 0);
}

Deno.test("a range trade from decision to flat: two targets, a resized stop, one funding", () => {
  const play = playHandMade({
    history: triangleBars(1542),
    bars: [
      [990, 991, 979, 980],
      // closes below the lower band with RSI 37: armed
      [980, 981, 959, 960],
      // back inside: the signal, at 03:00
      [960, 971, 959, 970],
      [971, 980, 965, 975],
      // the low is nearer the open, and with a long it comes first: target 1 is passed at the second extreme, 04:40
      [975, 996, 970, 990],
      [990, 992, 988, 990],
      [990, 992, 988, 990],
      [990, 992, 988, 990],
      [990, 992, 988, 990],
      // hour 1552 is a multiple of 8: funding at 10:00 on the close of 992
      [990, 993, 988, 992],
      [992, 1030, 990, 1020],
      [1020, 1021, 1019, 1020],
    ],
    funding: [1552, 0.0001],
    system: {
      // the triangle's bandwidth is always the same, so its rank says nothing
      regime: { bandwidth_rank_max: 1 },
      strategies: { range_reversion: { rsi_oversold: 40, stop_buffer_atr: 0 } },
    },
  });
  const decision = approvedOf(play);
  const id = `hand-made:${SYMBOL}:${START_MS + 1545 * HOUR_MS}:band_reversion:long`;
  assert.equal(decision.regime, "RANGE");
  assert.equal(decision.strategy, "range_reversion");
  assert.deepEqual(decision.intent, {
    id,
    side: "long",
    rule: "band_reversion",
    anchorTicks: "9700",
    // the excursion's low of 959 less a tick
    stopTicks: "9589",
    // the last 20 closes sum to 19,900: mid 995; their variance is 5,400 / 20 - 25 = 245, so 995 + 2 x 15.6525 = 1026.30
    targets: [{ ticks: "9950", sharePct: 50 }, { ticks: "10263", sharePct: 50 }],
    score: decision.confidence,
  });
  assert.deepEqual(decision.sizing, {
    equity: "1000000000000",
    riskPct: 0.5,
    budget: "5000000000",
    // 9700 - 9589 = 111 ticks cost 0.0111 on a step; 50 / 0.0111 = 4504.5, down to 4504; 4504 x 0.0111 = 49.9944
    stopDistanceTicks: "111",
    qtySteps: "4504",
    riskMoney: "4999440000",
    // 9700 x 4504 x 0.0001
    notional: "436888000000",
    leverage: 2,
  });
  assert.deepEqual(story(play), [
    "+0:00 > account?",
    "+0:00 < account 10000",
    "+3:00 > leverage 2",
    "+3:00 < leverage 2",
    "+3:00 > entry.0: buy market 4504",
    "+3:00 < accepted entry.0",
    // 971 x 1.0002 = 971.1942, up to 971.2; 9712 x 4504 x 0.0001 = 4374.2848, of which 5 bps; 10000 - 2.1871424
    "+3:00 < filled entry.0 4504 at 9712, fee 2.1871424, pnl 0, position 4504, wallet 9997.8128576",
    "+3:00 > stop.0: sell stop_market 4504 at 9589 reduce-only",
    "+3:00 < accepted stop.0",
    "+3:00 > target1.0: sell take_profit_market 2252 at 9950 reduce-only",
    "+3:00 < accepted target1.0",
    "+3:00 > target2.0: sell take_profit_market 2252 at 10263 reduce-only",
    "+3:00 < accepted target2.0",
    // 9950 x 2252 x 0.0001 = 2240.74, fee 1.12037, pnl (9950 - 9712) x 2252 x 0.0001 = 53.5976; wallet + 53.5976 - 1.12037
    "+4:40 < filled target1.0 2252 at 9950, fee 1.12037, pnl 53.5976, position 2252, wallet 10050.2900876",
    // the smaller stop is at the exchange before the larger one is cancelled
    "+4:40 > stop.1: sell stop_market 2252 at 9589 reduce-only",
    "+4:40 < accepted stop.1",
    "+4:40 > cancel stop.0",
    "+4:40 < cancelled stop.0",
    // 9920 x 2252 x 0.0001 = 2233.984, of which 0.0001 is paid
    "+10:00 < funding -0.2233984, wallet 10050.0666892",
    // 10263 x 2252 x 0.0001 = 2311.2276, fee 1.1556138, pnl (10263 - 9712) x 2252 x 0.0001 = 124.0852
    "+10:40 < filled target2.0 2252 at 10263, fee 1.1556138, pnl 124.0852, position 0, wallet 10172.9962754",
    "+10:40 > cancel stop.1",
    "+10:40 < cancelled stop.1",
  ]);
  assert.deepEqual(ledgerLines(play.events), [
    "transfer:opening 10000",
    "fee:1 -2.1871424",
    "realized:2 53.5976",
    "fee:2 -1.12037",
    `funding:${SYMBOL}:${START_MS + 1552 * HOUR_MS} -0.2233984`,
    "realized:3 124.0852",
    "fee:3 -1.1556138",
  ]);
  assert.deepEqual(orderLines(play.events), [
    "entry.0 filled 4504/4504",
    "stop.0 cancelled 0/4504",
    "target1.0 filled 2252/2252",
    "target2.0 filled 2252/2252",
    "stop.1 cancelled 0/2252",
  ]);
  assert.deepEqual(tripOf(play), {
    id,
    system: "hand-made",
    symbol: SYMBOL,
    side: "long",
    strategy: "range_reversion",
    regimeAtEntry: "RANGE",
    openedAtMs: START_MS + 1545 * HOUR_MS,
    closedAtMs: START_MS + 1552 * HOUR_MS + 2_400_000,
    qtySteps: 4504,
    entryPrice: 971.2,
    // (995 + 1026.3) / 2
    exitPrice: 1010.65,
    initialStopTicks: 9589,
    // 53.5976 + 124.0852
    realizedPnl: 17_768_280_000n,
    // 2.1871424 + 1.12037 + 1.1556138
    fees: 446_312_620n,
    funding: -22_339_840n,
    // 177.6828 - 4.4631262 - 0.2233984
    netPnl: 17_299_627_540n,
    riskMoney: 4_999_440_000n,
    // 172.9962754 / 49.9944
    r: 17_299_627_540 / 4_999_440_000,
    exits: ["target1", "target2"],
  });
  assertFlat(play, "10172.9962754");
});

Deno.test("a trend trade from decision to flat: the target", () => {
  // the zigzag's trough, 1380, is its last close; its last peak was 24 hours and 36 higher
  const play = playHandMade({
    history: zigzagBars(48 * 31 + 46),
    bars: [
      [1380, 1383, 1380, 1382],
      [1382, 1385, 1381, 1384],
      // closes strongly up after the 4h pull-back into its averages: the signal, at 03:00
      [1384, 1388.5, 1384, 1388],
      [1388, 1389, 1383, 1388],
      [1388, 1440, 1383, 1430],
      [1430, 1430, 1429, 1430],
    ],
    system: {
      regime: { adx_trend: 10, adx_range: 5, adx_range_strong: 1 },
      strategies: { trend_pullback: { stop_buffer_atr: 0 } },
    },
  });
  const decision = approvedOf(play);
  assert.equal(decision.regime, "TREND");
  assert.equal(decision.intent?.anchorTicks, "13880");
  // the swing low of 1379 less a tick
  assert.equal(decision.intent?.stopTicks, "13789");
  // the 4h swing high of 1417: (14170 - 13880) / 91 = 3.19 to 1
  assert.deepEqual(decision.intent?.targets, [{ ticks: "14170", sharePct: 100 }]);
  assert.deepEqual(story(play).slice(4), [
    // 50 / 0.0091 = 5494.5
    "+3:00 > entry.0: buy market 5494",
    "+3:00 < accepted entry.0",
    // 1388 x 1.0002 = 1388.2776, up to 1388.3; 13883 x 5494 x 0.0001 = 7627.3202, of which 5 bps
    "+3:00 < filled entry.0 5494 at 13883, fee 3.8136601, pnl 0, position 5494, wallet 9996.1863399",
    "+3:00 > stop.0: sell stop_market 5494 at 13789 reduce-only",
    "+3:00 < accepted stop.0",
    "+3:00 > target1.0: sell take_profit_market 5494 at 14170 reduce-only",
    "+3:00 < accepted target1.0",
    // at its trigger, without slippage: 7784.998, of which 5 bps; (14170 - 13883) x 5494 x 0.0001 = 157.6778
    "+4:40 < filled target1.0 5494 at 14170, fee 3.892499, pnl 157.6778, position 0, wallet 10149.9716409",
    "+4:40 > cancel stop.0",
    "+4:40 < cancelled stop.0",
  ]);
  const { strategy, netPnl, riskMoney, r, exits } = tripOf(play);
  assert.deepEqual([strategy, exits], ["trend_pullback", ["target1"]]);
  // 157.6778 - 3.8136601 - 3.892499; 91 x 5494 x 0.0001 = 49.9954
  assert.deepEqual([netPnl, riskMoney, r], [14_997_164_090n, 4_999_540_000n, 14_997_164_090 / 4_999_540_000]);
  assertFlat(play, "10149.9716409");
});

Deno.test("a squeeze trade from decision to flat: the stop", () => {
  const play = playHandMade({
    // the last quiet stretch begins where the triangle passes 1000
    history: squeezedBars(1540, 103),
    bars: [
      [1000.1, 1002, 998, 1000],
      [1000, 1002, 998, 1000],
      [1000, 1002, 998, 1000],
      // closes a 4h bar beyond the range of 998 to 1002 and widens the bands 5.5 times: the signal, at 04:00
      [1000, 1002.5, 999.5, 1002.5],
      [1002.6, 1003, 1001, 1002],
      [1002, 1002, 995, 996],
      [996, 997, 995, 996],
    ],
    system: { strategies: { squeeze_breakout: { enabled: true, stop_buffer_atr: 0 } } },
  });
  const decision = approvedOf(play);
  assert.equal(decision.intent?.anchorTicks, "10025");
  // the middle of the range, 1000, less a tick; the target is the range's height above its edge: 1002 + 4
  assert.equal(decision.intent?.stopTicks, "9999");
  assert.deepEqual(decision.intent?.targets, [{ ticks: "10060", sharePct: 100 }]);
  assert.deepEqual(story(play).slice(4), [
    // 50 / 0.0026 = 19230.8
    "+4:00 > entry.0: buy market 19230",
    "+4:00 < accepted entry.0",
    // 1002.6 x 1.0002 = 1002.80052, up to 1002.9; 10029 x 19230 x 0.0001 = 19285.767, of which 5 bps
    "+4:00 < filled entry.0 19230 at 10029, fee 9.6428835, pnl 0, position 19230, wallet 9990.3571165",
    "+4:00 > stop.0: sell stop_market 19230 at 9999 reduce-only",
    "+4:00 < accepted stop.0",
    "+4:00 > target1.0: sell take_profit_market 19230 at 10060 reduce-only",
    "+4:00 < accepted target1.0",
    // 999.9 x 0.9998 = 999.70002, down to 999.7; 19224.231, of which 5 bps; (9997 - 10029) x 19230 x 0.0001 = -61.536
    "+5:20 < filled stop.0 19230 at 9997, fee 9.6121155, pnl -61.536, position 0, wallet 9919.209001",
    "+5:20 > cancel target1.0",
    "+5:20 < cancelled target1.0",
  ]);
  const { strategy, regimeAtEntry, netPnl, riskMoney, r, exits } = tripOf(play);
  assert.deepEqual([strategy, regimeAtEntry, exits], ["squeeze_breakout", "BREAKOUT", ["stop"]]);
  // -61.536 - 9.6428835 - 9.6121155; 26 x 19230 x 0.0001 = 49.998
  assert.deepEqual([netPnl, riskMoney, r], [-8_079_099_900n, 4_999_800_000n, -8_079_099_900 / 4_999_800_000]);
  assertFlat(play, "9919.209001");
});
