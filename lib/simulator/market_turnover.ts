import { Rng } from "../core/mod.ts";
import type { MarketCharacter } from "./market_characters.ts";
import type { SymbolState } from "./market_state.ts";

/** Range of a usual hour in units of the character's volatility. */
const USUAL_RANGE = 1.7;
/** Turnover grows with the range to this power. */
const RANGE_POWER = 0.97;
/** [half-life in hours, share of the variance] of the waves that the range does not explain. */
const SLOW = [700, 0.5] as const, FAST = [8, 0.27] as const;
/** Spread of the rest, which has no memory. */
const REST = Math.sqrt(1 - SLOW[1] - FAST[1]);
/** Least range of a step that counts, as a share of the usual one: a bar without a move has trades. */
const LEAST_RANGE = 0.02;

/** Constants of one step. */
export interface TurnoverStep {
  readonly hours: number;
  readonly usualRange: number;
  readonly slowKeep: number;
  readonly slowGain: number;
  readonly fastKeep: number;
  readonly fastGain: number;
}

/** Constants of steps of a length in hours. */
export function turnoverStep(hours: number): TurnoverStep {
  const slowKeep = 2 ** (-hours / SLOW[0]), fastKeep = 2 ** (-hours / FAST[0]);
  return {
    hours,
    usualRange: USUAL_RANGE * Math.sqrt(hours),
    slowKeep,
    slowGain: Math.sqrt(SLOW[1] * (1 - slowKeep ** 2)),
    fastKeep,
    fastGain: Math.sqrt(FAST[1] * (1 - fastKeep ** 2)),
  };
}

/** Draws the waves from their long-run distribution. */
export function startTurnover(state: SymbolState): void {
  state.turnoverSlow = Math.sqrt(SLOW[1]) * Rng.normal(state.rng);
  state.turnoverFast = Math.sqrt(FAST[1]) * Rng.normal(state.rng);
}

/**
 * Turnover of a step in quote currency: the usual one, more where the range (ln of high over low) is wide, in waves of its
 * own. `season` is what the clock does to its logarithm.
 */
export function moveTurnover(
  state: SymbolState,
  character: MarketCharacter,
  step: TurnoverStep,
  range: number,
  season: number,
): number {
  const { rng } = state;
  state.turnoverSlow = step.slowKeep * state.turnoverSlow + step.slowGain * Rng.normal(rng);
  state.turnoverFast = step.fastKeep * state.turnoverFast + step.fastGain * Rng.normal(rng);
  const waves = state.turnoverSlow + state.turnoverFast + REST * Rng.normal(rng);
  const width = Math.max(LEAST_RANGE, range / (step.usualRange * character.volatility));
  return character.turnover * step.hours * width ** RANGE_POWER *
    Math.exp(character.turnoverNoise * waves + season);
}
