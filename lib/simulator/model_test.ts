import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { parseInstrument } from "../domain/mod.ts";
import { Adx, Bollinger } from "../indicators/mod.ts";
import { aggregate, CandleColumns, checkCandles } from "../market/mod.ts";
import { generateMarket, type MarketModelOptions } from "./model.ts";
import { MOST_SIMULATED, SIMULATED_INSTRUMENTS, simulatedInstruments } from "./simulated_instruments.ts";
import { Tape } from "./tape.ts";
import { HOUR_MS, START_MS } from "./exchange_fixture.ts";

const BASE = { seed: "test", symbols: 8, bars: 12_000, startMs: START_MS, timeframeMs: HOUR_MS };
const MARKET = generateMarket(BASE);

function returnsOf({ length, close }: CandleColumns): Float64Array {
  return Float64Array.from({ length: length - 1 }, (_, i) => Math.log(close[i + 1] / close[i]));
}

const mean = (xs: Float64Array) => xs.reduce((a, b) => a + b, 0) / xs.length;

/** Mean of the product of two series' deviations. */
function covariance(a: Float64Array, b: Float64Array): number {
  const [ma, mb] = [mean(a), mean(b)];
  return mean(a.map((x, i) => (x - ma) * (b[i] - mb)));
}

const correlation = (a: Float64Array, b: Float64Array) =>
  covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));

Deno.test("SIMULATED_INSTRUMENTS are registry entries with brackets whose maintenance margin is continuous", () => {
  const entries = Object.entries(SIMULATED_INSTRUMENTS);
  strictEqual(entries.length, 8);
  for (const [symbol, entry] of entries) {
    const parsed = parseInstrument(symbol, entry);
    ok(parsed.ok, parsed.ok ? "" : parsed.error);
    const { tiers } = parsed.value;
    for (let i = 1; i < tiers.length; i++) {
      const at = (k: number) => tiers[i].floor * tiers[k].maintRateE8 / 100_000_000n - tiers[k].maintAmount;
      strictEqual(at(i), at(i - 1), `${symbol} bracket ${i + 1}`);
      ok(tiers[i].maxLeverage < tiers[i - 1].maxLeverage && tiers[i].maintRateE8 > tiers[i - 1].maintRateE8);
      ok(Number(tiers[i].maintRateE8) / 1e8 < 1 / tiers[i].maxLeverage);
    }
  }
  deepStrictEqual(simulatedInstruments().map((it) => it.symbol), Object.keys(SIMULATED_INSTRUMENTS));
});

Deno.test("simulatedInstruments() goes on with further series of the eight, each a market of its own", () => {
  const many = simulatedInstruments(MOST_SIMULATED);
  deepStrictEqual(many.slice(0, 8), simulatedInstruments());
  strictEqual(new Set(many.map((it) => it.symbol)).size, MOST_SIMULATED);
  deepStrictEqual(many.slice(7, 9).map((it) => it.symbol), ["HOTEL/USDT:USDT", "ALFA2/USDT:USDT"]);
  strictEqual(many.at(-1)!.symbol, "HOTEL25/USDT:USDT");
  const market = generateMarket({ ...BASE, symbols: 10, bars: 300 });
  strictEqual(market[8].instrument.tickMantissa, market[0].instrument.tickMantissa);
  ok(!CandleColumns.equals(market[8].candles, market[0].candles));
  ok(CandleColumns.equals(market[1].candles, generateMarket({ ...BASE, bars: 300 })[1].candles));
  throws(() => generateMarket({ ...BASE, symbols: MOST_SIMULATED + 1 }), /symbols must be 1 to 200/);
});

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

Deno.test("generateMarket() keeps prices positive and within two decades over 100,000 bars", () => {
  const [{ candles }] = generateMarket({ ...BASE, symbols: 1, bars: 100_000 });
  const lowest = candles.low.reduce((a, b) => Math.min(a, b));
  const highest = candles.high.reduce((a, b) => Math.max(a, b));
  ok(lowest > 4000 && highest < 400_000, `${lowest} to ${highest}`);
});

Deno.test("generateMarket(): hourly returns have fat tails and clustered volatility", () => {
  for (const { instrument, candles } of MARKET) {
    const returns = returnsOf(candles);
    const variance = covariance(returns, returns);
    const average = mean(returns);
    const kurtosis = mean(returns.map((x) => (x - average) ** 4)) / variance ** 2;
    const sizes = returns.map(Math.abs);
    const clustering = correlation(sizes.subarray(1), sizes.subarray(0, -1));
    ok(kurtosis > 4 && kurtosis < 60, `${instrument.symbol}: kurtosis ${kurtosis}`);
    ok(clustering > 0.1, `${instrument.symbol}: autocorrelation of |returns| ${clustering}`);
    ok(Math.sqrt(variance) > 0.003 && Math.sqrt(variance) < 0.012, `deviation ${Math.sqrt(variance)}`);
  }
});

Deno.test("generateMarket(): symbols are correlated, none is another", () => {
  const returns = MARKET.map(({ candles }) => returnsOf(candles));
  const pairs = returns.flatMap((a, i) => returns.slice(0, i).map((b) => correlation(a, b)));
  const average = mean(Float64Array.from(pairs));
  ok(average > 0.3 && average < 0.9, String(average));
  ok(pairs.every((rho) => rho > 0.2 && rho < 0.95));
});

Deno.test("generateMarket(): funding is around 0.01 % and falls on every settlement", () => {
  for (const { instrument, funding } of MARKET) {
    strictEqual(funding.length, 12_000 * HOUR_MS / instrument.fundingIntervalMs);
    ok(funding.atMs.every((atMs, i) => atMs === START_MS + (i + 1) * instrument.fundingIntervalMs));
    const average = mean(funding.rate);
    ok(average > 0.00005 && average < 0.00015, String(average));
    ok(funding.rate.every((rate) => Math.abs(rate) < 0.001));
  }
});

Deno.test("generateMarket() trends and ranges: both kinds of strategy find their markets on 4h and 1h", () => {
  for (const { instrument: { symbol }, candles } of MARKET) {
    const adx = Adx.create(14), bands = Bollinger.create(20, 2);
    const setup = aggregate(candles, 4 * HOUR_MS, HOUR_MS);
    let trending = 0, ranging = 0, returned = 0;
    for (let i = 0; i < setup.length; i++) {
      const value = Adx.update(adx, setup.high[i], setup.low[i], setup.close[i]);
      if (value >= 25) trending += 1;
      if (value <= 20) ranging += 1;
    }
    let wasOutside = false;
    for (const close of candles.close) {
      Bollinger.update(bands, close);
      const isOutside = close < bands.lower || close > bands.upper;
      if (wasOutside && !isOutside) returned += 1;
      wasOutside = isOutside;
    }
    const shares = [trending, ranging].map((n) => n / setup.length);
    ok(shares.every((share) => share > 0.15 && share < 0.75), `${symbol}: ${shares}`);
    ok(returned > 300, `${symbol}: ${returned} closes back inside the bands`);
  }
});

for (
  const [name, change] of [
    ["no symbols", { symbols: 0 }],
    ["more symbols than there are", { symbols: MOST_SIMULATED + 1 }],
    ["no bars", { bars: 0 }],
    ["half a bar", { bars: 1.5 }],
    ["a beginning off the grid", { startMs: START_MS + 1 }],
    ["a timeframe that does not divide a day", { timeframeMs: 7 * HOUR_MS }],
  ] as const satisfies readonly (readonly [string, Partial<MarketModelOptions>])[]
) {
  Deno.test(`generateMarket() refuses ${name}`, () => {
    throws(() => generateMarket({ ...BASE, ...change }), RangeError);
  });
}
