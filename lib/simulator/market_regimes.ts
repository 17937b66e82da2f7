import { Rng, type RngState } from "../core/mod.ts";

/** The hidden states of an invented market. */
export const MARKET_REGIMES = ["up", "down", "range", "squeeze", "burstUp", "burstDown"] as const;
/** Index into MARKET_REGIMES. */
export type MarketRegime = number;

/** How prices behave in a regime. */
export interface RegimeTraits {
  /** Drift in units of the hour's usual volatility, per hour. */
  readonly drift: number;
  /** Share of the distance to the anchor that is made good per hour. */
  readonly pull: number;
  /** Factor on the volatility. */
  readonly volatility: number;
  /** Mean duration; durations are geometric. */
  readonly hours: number;
  /** Weights of what comes next, by regime. */
  readonly next: readonly number[];
}

/**
 * Trends last weeks, ranges swing about where they began, squeezes go quiet and end in a burst that may become a trend.
 */
export const REGIME_TRAITS: readonly RegimeTraits[] = [
  { drift: 0.06, pull: 0.001, volatility: 0.95, hours: 260, next: [0, 2, 5, 4, 0, 0] },
  { drift: -0.06, pull: 0.001, volatility: 1.1, hours: 220, next: [2, 0, 5, 4, 0, 0] },
  { drift: 0, pull: 0.003, volatility: 0.9, hours: 220, next: [2, 2, 0, 5, 0, 0] },
  { drift: 0, pull: 0.006, volatility: 0.6, hours: 50, next: [1, 1, 0, 0, 4, 4] },
  { drift: 0.12, pull: 0, volatility: 1.6, hours: 18, next: [6, 0, 3, 0, 0, 0] },
  { drift: -0.12, pull: 0, volatility: 1.6, hours: 18, next: [0, 6, 3, 0, 0, 0] },
];

/** Whether a regime ends within a time, by its mean duration. */
export function regimeEnds(rng: RngState, regime: MarketRegime, hours: number): boolean {
  return Rng.uniform(rng) < -Math.expm1(-hours / REGIME_TRAITS[regime].hours);
}

/** The regime that follows. */
export function nextRegime(rng: RngState, regime: MarketRegime): MarketRegime {
  const { next } = REGIME_TRAITS[regime];
  let left = Rng.uniform(rng) * next.reduce((a, b) => a + b, 0);
  for (let i = 0; i < next.length; i++) {
    left -= next[i];
    if (left < 0) return i;
  }
  return regime;
}
