import { requireFraction, requirePositive, requireWhole } from "./guard.ts";
import { countFinite, kurtosis, sampleDeviation, skewness } from "./moments.ts";
import { normalCdf } from "./normal.ts";
import { normalQuantile } from "./normal_quantile.ts";
import { periodSharpe } from "./returns.ts";
import type { Series } from "./series.ts";

/** A Sharpe ratio and what its error depends on. Sharpe ratios here are per period, **not** annualised. */
export interface SharpeSample {
  readonly sharpe: number;
  /** Returns it was taken from, at least 2. */
  readonly observations: number;
  /** Third standardised moment, 0 for the normal distribution. */
  readonly skewness: number;
  /** Fourth standardised moment, 3 for the normal distribution. */
  readonly kurtosis: number;
}

/** Companion of SharpeSample. */
export const SharpeSample = {
  /** From returns per period; NaN returns are left out. */
  of: (returns: Series): SharpeSample => ({
    sharpe: periodSharpe(returns),
    observations: countFinite(returns),
    skewness: skewness(returns),
    kurtosis: kurtosis(returns),
  }),
} as const;

/**
 * Standard error of an estimated Sharpe ratio under returns of any shape (Mertens 2002; Bailey & Lopez de Prado 2012):
 * sqrt((1 - skew SR + (kurt - 1) / 4 SR^2) / (n - 1)). NaN where the moments contradict each other (a negative root).
 */
export function sharpeError(sample: SharpeSample): number {
  requireWhole("take the error of a Sharpe ratio", "observations", sample.observations, 2);
  return Math.sqrt(varianceFactor(sample) / (sample.observations - 1));
}

function varianceFactor({ sharpe, skewness, kurtosis }: SharpeSample): number {
  return 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe;
}

/**
 * Probabilistic Sharpe ratio, 0..1: probability that the true Sharpe ratio is above `threshold` (per period) (Bailey &
 * Lopez de Prado, "The Sharpe ratio efficient frontier", 2012).
 */
export function probabilisticSharpe(sample: SharpeSample, threshold = 0): number {
  return normalCdf((sample.sharpe - threshold) / sharpeError(sample));
}

/**
 * Fewest observations that would put the probabilistic Sharpe ratio over `threshold` at `confidence` (0..1), as a real
 * number: the minimum track record length of the same paper. Infinity where the sample does not exceed the threshold.
 */
export function minimumTrackRecord(
  sample: SharpeSample,
  options: { readonly threshold?: number; readonly confidence: number },
): number {
  requireFraction("take a minimum track record", "confidence", options.confidence);
  const gap = sample.sharpe - (options.threshold ?? 0);
  if (!(gap > 0)) return Infinity;
  return 1 + varianceFactor(sample) * (normalQuantile(options.confidence) / gap) ** 2;
}

/** Trials that a result was chosen from. */
export interface TrialSet {
  /** How many, at least 1; see independentTrials for trials that resemble each other. */
  readonly trials: number;
  /** Variance of the trials' Sharpe ratios per period, 0 or more. */
  readonly variance: number;
}

/** Euler's constant. */
const EULER_GAMMA = 0.5772156649015329;

/**
 * Sharpe ratio per period that the best of the trials is expected to show though none has any skill (False Strategy
 * theorem, Bailey & Lopez de Prado 2014): sqrt(variance) ((1 - g) z(1 - 1/N) + g z(1 - 1/(N e))); 0 for one trial.
 */
export function expectedBestSharpe({ trials, variance }: TrialSet): number {
  if (!(trials >= 1 && variance >= 0)) {
    throw new RangeError(
      `Cannot take an expected best Sharpe ratio as 'trials' must be at least 1 and 'variance' at least 0: current values are ${trials} and ${variance}`,
    );
  }
  if (trials === 1) return 0;
  const low = normalQuantile(1 - 1 / trials);
  const high = normalQuantile(1 - 1 / (trials * Math.E));
  return Math.sqrt(variance) * ((1 - EULER_GAMMA) * low + EULER_GAMMA * high);
}

/**
 * Number of independent trials that equal `trials` of a mean correlation of 0..1 (appendix of the same paper):
 * correlation + (1 - correlation) trials.
 */
export function independentTrials(trials: number, meanCorrelation: number): number {
  requirePositive("count independent trials", "trials", trials);
  const share = Math.min(Math.max(meanCorrelation, 0), 1);
  return share + (1 - share) * trials;
}

/**
 * Deflated Sharpe ratio, 0..1: probability that the true Sharpe ratio is above what the best of unskilled trials would
 * show (Bailey & Lopez de Prado, "The deflated Sharpe ratio", 2014). About 0.5 for the best of random systems, near 0
 * for an ordinary one of them; 0.95 is the usual bar.
 */
export function deflatedSharpe(sample: SharpeSample, trials: TrialSet): number {
  return probabilisticSharpe(sample, expectedBestSharpe(trials));
}

/** Deflated Sharpe ratio of returns that were picked from trials with these Sharpe ratios per period, its own included. */
export function deflatedSharpeAmong(returns: Series, trialSharpes: Series): number {
  const trials = countFinite(trialSharpes);
  requireWhole("deflate a Sharpe ratio", "number of trials", trials, 1);
  const variance = trials === 1 ? 0 : sampleDeviation(trialSharpes) ** 2;
  return deflatedSharpe(SharpeSample.of(returns), { trials, variance });
}
