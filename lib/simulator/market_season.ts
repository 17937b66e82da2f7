const HOUR_MS = 3_600_000, DAY_MS = 86_400_000;

/**
 * ln of volatility against its day's mean, by UTC hour: the turn of the day, then the afternoon when Europe and America are
 * both awake. Rounded means of BTC, LTC, ADA and DOGE.
 */
const HOURLY_VOLATILITY: readonly number[] = [
  ...[0.25, 0.01, -0.09, -0.13, -0.14, -0.17, -0.13, -0.11, -0.01, -0.07, -0.05, -0.03],
  ...[0.1, 0.12, 0.16, 0.11, 0.18, -0.04, -0.06, -0.07, -0.03, -0.06, -0.02, -0.01],
];

/** The same of the part of ln(turnover) that volatility does not explain. */
const HOURLY_TURNOVER: readonly number[] = [
  ...[-0.04, -0.07, -0.06, -0.05, -0.05, -0.03, 0, 0.04, 0.1, 0.1, 0.11, 0.13],
  ...[0.15, 0.19, 0.21, 0.21, 0.19, 0.1, 0.03, -0.03, -0.01, -0.17, -0.14, -0.08],
];

/** [Saturday and Sunday, other days], against the week's mean. */
const VOLATILITY_OF_DAY = [-0.19, 0.076] as const;
const TURNOVER_OF_DAY = [-0.05, 0.02] as const;

const hourOf = (atMs: number) => Math.floor(atMs / HOUR_MS) % 24;

/** 1970-01-01, day 0, was a Thursday. */
function isWeekend(atMs: number): boolean {
  const weekday = Math.floor(atMs / DAY_MS + 4) % 7;
  return weekday === 0 || weekday === 6;
}

/** What the clock does to ln(volatility) in a step that begins at a time >= 0. */
export function volatilitySeason(atMs: number): number {
  return HOURLY_VOLATILITY[hourOf(atMs)] + VOLATILITY_OF_DAY[isWeekend(atMs) ? 0 : 1];
}

/** What it does to ln(turnover) beyond that. */
export function turnoverSeason(atMs: number): number {
  return HOURLY_TURNOVER[hourOf(atMs)] + TURNOVER_OF_DAY[isWeekend(atMs) ? 0 : 1];
}
