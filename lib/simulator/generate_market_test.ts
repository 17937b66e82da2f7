import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { CandleColumns, checkCandles } from "../market/mod.ts";
import { HOUR_MS, START_MS } from "./exchange_fixture.ts";
import { generateMarket, type MarketModelOptions } from "./generate_market.ts";
import { returnsOf } from "./market_figures_fixture.ts";
import { autocorrelation, correlation, deviation, kurtosis } from "./market_statistics_fixture.ts";
import { MOST_SIMULATED } from "./simulated_instruments.ts";
import { Tape } from "./tape.ts";

const BASE = { seed: "test", symbols: 8, bars: 12_000, startMs: START_MS, timeframeMs: HOUR_MS };
const MARKET = generateMarket(BASE);

Deno.test("generateMarket() gives the same market for the same seed and another for another", () => {
  const short = { ...BASE, bars: 300 };
  deepStrictEqual(generateMarket(short), generateMarket(short));
  const other = generateMarket({ ...short, seed: "other" });
  ok(!CandleColumns.equals(other[0].candles, generateMarket(short)[0].candles));
});

Deno.test("generateMarket(): a longer run begins with the shorter one, and other symbols change nothing", () => {
  const few = generateMarket({ ...BASE, symbols: 2, bars: 3000 });
  for (const [i, { instrument, candles, funding }] of few.entries()) {
    strictEqual(instrument.symbol, MARKET[i].instrument.symbol);
    ok(CandleColumns.equals(candles, CandleColumns.slice(MARKET[i].candles, 0, 3000)));
    deepStrictEqual(funding.rate, MARKET[i].funding.rate.slice(0, funding.length));
  }
});

Deno.test("generateMarket(): a further series of an instrument is a market of its own", () => {
  const market = generateMarket({ ...BASE, symbols: 10, bars: 300 });
  strictEqual(market[8].instrument.tickMantissa, market[0].instrument.tickMantissa);
  ok(!CandleColumns.equals(market[8].candles, market[0].candles));
  ok(CandleColumns.equals(market[1].candles, CandleColumns.slice(MARKET[1].candles, 0, 300)));
});

Deno.test("generateMarket() makes sound candles on the tick, with volume, and a tape takes them", () => {
  for (const { instrument: it, candles } of MARKET) {
    deepStrictEqual(checkCandles(candles, { timeframeMs: HOUR_MS }), []);
    for (const column of [candles.open, candles.high, candles.low, candles.close]) {
      for (const price of column) {
        strictEqual(
          Math.round(price * it.tickPow10 / it.tickMantissa) * it.tickMantissa / it.tickPow10,
          price,
        );
      }
    }
    // a tenth of a bar's volume against an account of 10,000 USDT at twice its size
    const thin = candles.volume.filter((volume, i) => volume * candles.close[i] * 0.1 < 20_000).length;
    ok(thin < candles.length / 100, `${thin} bars are thin`);
  }
  const span = { fromMs: START_MS + 1000 * HOUR_MS, toMs: START_MS + 12_000 * HOUR_MS };
  const tape = Tape.create({ timeframeMs: HOUR_MS, ...span, symbols: MARKET });
  ok(tape.ok, tape.ok ? "" : tape.error.join("\n"));
  strictEqual(Tape.history(tape.value, 3).length, 1000);
});

Deno.test("generateMarket(): returns of every symbol have fat tails and clustered volatility", () => {
  for (const { instrument: { symbol }, candles } of MARKET) {
    const returns = returnsOf(candles);
    const clustering = autocorrelation(returns.map(Math.abs), 24);
    ok(kurtosis(returns) > 8 && kurtosis(returns) < 200, `${symbol}: kurtosis ${kurtosis(returns)}`);
    ok(clustering > 0.05, `${symbol}: autocorrelation of their sizes ${clustering}`);
    ok(deviation(returns) > 0.4 && deviation(returns) < 3, `${symbol}: deviation ${deviation(returns)}`);
  }
});

Deno.test("generateMarket(): symbols are correlated, none is another", () => {
  const returns = MARKET.map(({ candles }) => returnsOf(candles));
  const pairs = returns.flatMap((a, i) => returns.slice(0, i).map((b) => correlation(a, b)));
  ok(pairs.every((rho) => rho > 0.3 && rho < 0.95), pairs.join(" "));
});

Deno.test("generateMarket(): funding falls on every settlement, rests at 1 bps in eight hours, and is capped", () => {
  for (const { instrument: { symbol, fundingIntervalMs }, funding } of MARKET) {
    strictEqual(funding.length, 12_000 * HOUR_MS / fundingIntervalMs);
    ok(funding.atMs.every((atMs, i) => atMs === START_MS + (i + 1) * fundingIntervalMs));
    const interest = 0.0001 * fundingIntervalMs / (8 * HOUR_MS);
    const resting = funding.rate.filter((rate) => rate === interest).length / funding.length;
    ok(resting > 0.2 && resting < 0.7, `${symbol}: ${resting} of its rates are the interest`);
    ok(funding.rate.every((rate) => Math.abs(rate) <= 0.003));
    ok(new Set(funding.rate).size > 100 && funding.rate.some((rate) => rate < 0), symbol);
  }
});

for (
  const [name, change] of [
    ["no symbols", { symbols: 0 }],
    ["more symbols than there are", { symbols: MOST_SIMULATED + 1 }],
    ["no bars", { bars: 0 }],
    ["half a bar", { bars: 1.5 }],
    ["a beginning off the grid", { startMs: START_MS + 1 }],
    ["a beginning before 1970", { startMs: -24 * HOUR_MS }],
    ["a timeframe that does not divide a day", { timeframeMs: 7 * HOUR_MS }],
  ] as const satisfies readonly (readonly [string, Partial<MarketModelOptions>])[]
) {
  Deno.test(`generateMarket() refuses ${name}`, () => {
    throws(() => generateMarket({ ...BASE, ...change }), RangeError);
  });
}
