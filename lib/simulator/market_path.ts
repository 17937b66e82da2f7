import { Rng, type RngState } from "../core/mod.ts";
import type { MarketCharacter } from "./market_characters.ts";
import { nextRegime, REGIME_TRAITS, regimeEnds } from "./market_regimes.ts";
import { burstChance, tailFactor } from "./market_shocks.ts";
import type { CommonState, SymbolState } from "./market_state.ts";
import { moveVolatility, type VolatilityStep, volatilityStep } from "./market_volatility.ts";

/** Chance that a symbol whose regime ends takes that of the market as a whole. */
const FOLLOW_CHANCE = 0.6;
/** Hours in which a price near home comes 1/e of the way back; twice as fast a WALL away, 17 times at two WALLs, ... */
const HOME_HOURS = 10_000, WALL = 0.9;
/** Volatility within a step over that from its open to its close: prices go out and come back. */
const WICK = 1.2;
/** Volatility of a step, tails included, in units of the character's: no hour is beyond belief. */
const MOST_VOLATILITY = 20;
/**
 * Where the highest point of a bridge is far out its lowest is not. That share of opposed draws gives the range the spread of
 * a Brownian bridge's, whose two extremes correlate by -0.65.
 */
const OPPOSED_SHARE = 0.69;

/** Constants of one step. */
export interface PathStep {
  readonly hours: number;
  readonly rootHours: number;
  readonly burstChance: number;
  readonly volatility: VolatilityStep;
}

/** Constants of steps of a length in hours, at most 1. */
export const pathStep = (hours: number): PathStep => ({
  hours,
  rootHours: Math.sqrt(hours),
  burstChance: burstChance(hours),
  volatility: volatilityStep(hours),
});

/** Extremes of a step, as logarithms like logPrice; reused. */
export interface StepExtremes {
  high: number;
  low: number;
}

/** The market's own step, before those of its symbols. */
export function moveCommon(common: CommonState, step: PathStep): void {
  const { rng } = common;
  if (regimeEnds(rng, common.regime, step.hours)) common.regime = nextRegime(rng, common.regime);
  moveVolatility(common.volatility, rng, common.shock, step.volatility.keep, step.volatility.common);
  common.tail = tailFactor(rng, step.burstChance);
  common.shock = common.tail * Rng.normal(rng);
}

/** One step of a symbol: regime, volatility, price. `season` is what the clock does to ln(volatility). */
export function movePrice(
  state: SymbolState,
  common: CommonState,
  character: MarketCharacter,
  step: PathStep,
  season: number,
  out: StepExtremes,
): void {
  const { rng } = state;
  if (regimeEnds(rng, state.regime, step.hours)) enterRegime(state, common);
  moveVolatility(state.volatility, rng, state.shock, step.volatility.keep, step.volatility.own);
  const { volatility, commonWeight } = character;
  const { fast, middle, slow } = state.volatility, shared = common.volatility;
  const wave = fast + middle + slow + shared.fast + shared.middle + shared.slow;
  const usual = volatility * REGIME_TRAITS[state.regime].volatility * Math.exp(wave + season);
  const tail = tailFactor(rng, step.burstChance);
  const ownSquare = 1 - commonWeight * commonWeight;
  state.shock = commonWeight * common.shock + Math.sqrt(ownSquare) * tail * Rng.normal(rng);
  state.hourVolatility = usual;
  const tails = Math.sqrt((commonWeight * common.tail) ** 2 + ownSquare * tail * tail);
  const scale = step.rootHours * Math.min(usual, MOST_VOLATILITY * volatility / tails);
  const from = state.logPrice;
  const change = driftOf(state, volatility, step.hours) + scale * state.shock;
  state.logPrice = from + change;
  drawExtremes(rng, from, change, WICK * scale * tails, out);
}

/** Where the regime and home draw the price in a step; the anchor moves along. */
function driftOf(state: SymbolState, volatility: number, hours: number): number {
  const traits = REGIME_TRAITS[state.regime];
  const { logPrice } = state;
  const walls = logPrice / WALL;
  const drift = (traits.drift * volatility - logPrice * (1 + walls ** 4) / HOME_HOURS) * hours;
  state.anchor += drift;
  return drift + traits.pull * hours * (state.anchor - logPrice);
}

/** Extremes of a Brownian bridge from a price, over a change, its volatility given; each by its exact distribution. */
function drawExtremes(rng: RngState, from: number, change: number, volatility: number, out: StepExtremes) {
  const u = Rng.uniform(rng);
  const isOpposed = Rng.uniform(rng) < OPPOSED_SHARE;
  out.high = from + highest(change, volatility, 1 - u);
  // never the logarithm of 0
  out.low = from - highest(-change, volatility, isOpposed ? Math.max(u, 1e-10) : 1 - Rng.uniform(rng));
}

/** What the maximum of a Brownian bridge from 0 to `end` exceeds with chance `u`, in (0, 1]. */
function highest(end: number, volatility: number, u: number): number {
  return (end + Math.sqrt(end * end - 2 * volatility * volatility * Math.log(u))) / 2;
}

function enterRegime(state: SymbolState, common: CommonState): void {
  const isFollowing = Rng.uniform(state.rng) < FOLLOW_CHANCE;
  state.regime = isFollowing ? common.regime : nextRegime(state.rng, state.regime);
  state.anchor = state.logPrice;
}
