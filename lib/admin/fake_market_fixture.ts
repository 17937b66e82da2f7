import { Rng, type RngState } from "../core/mod.ts";
import type { CandleView, RegimeSpanView } from "./views.ts";

/** Length of a bar of the fake market. */
export const BAR_MS = 3_600_000;
/** Close of the last bar the fake market begins with. */
export const START_MS = Date.UTC(2024, 2, 20, 14);
/** Bars each symbol begins with. */
export const BARS = 1_000;

/** What does not change about a symbol. */
export interface FakeSymbol {
  readonly symbol: string;
  /** Decimals of a price, and of a quantity. */
  readonly precision: number;
  readonly qtyDigits: number;
  readonly firstPrice: number;
  /** Standard deviation of a bar's return. */
  readonly volatility: number;
}

export const FAKE_SYMBOLS: readonly FakeSymbol[] = [
  { symbol: "ALFA/USDT:USDT", precision: 1, qtyDigits: 3, firstPrice: 42_180, volatility: 0.0042 },
  { symbol: "BRAVO/USDT:USDT", precision: 2, qtyDigits: 3, firstPrice: 2_310, volatility: 0.0051 },
  { symbol: "CHARLIE/USDT:USDT", precision: 2, qtyDigits: 2, firstPrice: 303.4, volatility: 0.0048 },
  { symbol: "DELTA/USDT:USDT", precision: 3, qtyDigits: 1, firstPrice: 96.2, volatility: 0.0066 },
  { symbol: "ECHO/USDT:USDT", precision: 4, qtyDigits: 1, firstPrice: 7.12, volatility: 0.0058 },
  { symbol: "FOXTROT/USDT:USDT", precision: 4, qtyDigits: 0, firstPrice: 0.6231, volatility: 0.0055 },
  { symbol: "GOLF/USDT:USDT", precision: 5, qtyDigits: 0, firstPrice: 0.08142, volatility: 0.0072 },
  { symbol: "HOTEL/USDT:USDT", precision: 6, qtyDigits: 0, firstPrice: 0.000241 * 40, volatility: 0.008 },
];

export type FakeRegime = "TREND" | "RANGE" | "BREAKOUT" | "NO_TRADE";

/** One symbol's market so far. Changed in place. */
export interface FakeTape {
  readonly spec: FakeSymbol;
  readonly rng: RngState;
  readonly candles: CandleView[];
  /** Of each candle. */
  readonly regimes: FakeRegime[];
  drift: -1 | 0 | 1;
}

/** A symbol's seeded market with its first bars. */
export function createTape(spec: FakeSymbol, seed: string): FakeTape {
  const rng = Rng.create(`${seed}/${spec.symbol}`);
  const tape: FakeTape = { spec, rng, candles: [], regimes: [], drift: 0 };
  for (let i = 0; i < BARS; i++) stepTape(tape);
  return tape;
}

/** One more closed bar. */
export function stepTape(tape: FakeTape): CandleView {
  const { spec, rng, candles, regimes } = tape;
  const i = candles.length;
  if (i % 4 === 0 && Rng.uniform(rng) < 0.07) tape.drift = (Rng.below(rng, 3) - 1) as -1 | 0 | 1;
  regimes.push(nextRegime(tape, regimes.at(-1) ?? "RANGE", i));
  const sigma = spec.volatility * (regimes[i] === "BREAKOUT" ? 1.7 : 1);
  const open = candles.at(-1)?.close ?? spec.firstPrice;
  const pull = 0.012 * Math.log(spec.firstPrice / open);
  const close = open * Math.exp(sigma * Rng.normal(rng) + pull + tape.drift * spec.volatility * 0.22);
  const wick = () => 1 + Math.abs(Rng.normal(rng)) * sigma * 0.5;
  const round = (price: number) => Number(price.toFixed(spec.precision));
  const candle: CandleView = {
    time: openMs(i) / 1_000,
    open: round(open),
    high: round(Math.max(open, close) * wick()),
    low: round(Math.min(open, close) / wick()),
    close: round(close),
    volume: Math.round(1e6 * (0.5 + Math.abs(Rng.normal(rng))) * (sigma / spec.volatility)),
  };
  candles.push(candle);
  return candle;
}

/** Open of bar `i` of every tape. */
export function openMs(i: number): number {
  return START_MS + (i - BARS) * BAR_MS;
}

function nextRegime({ rng, drift }: FakeTape, last: FakeRegime, i: number): FakeRegime {
  if (i % 4 !== 0 || Rng.uniform(rng) > 0.16) return last;
  const x = Rng.uniform(rng);
  if (x < 0.1) return "BREAKOUT";
  if (x < 0.3) return "NO_TRADE";
  return drift === 0 ? "RANGE" : "TREND";
}

/** Mean true range of the last 14 bars up to bar `i`. */
export function atrAt({ candles }: FakeTape, i: number): number {
  const from = Math.max(0, i - 13);
  let sum = 0;
  for (let k = from; k <= i; k++) sum += candles[k].high - candles[k].low;
  return sum / (i - from + 1);
}

/** Spans of equal regime over the candles from `from` on. */
export function regimeSpans({ candles, regimes }: FakeTape, from: number): RegimeSpanView[] {
  const spans: RegimeSpanView[] = [];
  for (let i = from; i < candles.length; i++) {
    const last = spans.at(-1);
    const to = candles[i].time + BAR_MS / 1_000;
    if (last?.regime === regimes[i]) spans[spans.length - 1] = { ...last, to };
    else spans.push({ from: candles[i].time, to, regime: regimes[i] });
  }
  return spans;
}
