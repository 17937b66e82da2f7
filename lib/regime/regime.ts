/** Codes of the regimes, small integers so that states and columns hold them as numbers. */
export const REGIME = { NO_TRADE: 0, TREND: 1, RANGE: 2, BREAKOUT: 3 } as const;

/** A regime's name, as people, configuration and records write it. */
export type RegimeName = keyof typeof REGIME;

/** A regime's code. */
export type Regime = (typeof REGIME)[RegimeName];

/** Names in the order of their codes: REGIME_NAMES[code]. */
export const REGIME_NAMES: readonly RegimeName[] = ["NO_TRADE", "TREND", "RANGE", "BREAKOUT"];
