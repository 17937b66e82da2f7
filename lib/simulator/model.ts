import { Rng } from "../core/mod.ts";
import { Instrument } from "../domain/mod.ts";
import type { MarketBar } from "./market_bar.ts";
import { fundingRate, moveAppetite, moveDemand } from "./market_funding.ts";
import { moveCommon, movePrice, type StepExtremes } from "./market_path.ts";
import { turnoverSeason, volatilitySeason } from "./market_season.ts";
import { type MarketPlan, planOf } from "./market_plan.ts";
import type { MarketModelSpec } from "./market_spec.ts";
import type { CommonState, MarketModelState, SymbolState } from "./market_state.ts";
import { moveTurnover, startTurnover } from "./market_turnover.ts";
import { startVolatility } from "./market_volatility.ts";

const HOUR_MS = 3_600_000;
/** Spread of the gap between a close and the next open: of a tick, and of the hour's volatility. */
const GAP_TICKS = 0.5, GAP_SHARE = 0.003;
/** Index of the regime a market begins in: range. */
const FIRST_REGIME = 2;

/** A market before its first bar, prices at home, everything else as it usually is. Throws RangeError on a bad spec. */
function create(spec: MarketModelSpec): MarketModelState {
  const { seed } = spec;
  const rng = Rng.create(`${seed}/market`);
  const common: CommonState = {
    rng,
    volatility: startVolatility(rng, "market"),
    regime: FIRST_REGIME,
    tail: 1,
    shock: 0,
    appetite: Rng.normal(rng),
  };
  return {
    bars: 0,
    common,
    symbols: planOf(spec).instruments.map((it) => createSymbol(`${seed}/${it.symbol}`)),
  };
}

function createSymbol(seed: string): SymbolState {
  const rng = Rng.create(seed);
  const state: SymbolState = {
    rng,
    volatility: startVolatility(rng, "own"),
    regime: Rng.below(rng, 4),
    ...{ logPrice: 0, anchor: 0, hourVolatility: 0, shock: 0 },
    ...{ turnoverSlow: 0, turnoverFast: 0 },
    ...{ lean: 0, appetite: Rng.normal(rng), mood: 0 },
  };
  startTurnover(state);
  return state;
}

/** Writes the next bar of every symbol, O(symbols x hours of a bar), without allocating. */
function next(spec: MarketModelSpec, state: MarketModelState, out: MarketBar): void {
  const plan = planOf(spec);
  const { common, symbols } = state;
  const openMs = spec.startMs + state.bars * spec.timeframeMs;
  out.openMs = openMs;
  for (let s = 0; s < symbols.length; s++) openBar(plan, symbols[s], s, out);
  for (let i = 0; i < plan.steps; i++) {
    const atMs = openMs + i * plan.stepMs;
    moveCommon(common, plan.path);
    moveAppetite(common, plan.funding);
    for (let s = 0; s < symbols.length; s++) moveSymbol(plan, common, symbols[s], s, atMs, out);
  }
  for (let s = 0; s < symbols.length; s++) closeBar(plan, state, s, openMs + spec.timeframeMs, out);
  state.bars += 1;
}

/** The first price, a little off the last close. */
function openBar(plan: MarketPlan, state: SymbolState, s: number, out: MarketBar): void {
  const it = plan.instruments[s], { home } = plan.characters[s];
  const tick = Instrument.price(it, 1) / (home * Math.exp(state.logPrice));
  state.logPrice += (GAP_TICKS * tick + GAP_SHARE * state.hourVolatility) * Rng.normal(state.rng);
  out.open[s] = out.high[s] = out.low[s] = priceOf(it, home, state.logPrice);
  out.volume[s] = 0;
}

/** Written by movePrice(), read at once. */
const EXTREMES: StepExtremes = { high: 0, low: 0 };

function moveSymbol(
  plan: MarketPlan,
  common: CommonState,
  state: SymbolState,
  s: number,
  atMs: number,
  out: MarketBar,
): void {
  const it = plan.instruments[s], character = plan.characters[s], { home } = character;
  const from = state.logPrice;
  movePrice(state, common, character, plan.path, volatilitySeason(atMs), EXTREMES);
  const close = priceOf(it, home, state.logPrice);
  out.close[s] = close;
  out.high[s] = Math.max(out.high[s], close, priceOf(it, home, EXTREMES.high));
  out.low[s] = Math.min(out.low[s], close, priceOf(it, home, EXTREMES.low));
  const range = EXTREMES.high - EXTREMES.low;
  out.volume[s] += moveTurnover(state, character, plan.turnover, range, turnoverSeason(atMs)) / close;
  moveDemand(state, plan.funding, (state.logPrice - from) / character.volatility);
}

/** Whole steps of volume, and the rate where one is settled. */
function closeBar(
  plan: MarketPlan,
  state: MarketModelState,
  s: number,
  closeMs: number,
  out: MarketBar,
): void {
  const it = plan.instruments[s];
  out.volume[s] = Instrument.quantity(it, Math.max(1, Instrument.stepsDown(it, out.volume[s])));
  out.fundingRate[s] = closeMs % it.fundingIntervalMs === 0
    ? fundingRate(state.symbols[s], state.common, it.fundingIntervalMs / HOUR_MS)
    : NaN;
}

/** The nearest price on the tick, one tick at least. */
function priceOf(it: Instrument, home: number, logPrice: number): number {
  return Instrument.price(it, Math.max(1, Instrument.ticksNearest(it, home * Math.exp(logPrice))));
}

/**
 * An endless invented market: hidden regimes, volatility that clusters over hours to months, fat tails, bursts, one common
 * factor, the hours of the day, turnover that follows the range, funding that leans with the trend; calibrated against
 * recorded candles (docs/market-model.md). What a symbol does depends neither on how many others there are nor on when the
 * state was last snapshotted.
 */
export const MarketModel = { create, next } as const;
