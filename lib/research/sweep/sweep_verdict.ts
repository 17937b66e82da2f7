import {
  deflatedSharpeAmong,
  expectedBestSharpe,
  overfittingProbability,
  sampleDeviation,
} from "../statistics/mod.ts";

/** What choosing the best of so many trials is worth. NaN where it cannot be said. */
export interface SweepVerdict {
  /** Trials with a Sharpe ratio, that is: whose equity moved. */
  readonly trials: number;
  /** Annualised Sharpe ratio that the best of so many trials without any skill would be expected to show. */
  readonly luckySharpe: number;
  /** Probability, 0 to 1, that the true Sharpe ratio of the best is above that. */
  readonly deflatedSharpe: number;
  /** Probability, 0 to 1, that the trial chosen in one half of the days is below the median in the other half. */
  readonly overfitting: number;
  /** Trials that the last figure compares. */
  readonly compared: number;
}

/** Most trials whose days are kept and compared. */
export const MOST_COMPARED = 256;
/** Blocks of time of the cross-validation, and the fewest days that fill them. */
const GROUPS = 16;
const DAYS_PER_YEAR = 365;

/** Whether a trial is among the at most MOST_COMPARED, evenly spread over all, whose days are compared. */
export function isCompared(index: number, trials: number): boolean {
  if (trials <= MOST_COMPARED) return true;
  const place = (i: number) => Math.floor(i * MOST_COMPARED / trials);
  return place(index + 1) > place(index);
}

/**
 * Judges a sweep: `best` are the daily returns of its best trial, `sharpes` the annualised Sharpe ratios of all trials,
 * `compared` the daily returns of those that isCompared() names, all of one span.
 */
export function judgeSweep(
  best: Float64Array,
  sharpes: readonly number[],
  compared: readonly Float64Array[],
): SweepVerdict {
  const daily = sharpes.filter(Number.isFinite).map((sharpe) => sharpe / Math.sqrt(DAYS_PER_YEAR));
  const trials = daily.length;
  const variance = trials > 1 ? sampleDeviation(daily) ** 2 : 0;
  const canDeflate = trials > 0 && best.length >= 2;
  return {
    trials,
    luckySharpe: trials > 0 ? expectedBestSharpe({ trials, variance }) * Math.sqrt(DAYS_PER_YEAR) : NaN,
    deflatedSharpe: canDeflate ? deflatedSharpeAmong(best, daily) : NaN,
    overfitting: overfittingOf(compared),
    compared: compared.length,
  };
}

function overfittingOf(compared: readonly Float64Array[]): number {
  const trials = compared.length, periods = compared[0]?.length ?? 0;
  if (trials < 2 || periods < 2 * GROUPS) return NaN;
  const values = new Float64Array(periods * trials);
  compared.forEach((returns, trial) => {
    for (let day = 0; day < periods; day++) values[day * trials + trial] = returns[day]!;
  });
  return overfittingProbability({ periods, trials, values }, { groups: GROUPS }).probability;
}
