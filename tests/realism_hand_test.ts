/**
 * One trade, and what each switch of the simulated exchange (docs/realism.md) makes of it, to the last unit of 1e-8. It is the
 * trend trade of hand_trades_test.ts: signal at 03:00, 5494 steps bought, stop at 13789, target at 14170.
 *
 * Instrument: tick 0.1, step 0.001, so one tick on one step is 0.0001 USDT. Taker fee 5 bps, slippage 2 bps on market and
 * stop orders, rounded to the tick against us. Wallet 10,000, leverage 2.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Money } from "../lib/domain/mod.ts";
import { ExchangeSpec, type FinerCandles } from "../lib/simulator/mod.ts";
import { zigzagBars } from "./fixtures/hand_made.ts";
import {
  type BarText,
  candlesOf,
  HOUR_MS,
  instrumentOf,
  NO_FUNDING,
  type Play,
  playAll,
  sessionOf,
  START_MS,
} from "./fixtures/session.ts";
import { story } from "./fixtures/story.ts";
import { CandleColumns, type CandleRow } from "../lib/market/mod.ts";

const HISTORY = zigzagBars(48 * 31 + 46);
const FROM_MS = START_MS + HISTORY.length * HOUR_MS;

/** Until the signal at 03:00. */
const SIGNAL: readonly BarText[] = [
  [1380, 1383, 1380, 1382],
  [1382, 1385, 1381, 1384],
  [1384, 1388.5, 1384, 1388],
];
/** The hour of the entry, and one that stays between stop and target. */
const QUIET: BarText = [1388, 1389, 1383, 1388];
/** Passes the target; the low comes first. */
const TARGET: BarText = [1388, 1440, 1383, 1430];
const LAST: BarText = [1430, 1430, 1429, 1430];

type Manners = Omit<Parameters<typeof ExchangeSpec.create>[0], "tape">;

interface Market {
  /** After the signal. */
  readonly bars: readonly BarText[];
  /** One rate, by the number of hours since 00:00 of the tape. */
  readonly funding?: readonly [number, number];
  readonly finer?: FinerCandles;
}

const USUAL: Market = { bars: [QUIET, TARGET, LAST] };

function play(manners: Manners, { bars, funding, finer }: Market = USUAL): Play {
  const all = [...HISTORY, ...SIGNAL, ...bars];
  const rates = funding === undefined ? NO_FUNDING : {
    length: 1,
    atMs: Float64Array.of(FROM_MS + funding[0] * HOUR_MS),
    rate: Float64Array.of(funding[1]),
  };
  const source = { instrument: instrumentOf(), candles: candlesOf(all, START_MS), funding: rates };
  const session = sessionOf({
    sources: [finer === undefined ? source : { ...source, finer }],
    fromMs: FROM_MS,
    toMs: START_MS + all.length * HOUR_MS,
    system: {
      regime: { adx_trend: 10, adx_range: 5, adx_range_strong: 1 },
      strategies: { trend_pullback: { stop_buffer_atr: 0 } },
    },
  });
  return playAll({ ...session, exchange: ExchangeSpec.create({ tape: session.tape, ...manners }) });
}

/** What was filled, settled and taken. */
const happened = (of: Play): string[] =>
  story(of).filter((line) => /< (filled|funding|liquidated)/.test(line));

// 1388 x 1.0002 = 1388.2776, up to 1388.3; 13883 x 5494 x 0.0001 = 7627.3202, of which 5 bps
const ENTRY =
  "+3:00 < filled entry.0 5494 at 13883, fee 3.8136601, pnl 0, position 5494, wallet 9996.1863399";
// 7784.998, of which 5 bps; (14170 - 13883) x 5494 x 0.0001 = 157.6778
const EXIT =
  "+4:40 < filled target1.0 5494 at 14170, fee 3.892499, pnl 157.6778, position 0, wallet 10149.9716409";

Deno.test("the trade with every switch as it is by default", () => {
  assert.deepEqual(happened(play({})), [ENTRY, EXIT]);
});

Deno.test("fees off: the same fills, and nobody is paid", () => {
  assert.deepEqual(happened(play({ fees: "off" })), [
    "+3:00 < filled entry.0 5494 at 13883, fee 0, pnl 0, position 5494, wallet 10000",
    "+4:40 < filled target1.0 5494 at 14170, fee 0, pnl 157.6778, position 0, wallet 10157.6778",
  ]);
});

Deno.test("fees of a tier: 4 bps instead of 5", () => {
  assert.deepEqual(happened(play({ fees: { makerBps: 1.6, takerBps: 4 } })), [
    // 7627.3202 x 0.0004
    "+3:00 < filled entry.0 5494 at 13883, fee 3.05092808, pnl 0, position 5494, wallet 9996.94907192",
    // 7784.998 x 0.0004
    "+4:40 < filled target1.0 5494 at 14170, fee 3.1139992, pnl 157.6778, position 0, wallet 10151.51287272",
  ]);
});

Deno.test("no slippage: the entry at the open itself", () => {
  assert.deepEqual(happened(play({ slippageBps: 0 })), [
    // 13880 x 5494 x 0.0001 = 7625.672, of which 5 bps
    "+3:00 < filled entry.0 5494 at 13880, fee 3.812836, pnl 0, position 5494, wallet 9996.187164",
    // (14170 - 13880) x 5494 x 0.0001 = 159.326
    "+4:40 < filled target1.0 5494 at 14170, fee 3.892499, pnl 159.326, position 0, wallet 10151.620665",
  ]);
});

/** 5 bps of slippage: 1388 x 1.0005 = 1388.694, up to 1388.7; 13887 x 5494 x 0.0001 = 7629.5178, of which 5 bps. */
const FIVE_BPS = [
  "+3:00 < filled entry.0 5494 at 13887, fee 3.8147589, pnl 0, position 5494, wallet 9996.1852411",
  // (14170 - 13887) x 5494 x 0.0001 = 155.4802; a target has no slippage
  "+4:40 < filled target1.0 5494 at 14170, fee 3.892499, pnl 155.4802, position 0, wallet 10147.7729421",
];

Deno.test("slippage by the spread: half of 10 bps, of the symbol before the general one", () => {
  const symbols = { "TEST/USDT:USDT": 10 };
  assert.deepEqual(happened(play({ slippage: { model: "spread", spreadBps: 10, symbols: {} } })), FIVE_BPS);
  assert.deepEqual(happened(play({ slippage: { model: "spread", spreadBps: 99, symbols } })), FIVE_BPS);
});

Deno.test("slippage by impact: a hundredth of the volume adds 30 bps x sqrt(0.01) = 3 bps to the 2", () => {
  const bars: BarText[] = [[1388, 1389, 1383, 1388, 549.4], TARGET, LAST];
  const slippage = { model: "impact", coefficientBps: 30, exponent: 0.5 } as const;
  assert.deepEqual(happened(play({ slippage }, { bars })), FIVE_BPS);
});

/** Held over hour 1544 since 2024-01-01, a multiple of 8: funding at 10:00 on the close of 1388. */
const HELD: Market = { bars: [...new Array<BarText>(7).fill(QUIET), TARGET, LAST], funding: [10, 0.0001] };

Deno.test("funding: paid at its own time on what is held then, and not at all where it is off", () => {
  assert.deepEqual(happened(play({}, HELD)), [
    ENTRY,
    // 13880 x 5494 x 0.0001 = 7625.672, of which 0.0001
    "+10:00 < funding -0.7625672, wallet 9995.4237727",
    "+10:40 < filled target1.0 5494 at 14170, fee 3.892499, pnl 157.6778, position 0, wallet 10149.2090737",
  ]);
  assert.deepEqual(happened(play({ hasFunding: false }, HELD)), [ENTRY, EXIT.replace("+4:40", "+10:40")]);
});

/** Opens at 600, beyond the liquidation price: (3813.6601 - 7627.3202) / (5.494 x (0.005 - 1)) = 697.64. */
const CRASH: Market = { bars: [QUIET, [600, 610, 590, 600], [600, 601, 599, 600]] };

Deno.test("liquidation: an open beyond its price takes the whole margin; where it is off the stop fills there", () => {
  const liquidated = play({}, CRASH);
  // half of 7627.3202, at leverage 2
  assert.deepEqual(happened(liquidated), [ENTRY, "+4:00 < liquidated 5494, lost 3813.6601"]);
  // 9996.1863399 - 3813.6601
  assert.equal(Money.format(liquidated.venue.walletBalance), "6182.5262399");
  assert.deepEqual(happened(play({ hasLiquidation: false }, CRASH)), [
    ENTRY,
    // 600 x 0.9998 = 599.88, down to 599.8; 3295.3012, of which 5 bps; (5998 - 13883) x 5494 x 0.0001 = -4332.019
    "+4:00 < filled stop.0 5494 at 5998, fee 1.6476506, pnl -4332.019, position 0, wallet 5662.5196893",
  ]);
});

Deno.test("latency: 200 ms late for the open is the next instant, the first extreme", () => {
  assert.deepEqual(happened(play({ latencyMs: 200 })), [
    // the high is nearer: 1389 x 1.0002 = 1389.2778, up to 1389.3; 13893 x 5494 x 0.0001 = 7632.8142, of which 5 bps
    "+3:20 < filled entry.0 5494 at 13893, fee 3.8164071, pnl 0, position 5494, wallet 9996.1835929",
    // (14170 - 13893) x 5494 x 0.0001 = 152.1838
    "+4:40 < filled target1.0 5494 at 14170, fee 3.892499, pnl 152.1838, position 0, wallet 10144.4748939",
  ]);
});

Deno.test("partial fills: a tenth of 20 an instant; where they are off the volume does not matter", () => {
  const thin: Market = { bars: [[1388, 1389, 1383, 1388, 20], TARGET, LAST] };
  const filled = play({}, thin);
  assert.deepEqual(happened(filled).slice(0, 3), [
    // 2776.6, of which 5 bps
    "+3:00 < filled entry.0 2000 at 13883, fee 1.3883, pnl 0, position 2000, wallet 9998.6117",
    // with a long the low comes first: 1383 x 1.0002 = 1383.2766, up to 1383.3; 2766.6
    "+3:20 < filled entry.0 2000 at 13833, fee 1.3833, pnl 0, position 4000, wallet 9997.2284",
    // 1389.3 as above; 13893 x 1494 x 0.0001 = 2075.6142
    "+3:40 < filled entry.0 1494 at 13893, fee 1.0378071, pnl 0, position 5494, wallet 9996.1905929",
  ]);
  // 7784.998 - (2776.6 + 2766.6 + 2075.6142) = 166.1838; 9996.1905929 + 166.1838 - 3.892499
  assert.equal(Money.format(filled.venue.walletBalance), "10158.4818939");
  assert.deepEqual(happened(play({ hasPartialFills: false }, thin)), [ENTRY, EXIT]);
});

/** Passes stop and target in one hour; the high is nearer the open. */
const BOTH: readonly BarText[] = [QUIET, [1388, 1418, 1350, 1400], [1400, 1401, 1399, 1400]];
// 1378.9 x 0.9998 = 1378.62422, down to 1378.6; 7574.0284, of which 5 bps; (13786 - 13883) x 5494 x 0.0001 = -53.2918
const STOPPED =
  "+4:20 < filled stop.0 5494 at 13786, fee 3.7870142, pnl -53.2918, position 0, wallet 9939.1075257";
const GAINED = EXIT.replace("+4:40", "+4:20");

/** Quarters of the hour that opens at 04:00. */
function quarters(bars: readonly BarText[]): FinerCandles {
  const stepMs = HOUR_MS / 4;
  const rows = bars.map((
    [o, h, l, c],
    i,
  ): CandleRow => [FROM_MS + 4 * HOUR_MS + i * stepMs, o, h, l, c, 1e6]);
  return { candles: CandleColumns.fromRows(rows), stepMs };
}

Deno.test("intrabar path: pessimistic stops out, nearest does not, and finer candles know", () => {
  assert.deepEqual(happened(play({}, { bars: BOTH })), [ENTRY, STOPPED]);
  assert.deepEqual(happened(play({ intrabar: "nearest" }, { bars: BOTH })), [ENTRY, GAINED]);
  const up = quarters([
    [1388, 1418, 1387, 1410],
    [1410, 1411, 1350, 1360],
    [1360, 1390, 1355, 1380],
    [1380, 1400, 1375, 1400],
  ]);
  const down = quarters([
    [1388, 1390, 1350, 1360],
    [1360, 1418, 1359, 1410],
    [1410, 1412, 1395, 1400],
    [1400, 1401, 1390, 1400],
  ]);
  assert.deepEqual(happened(play({ intrabar: "finer" }, { bars: BOTH, finer: up })), [ENTRY, GAINED]);
  assert.deepEqual(happened(play({ intrabar: "finer" }, { bars: BOTH, finer: down })), [ENTRY, STOPPED]);
  // without candles for the bar it is the pessimistic one, and candles nobody asked for change nothing
  assert.deepEqual(happened(play({ intrabar: "finer" }, { bars: BOTH })), [ENTRY, STOPPED]);
  assert.deepEqual(happened(play({}, { bars: BOTH, finer: up })), [ENTRY, STOPPED]);
});
