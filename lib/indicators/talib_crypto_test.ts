// TA-Lib C 0.6 in double precision on 2,000 real hours: the whole series, warm-up included, must be ours.
import assert from "node:assert/strict";
import { Adx, Atr, Bollinger, correlation, Donchian, Ema, Rsi, Sma, TrueRange } from "./mod.ts";
import { assertSeries, type Bars, readData, realDataTest, run, toBars } from "./testkit_test.ts";

const FILE = "ref_talib_on_crypto/BTCUSDT_perp_1h_20200215_2000bars.json.gz";

interface Reference {
  bars: number[][];
  /** Name, then output name, then one number (or null) per bar. */
  indicators: Record<string, Record<string, (number | null)[]>>;
}

interface Case {
  indicator: string;
  output: string;
  lookback: number;
  /** Allowed difference relative to the larger of |expected| and `scale`. */
  relative: number;
  scale?: number;
  series(bars: Bars): Float64Array;
}

const over = (bars: Bars, step: (high: number, low: number, close: number) => number) =>
  run(bars.length, (i) => step(bars.high[i], bars.low[i], bars.close[i]));

function bands(bars: Bars, output: "mid" | "upper" | "lower" | "deviation"): Float64Array {
  const state = Bollinger.create(20, 2);
  return over(bars, (_high, _low, close) => (Bollinger.update(state, close), state[output]));
}

function directional(bars: Bars, output: "adx" | "plusDi" | "minusDi"): Float64Array {
  const state = Adx.create(14);
  return over(bars, (high, low, close) => (Adx.update(state, high, low, close), state[output]));
}

function channel(bars: Bars, output: "upper" | "lower"): Float64Array {
  const state = Donchian.create(20);
  return over(bars, (high, low) => (Donchian.update(state, high, low), state[output]));
}

const CASES: Case[] = [
  {
    indicator: "TRANGE",
    output: "tr",
    lookback: 1,
    relative: 0,
    series: (bars) => {
      const state = TrueRange.create();
      return over(bars, (high, low, close) => TrueRange.update(state, high, low, close));
    },
  },
  {
    indicator: "ATR14",
    output: "atr",
    lookback: 14,
    relative: 1e-12,
    series: (bars) => {
      const state = Atr.create(14);
      return over(bars, (high, low, close) => Atr.update(state, high, low, close));
    },
  },
  {
    indicator: "RSI14",
    output: "rsi",
    lookback: 14,
    relative: 1e-12,
    series: (bars) => {
      const state = Rsi.create(14);
      return over(bars, (_high, _low, close) => Rsi.update(state, close));
    },
  },
  {
    indicator: "EMA50",
    output: "ema",
    lookback: 49,
    relative: 1e-12,
    series: (bars) => {
      const state = Ema.create(50);
      return over(bars, (_high, _low, close) => Ema.update(state, close));
    },
  },
  {
    indicator: "SMA200",
    output: "sma",
    lookback: 199,
    relative: 1e-12,
    series: (bars) => {
      const state = Sma.create(200);
      return over(bars, (_high, _low, close) => Sma.update(state, close));
    },
  },
  { indicator: "ADX14", output: "adx", lookback: 27, relative: 1e-12, series: (b) => directional(b, "adx") },
  {
    indicator: "PLUS_DI14",
    output: "pdi",
    lookback: 14,
    relative: 1e-12,
    series: (b) => directional(b, "plusDi"),
  },
  {
    indicator: "MINUS_DI14",
    output: "mdi",
    lookback: 14,
    relative: 1e-12,
    series: (b) => directional(b, "minusDi"),
  },
  {
    indicator: "BBANDS20_2_SMA",
    output: "middle",
    lookback: 19,
    relative: 1e-12,
    series: (b) => bands(b, "mid"),
  },
  {
    indicator: "BBANDS20_2_SMA",
    output: "upper",
    lookback: 19,
    relative: 1e-11,
    series: (b) => bands(b, "upper"),
  },
  {
    indicator: "BBANDS20_2_SMA",
    output: "lower",
    lookback: 19,
    relative: 1e-11,
    series: (b) => bands(b, "lower"),
  },
  // TA-Lib subtracts the squared mean from the mean square, which costs it digits that we keep.
  {
    indicator: "STDDEV20_POP",
    output: "sd",
    lookback: 19,
    relative: 1e-9,
    series: (b) => bands(b, "deviation"),
  },
  {
    indicator: "DONCHIAN_UPPER20",
    output: "upper",
    lookback: 19,
    relative: 0,
    series: (b) => channel(b, "upper"),
  },
  {
    indicator: "DONCHIAN_LOWER20",
    output: "lower",
    lookback: 19,
    relative: 0,
    series: (b) => channel(b, "lower"),
  },
  {
    indicator: "CORREL30_close_volume",
    output: "correl",
    lookback: 29,
    // Correlations pass through zero: the tolerance is one of the whole scale, -1..1.
    relative: 1e-9,
    scale: 1,
    series: ({ length, close, volume }) =>
      run(length, (i) => correlation(close.subarray(0, i + 1), volume.subarray(0, i + 1), 30)),
  },
];

for (const { indicator, output, lookback, relative, scale = 0, series } of CASES) {
  const name = `${indicator} ${output} equals TA-Lib on 2,000 BTC hours to ${relative}`;
  Deno.test(realDataTest(name, FILE, () => {
    const reference = readData(FILE) as Reference;
    const bars = toBars(reference.bars);
    const expected = reference.indicators[indicator][output].map((x) => x ?? NaN);
    const compared = assertSeries(series(bars), expected, relative, { scale, what: indicator });
    assert.equal(compared, 2000 - lookback);
  }));
}
