import { Rng } from "../core/mod.ts";
import type { CommonState, SymbolState } from "./market_state.ts";

/** Hours in which each part of the demand for leverage fades to 1/e. */
const LEAN_HOURS = 400, APPETITE_HOURS = 1500, MOOD_HOURS = 40;
/** Weights of the parts; the rest, which has no memory, makes the spread about 1. */
const LEAN = 0.56, APPETITE = 0.6, MOOD = 0.5;
const REST = Math.sqrt(1 - LEAN ** 2 - APPETITE ** 2 - MOOD ** 2);
/** Spread of an hour's return in units of the character's volatility. */
const RETURN_SPREAD = 1.6;
/** How much of a day's mood comes from its returns. */
const MOOD_RETURN = 0.25, MOOD_NOISE = Math.sqrt(1 - MOOD_RETURN ** 2);
/** Rate of eight hours at which lending is neither dear nor cheap. */
const INTEREST = 0.0001, INTEREST_HOURS = 8;
/** Demand below and above which the rate leaves the interest. */
const LOW_DEMAND = -0.44, HIGH_DEMAND = 0.71;
/** The venue's cap on a rate, either way. */
const MOST_RATE = 0.003;

/** Constants of one step. */
export interface FundingStep {
  readonly leanKeep: number;
  readonly leanGain: number;
  /** 1 over the spread of a step's return, in units of the character's volatility of an hour. */
  readonly perReturn: number;
  readonly appetiteKeep: number;
  readonly appetiteGain: number;
  readonly moodKeep: number;
  readonly moodGain: number;
}

/** Constants of steps of a length in hours. */
export function fundingStep(hours: number): FundingStep {
  const keep = (decay: number) => Math.exp(-hours / decay);
  const gain = (decay: number) => Math.sqrt(1 - keep(decay) ** 2);
  return {
    leanKeep: keep(LEAN_HOURS),
    leanGain: gain(LEAN_HOURS),
    perReturn: 1 / (RETURN_SPREAD * Math.sqrt(hours)),
    appetiteKeep: keep(APPETITE_HOURS),
    appetiteGain: gain(APPETITE_HOURS),
    moodKeep: keep(MOOD_HOURS),
    moodGain: gain(MOOD_HOURS),
  };
}

/** The slow waves of demand: of months, half of them the whole market's. */
export function moveAppetite(state: SymbolState | CommonState, step: FundingStep): void {
  state.appetite = step.appetiteKeep * state.appetite + step.appetiteGain * Rng.normal(state.rng);
}

/** Demand after a step, whose return is given in units of the character's volatility of an hour: it leans with the trend. */
export function moveDemand(state: SymbolState, step: FundingStep, change: number): void {
  const news = change * step.perReturn;
  state.lean = step.leanKeep * state.lean + step.leanGain * news;
  moveAppetite(state, step);
  const mood = MOOD_RETURN * news + MOOD_NOISE * Rng.normal(state.rng);
  state.mood = step.moodKeep * state.mood + step.moodGain * mood;
}

/** The rate settled after so many hours, a fraction of notional, to 8 decimals. */
export function fundingRate(state: SymbolState, common: CommonState, hours: number): number {
  const appetite = Math.SQRT1_2 * (common.appetite + state.appetite);
  const demand = LEAN * state.lean + APPETITE * appetite + MOOD * state.mood + REST * Rng.normal(state.rng);
  const rate = (INTEREST + premium(demand)) * hours / INTEREST_HOURS;
  return Math.round(Math.max(-MOST_RATE, Math.min(MOST_RATE, rate)) * 1e8) / 1e8;
}

/**
 * What demand of spread 1 adds to the interest of eight hours: nothing near the middle, where a venue's formula clamps it
 * away, more and more beyond. Fitted to the quantiles of BTC's rates.
 */
function premium(demand: number): number {
  if (demand > HIGH_DEMAND) return 0.000565 * (demand - HIGH_DEMAND) ** 1.39;
  if (demand >= LOW_DEMAND) return 0;
  const lack = LOW_DEMAND - demand;
  return -(0.00013 + 0.00002 * lack * lack) * lack;
}
