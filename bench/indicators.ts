// Cost of each indicator: one iteration is 100,000 bars of a seeded random walk, fresh state each time.
import { Rng } from "../lib/core/mod.ts";
import {
  Adx,
  Atr,
  Bollinger,
  correlation,
  Delta,
  Donchian,
  Ema,
  isEngulfing,
  isStrongClose,
  Pivots,
  Rma,
  RollingMax,
  RollingMedian,
  RollingMin,
  RollingRank,
  Rsi,
  SignChanges,
  Sma,
  TrueRange,
} from "../lib/indicators/mod.ts";

const BARS = 100_000;
const open = new Float64Array(BARS);
const high = new Float64Array(BARS);
const low = new Float64Array(BARS);
const close = new Float64Array(BARS);
const swing = new Float64Array(BARS);

const rng = Rng.create("indicators bench");
let price = 100;
for (let i = 0; i < BARS; i++) {
  open[i] = price;
  price *= Math.exp(0.001 * Rng.normal(rng));
  close[i] = price;
  high[i] = Math.max(open[i], price) * (1 + 0.001 * Rng.uniform(rng));
  low[i] = Math.min(open[i], price) * (1 - 0.001 * Rng.uniform(rng));
  swing[i] = close[i] - open[i];
}

/** Where results go, so that no loop is optimised away. */
const sink = new Float64Array(1);

/** Measures `step` over all bars, with the state that `create` makes anew for each iteration. */
function bench<S>(name: string, create: () => S, step: (state: S, i: number) => number): void {
  Deno.bench(`${name} 100k bars`, () => {
    const state = create();
    let last = 0;
    for (let i = 0; i < BARS; i++) last = step(state, i);
    sink[0] = last;
  });
}

bench("Sma", () => Sma.create(20), (s, i) => Sma.update(s, close[i]));
bench("Ema", () => Ema.create(20), (s, i) => Ema.update(s, close[i]));
bench("Rma", () => Rma.create(14), (s, i) => Rma.update(s, close[i]));
bench("TrueRange", () => TrueRange.create(), (s, i) => TrueRange.update(s, high[i], low[i], close[i]));
bench("Atr", () => Atr.create(14), (s, i) => Atr.update(s, high[i], low[i], close[i]));
bench(
  "Atr (sma)",
  () => Atr.create(14, { method: "sma" }),
  (s, i) => Atr.update(s, high[i], low[i], close[i]),
);
bench("Rsi", () => Rsi.create(14), (s, i) => Rsi.update(s, close[i]));
bench("Adx", () => Adx.create(14), (s, i) => Adx.update(s, high[i], low[i], close[i]));
bench("Bollinger", () => Bollinger.create(20, 2), (s, i) => Bollinger.update(s, close[i]));
bench("RollingMin", () => RollingMin.create(20), (s, i) => RollingMin.update(s, low[i]));
bench("RollingMax", () => RollingMax.create(20), (s, i) => RollingMax.update(s, high[i]));
bench("Donchian", () => Donchian.create(20), (s, i) => Donchian.update(s, high[i], low[i]));
bench("RollingMedian", () => RollingMedian.create(100), (s, i) => RollingMedian.update(s, close[i]));
bench("RollingRank", () => RollingRank.create(119), (s, i) => RollingRank.update(s, close[i]));
bench("SignChanges", () => SignChanges.create(30), (s, i) => SignChanges.update(s, swing[i]));
bench("Delta", () => Delta.create(3), (s, i) => Delta.update(s, close[i]));
bench("Pivots", () => Pivots.create(2), (s, i) => Pivots.update(s, high[i], low[i]));
bench("candle shapes", () => null, (_, i) => {
  if (i === 0) return 0;
  const engulfs = isEngulfing(open[i - 1], close[i - 1], open[i], close[i], 1);
  return engulfs || isStrongClose(open[i], high[i], low[i], close[i], 1) ? 1 : 0;
});

Deno.bench("correlation(180), 18k bars", () => {
  let sum = 0;
  for (let i = 0; i < 100; i++) {
    sum += correlation(swing.subarray(i, i + 180), swing.subarray(i + 500, i + 680), 180);
  }
  sink[0] = sum;
});
