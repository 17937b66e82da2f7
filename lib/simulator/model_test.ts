import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { decodeState, encodeState } from "../core/mod.ts";
import { HOUR_MS, START_MS } from "./exchange_fixture.ts";
import { generateMarket } from "./generate_market.ts";
import { MarketBar } from "./market_bar.ts";
import { CHARACTERS } from "./market_characters.ts";
import { returnsOf } from "./market_figures_fixture.ts";
import type { MarketModelSpec } from "./market_spec.ts";
import type { MarketModelState } from "./market_state.ts";
import { deviation } from "./market_statistics_fixture.ts";
import { MarketModel } from "./model.ts";

const SPEC: MarketModelSpec = { seed: "test", symbols: 8, startMs: START_MS, timeframeMs: HOUR_MS };

/** The next bars, copied. */
function play(spec: MarketModelSpec, state: MarketModelState, bars: number): MarketBar[] {
  return Array.from({ length: bars }, () => {
    const bar = MarketBar.create(spec.symbols);
    MarketModel.next(spec, state, bar);
    return bar;
  });
}

Deno.test("MarketModel.next() makes the bars of generateMarket(), one after the other", () => {
  const sources = generateMarket({ ...SPEC, bars: 500 });
  const settled = sources.map(() => 0);
  for (const [row, bar] of play(SPEC, MarketModel.create(SPEC), 500).entries()) {
    for (const [i, { candles, funding }] of sources.entries()) {
      strictEqual(bar.openMs, candles.openMs[row]);
      for (const key of ["open", "high", "low", "close", "volume"] as const) {
        strictEqual(bar[key][i], candles[key][row]);
      }
      if (Number.isNaN(bar.fundingRate[i])) continue;
      strictEqual(funding.atMs[settled[i]], bar.openMs + HOUR_MS);
      strictEqual(bar.fundingRate[i], funding.rate[settled[i]++]);
    }
  }
  deepStrictEqual(settled, sources.map(({ funding }) => funding.length));
});

Deno.test("MarketModel.next() goes on from a decoded snapshot, under a decoded spec, as if there had been none", () => {
  const state = MarketModel.create(SPEC);
  for (const bars of [0, 1, 77, 1000]) {
    play(SPEC, state, bars);
    const copy = decodeState(encodeState(state)) as MarketModelState;
    const spec = JSON.parse(JSON.stringify(SPEC)) as MarketModelSpec;
    const expected = play(SPEC, state, 50);
    deepStrictEqual(play(spec, copy, 50), expected);
    strictEqual(encodeState(copy), encodeState(state));
  }
});

Deno.test("MarketModel.next() gives a symbol the same bars beside one other and beside many", () => {
  const [few, many] = [2, 40].map((symbols) => {
    const spec = { ...SPEC, symbols };
    return play(spec, MarketModel.create(spec), 400);
  });
  for (const [i, bar] of few.entries()) {
    for (const key of ["open", "high", "low", "close", "volume", "fundingRate"] as const) {
      deepStrictEqual(bar[key], many[i][key].slice(0, 2));
    }
  }
});

Deno.test("MarketModel.next() overwrites all of a reused bar", () => {
  const dirty = MarketBar.create(8);
  for (const column of Object.values(dirty)) if (typeof column !== "number") column.fill(-1);
  MarketModel.next(SPEC, MarketModel.create(SPEC), dirty);
  deepStrictEqual(dirty, play(SPEC, MarketModel.create(SPEC), 1)[0]);
});

/** Extremes over many bars, and how many bars were no bars. */
function survey(symbols: number, bars: number) {
  const spec = { ...SPEC, symbols };
  const state = MarketModel.create(spec), bar = MarketBar.create(symbols);
  const lowest = new Float64Array(symbols).fill(Infinity), highest = new Float64Array(symbols);
  let widest = 0, odd = 0;
  for (let i = 0; i < bars; i++) {
    MarketModel.next(spec, state, bar);
    for (let s = 0; s < symbols; s++) {
      if (bar.low[s] < lowest[s]) lowest[s] = bar.low[s];
      if (bar.high[s] > highest[s]) highest[s] = bar.high[s];
      widest = Math.max(widest, bar.high[s] / bar.low[s]);
      const isSound = bar.low[s] <= Math.min(bar.open[s], bar.close[s]) && bar.volume[s] > 0 &&
        bar.high[s] >= Math.max(bar.open[s], bar.close[s]);
      if (!isSound) odd += 1;
    }
  }
  return { lowest, highest, widest, odd };
}

for (const [symbols, bars] of [[1, 1_000_000], [8, 200_000]] as const) {
  Deno.test(`MarketModel.next() keeps prices and bars sane, ${symbols} of ${bars} bars`, () => {
    const { lowest, highest, widest, odd } = survey(symbols, bars);
    strictEqual(odd, 0);
    for (let s = 0; s < symbols; s++) {
      const { home } = CHARACTERS[s];
      ok(lowest[s] > home / 20 && highest[s] < home * 20, `${lowest[s]} .. ${highest[s]} about ${home}`);
      ok(lowest[s] < home / 1.5 && highest[s] > home * 1.5, `${lowest[s]} .. ${highest[s]} about ${home}`);
    }
    ok(widest > 1.2 && widest < 3, `the widest hour goes from 1 to ${widest}`);
  });
}

/** Deviation of a bar's returns without the largest, which no number of bars makes steady; ln, mean of many markets. */
function lnDeviation(timeframeMs: number): number {
  let sum = 0;
  for (let seed = 0; seed < 16; seed++) {
    const spec = { ...SPEC, seed: String(seed), symbols: 1, timeframeMs, bars: 3000 };
    const returns = returnsOf(generateMarket(spec)[0].candles), limit = 3 * deviation(returns);
    sum += Math.log(deviation(returns.filter((r) => Math.abs(r) < limit))) / 16;
  }
  return sum;
}

Deno.test("MarketModel.next() makes bars of any timeframe, whose returns grow as the root of time", () => {
  const hour = lnDeviation(HOUR_MS);
  for (const timeframeMs of [HOUR_MS / 12, 1.5 * HOUR_MS, 4 * HOUR_MS]) {
    const growth = lnDeviation(timeframeMs) - hour, expected = Math.log(timeframeMs / HOUR_MS) / 2;
    ok(Math.abs(growth - expected) < 0.25, `${growth} instead of ${expected}`);
  }
});
