import { Rng, type RngState } from "../core/mod.ts";
import { Instrument } from "../domain/mod.ts";
import { CandleColumns, dividesDay } from "../market/mod.ts";
import { type MarketRegime, nextRegime, REGIME_TRAITS, regimeEnds } from "./market_regimes.ts";
import { MOST_SIMULATED, simulatedInstruments } from "./simulated_instruments.ts";
import type { TapeSource } from "./tape_parts.ts";

/** What market to invent. */
export interface MarketModelOptions {
  /** Any text; the same one gives the same market. */
  readonly seed: string;
  /** How many of the simulated instruments, 1 to 200, in their order. */
  readonly symbols: number;
  readonly bars: number;
  /** Open of the first bar, Unix ms, on a multiple of the timeframe. */
  readonly startMs: number;
  /** Length of a bar, ms; divides a day. */
  readonly timeframeMs: number;
}

/** [price the market hangs about, volatility of an hour, quote volume of an hour] of each simulated instrument. */
const CHARACTERS: readonly (readonly [number, number, number])[] = [
  [40_000, 0.0048, 400e6],
  [2_500, 0.0058, 250e6],
  [320, 0.0062, 80e6],
  [90, 0.0068, 60e6],
  [24, 0.0074, 40e6],
  [6, 0.0078, 30e6],
  [1.1, 0.0082, 25e6],
  [0.12, 0.0088, 25e6],
];

const HOUR_MS = 3_600_000;
/** Steps within a bar; its extremes are among them. */
const SUB_STEPS = 8;
/** Weight of the common shock: hourly returns correlate by about its square. */
const COMMON_WEIGHT = Math.sqrt(0.62);
/** Chance that a symbol whose regime ends takes that of the market as a whole. */
const FOLLOW_CHANCE = 0.5;
/** Half-life of volatility and spread of its logarithm, of the common part and of a symbol's own. */
const VOLATILITY_HOURS = 30, VOLATILITY_SPREAD = 0.3;
/** Hours in which a price comes 1/e of the way back to where it hangs about: keeps eleven years within two decades. */
const HOME_HOURS = 4000;
/** Gap between a close and the next open, in units of the bar's volatility. */
const GAP_SHARE = 0.02;
const MAX_TAIL = 4;

/** What all symbols share. */
interface Common {
  readonly rng: RngState;
  readonly shocks: Float64Array;
  regime: MarketRegime;
  logVolatility: number;
}

/** A symbol on its way; prices are logarithms relative to its home price. */
interface Walker {
  readonly rng: RngState;
  readonly source: TapeSource;
  readonly character: (typeof CHARACTERS)[number];
  regime: MarketRegime;
  logVolatility: number;
  logPrice: number;
  anchor: number;
}

/**
 * An invented market for the simulated instruments, ready for a tape: hidden regimes as a Markov chain, shocks with the tails
 * of Student's t with four degrees of freedom, clustered volatility, one common factor, prices on the tick, volume that
 * follows the range, and funding around 0.01 % that leans with the trend. A symbol's series does not depend on how many
 * others there are, and a longer run begins with the shorter one. Throws RangeError on options out of range.
 */
export function generateMarket(options: MarketModelOptions): TapeSource[] {
  const { seed, symbols, bars, startMs, timeframeMs } = options;
  if (!Number.isInteger(symbols) || symbols < 1 || symbols > MOST_SIMULATED) {
    throw new RangeError(
      `Cannot generate a market: symbols must be 1 to ${MOST_SIMULATED}, current value is ${symbols}`,
    );
  }
  if (!Number.isInteger(bars) || bars < 1) {
    throw new RangeError(`Cannot generate a market: bars must be at least 1, current value is ${bars}`);
  }
  if (!dividesDay(timeframeMs) || startMs % timeframeMs !== 0) {
    throw new RangeError(
      `Cannot generate a market: startMs ${startMs} must be a multiple of timeframeMs ${timeframeMs}, which must divide a day`,
    );
  }
  const common: Common = {
    rng: Rng.create(`${seed}/market`),
    shocks: new Float64Array(SUB_STEPS),
    regime: 2,
    logVolatility: 0,
  };
  const walkers = simulatedInstruments(symbols).map((it, i) => createWalker(it, i, options));
  const hours = timeframeMs / HOUR_MS;
  for (let bar = 0; bar < bars; bar++) {
    moveCommon(common, hours);
    for (const walker of walkers) {
      walkBar(walker, common, bar, { hours, openMs: startMs + bar * timeframeMs });
    }
  }
  return walkers.map((walker) => walker.source);
}

function createWalker(instrument: Instrument, i: number, options: MarketModelOptions): Walker {
  const { seed, bars, startMs, timeframeMs } = options;
  const rng = Rng.create(`${seed}/${instrument.symbol}`);
  const endMs = startMs + bars * timeframeMs;
  const count = Math.floor(endMs / instrument.fundingIntervalMs) -
    Math.floor(startMs / instrument.fundingIntervalMs);
  const funding = { length: count, atMs: new Float64Array(count), rate: new Float64Array(count) };
  for (let k = 0; k < count; k++) {
    funding.atMs[k] = (Math.floor(startMs / instrument.fundingIntervalMs) + 1 + k) *
      instrument.fundingIntervalMs;
  }
  return {
    rng,
    source: { instrument, candles: CandleColumns.create(bars), funding },
    character: CHARACTERS[i % CHARACTERS.length],
    regime: Rng.below(rng, 4),
    logVolatility: 0,
    logPrice: 0,
    anchor: 0,
  };
}

function moveCommon(common: Common, hours: number): void {
  const { rng, shocks } = common;
  if (regimeEnds(rng, common.regime, hours)) common.regime = nextRegime(rng, common.regime);
  common.logVolatility = nextLogVolatility(rng, common.logVolatility, hours);
  const tail = tailFactor(rng);
  for (let i = 0; i < SUB_STEPS; i++) shocks[i] = tail * Rng.normal(rng);
}

/** An autoregressive step with the model's half-life and spread. */
function nextLogVolatility(rng: RngState, value: number, hours: number): number {
  const keep = 2 ** (-hours / VOLATILITY_HOURS);
  return keep * value + VOLATILITY_SPREAD * Math.sqrt(1 - keep * keep) * Rng.normal(rng);
}

/**
 * Factor of mean square 1 that gives a normal deviate the tails of Student's t with 4 degrees of freedom: sqrt(2 / chi2(4)),
 * chi2(4) = -2 ln(u1 u2). Capped, so that no bar is beyond belief.
 */
function tailFactor(rng: RngState): number {
  const chi2 = -2 * Math.log((1 - Rng.uniform(rng)) * (1 - Rng.uniform(rng)));
  return Math.min(MAX_TAIL, Math.sqrt(2 / chi2));
}

/** One bar of one symbol: the path, the candle, and the funding rate that falls at its end. */
function walkBar(
  walker: Walker,
  common: Common,
  bar: number,
  { hours, openMs }: { readonly hours: number; readonly openMs: number },
): void {
  const { rng, character: [, hourVolatility], source: { instrument: it, candles } } = walker;
  if (regimeEnds(rng, walker.regime, hours)) enterRegime(walker, common);
  walker.logVolatility = nextLogVolatility(rng, walker.logVolatility, hours);
  const traits = REGIME_TRAITS[walker.regime];
  const wave = walker.logVolatility + common.logVolatility - VOLATILITY_SPREAD * VOLATILITY_SPREAD;
  const volatility = hourVolatility * traits.volatility * Math.exp(wave);
  const tail = tailFactor(rng);
  const dt = hours / SUB_STEPS;
  walker.logPrice += GAP_SHARE * volatility * Math.sqrt(hours) * Rng.normal(rng);
  const open = ticksOf(walker);
  let high = open, low = open, close = open;
  for (let i = 0; i < SUB_STEPS; i++) {
    const own = tail * Rng.normal(rng);
    const shock = COMMON_WEIGHT * common.shocks[i] + Math.sqrt(1 - COMMON_WEIGHT ** 2) * own;
    const drift = traits.drift * hourVolatility * dt;
    const home = dt / HOME_HOURS;
    walker.anchor += drift - walker.anchor * home;
    walker.logPrice += drift - walker.logPrice * home +
      traits.pull * dt * (walker.anchor - walker.logPrice) + volatility * Math.sqrt(dt) * shock;
    close = ticksOf(walker);
    high = Math.max(high, close);
    low = Math.min(low, close);
  }
  candles.openMs[bar] = openMs;
  candles.open[bar] = Instrument.price(it, open);
  candles.high[bar] = Instrument.price(it, high);
  candles.low[bar] = Instrument.price(it, low);
  candles.close[bar] = Instrument.price(it, close);
  candles.volume[bar] = volumeOf(walker, hours, Math.log(high / low), candles.close[bar]);
  settle(walker, openMs + hours * HOUR_MS, traits.drift);
}

function enterRegime(walker: Walker, common: Common): void {
  const isFollowing = Rng.uniform(walker.rng) < FOLLOW_CHANCE;
  walker.regime = isFollowing ? common.regime : nextRegime(walker.rng, walker.regime);
  walker.anchor = walker.logPrice;
}

function ticksOf({ source, character, logPrice }: Walker): number {
  return Math.max(1, Instrument.ticksNearest(source.instrument, character[0] * Math.exp(logPrice)));
}

/** Volume in base units, whole steps: the hour's usual turnover, more when the bar's range is wide. */
function volumeOf({ rng, source, character }: Walker, hours: number, range: number, price: number): number {
  const [, hourVolatility, turnover] = character;
  const usual = 1.6 * hourVolatility * Math.sqrt(hours);
  const activity = Math.min(20, Math.max(0.2, range / usual)) ** 0.8 * Math.exp(0.35 * Rng.normal(rng));
  const steps = Instrument.stepsDown(source.instrument, (turnover * hours * activity) / price);
  return Instrument.quantity(source.instrument, Math.max(1, steps));
}

/** Writes the rate when a settlement falls at `atMs`: 0.01 %, leaning with the trend, with some noise, to 8 decimals. */
function settle({ rng, source: { instrument, funding } }: Walker, atMs: number, drift: number): void {
  if (atMs % instrument.fundingIntervalMs !== 0) return;
  const k = (atMs - funding.atMs[0]) / instrument.fundingIntervalMs;
  const rate = 0.0001 + 0.00006 * Math.sign(drift) + 0.00003 * Rng.normal(rng);
  funding.rate[k] = Math.round(rate * 1e8) / 1e8;
}
