import { Rng, type RngState } from "../core/mod.ts";

/**
 * Deviation of ln(volatility) from its mean, in three parts: together they fade as slowly as |return|'s autocorrelation does,
 * which no single rate of decay can (Corsi 2009, the heterogeneous model of realised volatility). Changed in place.
 */
export interface LogVolatility {
  /** Fades within hours. */
  fast: number;
  /** Within days. */
  middle: number;
  /** Within months. */
  slow: number;
}

/** [half-life in hours, spread] of fast, middle and slow. */
const PARTS = [[4, 0.18], [120, 0.33], [1100, 0.36]] as const;
/** Share of the variance that all symbols have in common. */
const COMMON_SHARE = 0.7;
/** What excites the fast part: the size of the last shock, its being a fall, and noise (the rest). */
const SIZE_WEIGHT = 0.6, FAST_FALL = -0.35, FAST_NOISE = Math.sqrt(1 - SIZE_WEIGHT ** 2 - FAST_FALL ** 2);
/** A fall lifts the middle part too: the leverage effect (Nelson 1991, EGARCH). */
const MIDDLE_FALL = -0.4, MIDDLE_NOISE = Math.sqrt(1 - MIDDLE_FALL ** 2);
/** Mean and spread of a shock's size; what is beyond the cap excites no more. */
const SIZE_MEAN = 0.72, SIZE_SPREAD = 0.66, SHOCK_CAP = 5;

/** One number for each part. */
type Three = readonly [number, number, number];

/** Constants of one step. */
export interface VolatilityStep {
  readonly keep: Three;
  /** Weights of what is new, of the market's volatility and of a symbol's own. */
  readonly common: Three;
  readonly own: Three;
}

/** Constants of steps of a length in hours; the long-run distribution is the same for all. */
export function volatilityStep(hours: number): VolatilityStep {
  const keep = (i: number) => 2 ** (-hours / PARTS[i][0]);
  const gain = (i: number, share: number) => PARTS[i][1] * Math.sqrt(share * (1 - keep(i) ** 2));
  const gains = (share: number): Three => [gain(0, share), gain(1, share), gain(2, share)];
  return { keep: [keep(0), keep(1), keep(2)], common: gains(COMMON_SHARE), own: gains(1 - COMMON_SHARE) };
}

/** A draw from the long-run distribution, of the market's volatility or of a symbol's own. */
export function startVolatility(rng: RngState, whose: "market" | "own"): LogVolatility {
  const scale = Math.sqrt(whose === "market" ? COMMON_SHARE : 1 - COMMON_SHARE);
  const draw = (i: number) => scale * PARTS[i][1] * Rng.normal(rng);
  return { fast: draw(0), middle: draw(1), slow: draw(2) };
}

/** One step on; `shock` is the step before's, in units of its volatility without the tail, `gain` of the step's constants. */
export function moveVolatility(
  state: LogVolatility,
  rng: RngState,
  shock: number,
  keep: Three,
  gain: Three,
): void {
  const capped = Math.max(-SHOCK_CAP, Math.min(SHOCK_CAP, shock));
  const size = (Math.abs(capped) - SIZE_MEAN) / SIZE_SPREAD;
  const excited = SIZE_WEIGHT * size + FAST_FALL * capped + FAST_NOISE * Rng.normal(rng);
  state.fast = keep[0] * state.fast + gain[0] * excited;
  const lifted = MIDDLE_FALL * capped + MIDDLE_NOISE * Rng.normal(rng);
  state.middle = keep[1] * state.middle + gain[1] * lifted;
  state.slow = keep[2] * state.slow + gain[2] * Rng.normal(rng);
}
