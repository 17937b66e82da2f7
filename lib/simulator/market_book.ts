import { Rng, type RngState } from "../core/mod.ts";
import { Instrument } from "../domain/mod.ts";
import { planOf } from "./market_plan.ts";
import type { MarketModelSpec } from "./market_spec.ts";
import type { MarketModelState, SymbolState } from "./market_state.ts";

/** A book, best level first; reused. Prices on the tick, quantities in base units and whole steps, at least one. */
export interface MarketBook {
  readonly bidPrice: Float64Array;
  readonly bidQuantity: Float64Array;
  readonly askPrice: Float64Array;
  readonly askQuantity: Float64Array;
}

/** Value of the best level, and of a level behind it, over the turnover of a usual hour. */
const TOUCH_SHARE = 7e-4, BEHIND_SHARE = 9e-5;
/** Spread of the logarithm of each. */
const TOUCH_NOISE = 1.35, BEHIND_NOISE = 2.3;
/** No level is larger or smaller than so many spreads. */
const NOISE_CAP = 2.5;
/** Mean distance between levels in bps: a little, and a share of the spread. */
const STEP_BPS = 0.05, STEP_OF_SPREAD = 0.3;
/** A book is thinner and its spread wider by this power of the volatility. */
const VOLATILITY_POWER = 0.5;
/** Draws thrown away after seeding. */
const SETTLING_DRAWS = 12;

const create = (levels = 10): MarketBook => ({
  bidPrice: new Float64Array(levels),
  bidQuantity: new Float64Array(levels),
  askPrice: new Float64Array(levels),
  askQuantity: new Float64Array(levels),
});

const SCRATCH: RngState = { a: 0, b: 0, c: 0, counter: 0 };

/** A generator of its own from where the symbol's stands, which does not move: looking at a book changes nothing. */
function seeded({ rng }: SymbolState): RngState {
  SCRATCH.a = rng.a ^ 0x62_6f_6f_6b;
  SCRATCH.b = rng.b;
  SCRATCH.c = rng.c;
  SCRATCH.counter = 1;
  for (let i = 0; i < SETTLING_DRAWS; i++) Rng.uniform(SCRATCH);
  return SCRATCH;
}

/** Writes the book of a symbol at the close of the last bar: the close is its best bid or its best ask. */
function read(spec: MarketModelSpec, state: MarketModelState, symbolIndex: number, out: MarketBook): void {
  const symbol = state.symbols[symbolIndex];
  const { instruments, characters } = planOf(spec);
  const it = instruments[symbolIndex], character = characters[symbolIndex];
  const rng = seeded(symbol);
  const price = character.home * Math.exp(symbol.logPrice);
  const heat = symbol.hourVolatility === 0
    ? 1
    : (symbol.hourVolatility / character.volatility) ** VOLATILITY_POWER;
  const bpsTicks = price / 10_000 / Instrument.price(it, 1);
  const spread = Math.max(1, Math.round(character.spreadBps * heat * bpsTicks));
  const step = (STEP_BPS + STEP_OF_SPREAD * character.spreadBps) * heat * bpsTicks;
  const depth = character.turnover / heat;
  const close = Math.max(1, Instrument.ticksNearest(it, price));
  const bid = Math.max(1, Rng.uniform(rng) < 0.5 ? close : close - spread);
  fillSide(rng, it, bid, -1, step, depth, out.bidPrice, out.bidQuantity);
  fillSide(rng, it, bid + spread, 1, step, depth, out.askPrice, out.askQuantity);
}

function fillSide(
  rng: RngState,
  it: Instrument,
  best: number,
  away: 1 | -1,
  step: number,
  depth: number,
  prices: Float64Array,
  quantities: Float64Array,
): void {
  let ticks = best;
  for (let i = 0; i < prices.length; i++) {
    const price = Instrument.price(it, ticks);
    const value = depth *
      (i === 0 ? levelValue(rng, TOUCH_SHARE, TOUCH_NOISE) : levelValue(rng, BEHIND_SHARE, BEHIND_NOISE));
    prices[i] = price;
    quantities[i] = Instrument.quantity(it, Math.max(1, Instrument.stepsDown(it, value / price)));
    ticks += away * Math.ceil(-step * Math.log(1 - Rng.uniform(rng)) + Number.MIN_VALUE);
  }
}

/** A log-normal draw of a given mean. */
function levelValue(rng: RngState, mean: number, noise: number): number {
  const deviate = Math.max(-NOISE_CAP, Math.min(NOISE_CAP, Rng.normal(rng)));
  return mean * Math.exp(noise * deviate - noise * noise / 2);
}

/** Companion of MarketBook. */
export const MarketBook = { create, read } as const;
