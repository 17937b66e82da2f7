import { maxDrawdown } from "./drawdown.ts";
import { requirePositive } from "./guard.ts";
import { countFinite, mean, quantileOfSorted, sortedValues } from "./moments.ts";
import { type AnnualOptions, annualReturn, downsideRisk, periodSharpe } from "./returns.ts";
import type { Series } from "./series.ts";

/**
 * Annualised Sharpe ratio: mean excess return over its standard deviation (n - 1), times sqrt(periodsPerYear)
 * (empyrical sharpe_ratio). NaN below two returns or for a series of zeros; infinite for a constant one.
 */
export function sharpeRatio(returns: Series, options: AnnualOptions): number {
  requirePositive("annualise a Sharpe ratio", "periodsPerYear", options.periodsPerYear);
  return periodSharpe(returns, options.required) * Math.sqrt(options.periodsPerYear);
}

/**
 * Annualised Sortino ratio: mean excess return per year over the downside risk (empyrical sortino_ratio). NaN below two
 * returns; Infinity where nothing fell short and the mean is positive.
 */
export function sortinoRatio(returns: Series, options: AnnualOptions): number {
  if (returns.length < 2) return NaN;
  const yearly = (mean(returns) - (options.required ?? 0)) * options.periodsPerYear;
  return yearly / downsideRisk(returns, options);
}

/** Compound annual growth over the largest drawdown (empyrical calmar_ratio); NaN where there was no drawdown. */
export function calmarRatio(returns: Series, periodsPerYear: number): number {
  const depth = maxDrawdown(returns);
  return depth < 0 ? annualReturn(returns, periodsPerYear) / -depth : NaN;
}

/** How omega is taken. */
export interface OmegaOptions extends AnnualOptions {
  /** Return wanted per year, a fraction, turned into one per period by compounding. @default {0} */
  readonly requiredPerYear?: number;
}

/**
 * Sum of returns above the threshold over the sum of those below it (empyrical omega_ratio): 1 is even. The threshold
 * per period is `required` plus the compounded share of `requiredPerYear`. NaN below two returns, where nothing fell
 * short, and where requiredPerYear is -1 or less.
 */
export function omegaRatio(returns: Series, options: OmegaOptions): number {
  requirePositive("take omega", "periodsPerYear", options.periodsPerYear);
  const yearly = options.requiredPerYear ?? 0;
  if (returns.length < 2 || yearly <= -1) return NaN;
  const threshold = (1 + yearly) ** (1 / options.periodsPerYear) - 1;
  let above = 0;
  let below = 0;
  for (let i = 0; i < returns.length; i++) {
    const gap = returns[i] - (options.required ?? 0) - threshold;
    if (gap > 0) above += gap;
    else if (gap < 0) below -= gap;
  }
  return below > 0 ? above / below : NaN;
}

/** The 95th percentile of returns over the size of the 5th (empyrical tail_ratio); NaN without a return. */
export function tailRatio(returns: Series): number {
  const sorted = sortedValues(returns);
  return Math.abs(quantileOfSorted(sorted, 0.95)) / Math.abs(quantileOfSorted(sorted, 0.05));
}

/**
 * R squared, 0..1, of a straight line through the cumulative log returns (empyrical stability_of_timeseries): 1 for
 * steady growth or steady decay. NaN below two returns, for a curve that never moves, and after a loss of all.
 */
export function stability(returns: Series): number {
  const count = countFinite(returns);
  if (count < 2) return NaN;
  let log = 0;
  let sum = 0;
  let squares = 0;
  let products = 0;
  let at = 0;
  for (let i = 0; i < returns.length; i++) {
    if (Number.isNaN(returns[i])) continue;
    log += Math.log1p(returns[i]);
    const place = at++ - (count - 1) / 2;
    sum += log;
    squares += log * log;
    products += place * log;
  }
  const spread = squares - sum * sum / count;
  const places = count * (count * count - 1) / 12;
  if (!(spread > 0)) return NaN;
  return Math.min(products * products / (places * spread), 1);
}
