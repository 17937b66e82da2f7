import { requireFraction, requireWhole } from "./guard.ts";
import { quantileOfSorted, sortedValues } from "./moments.ts";
import { normalCdf } from "./normal.ts";
import type { Series } from "./series.ts";

/**
 * The return that a share `cutoff` of periods falls below, historical, a fraction; a loss is negative (empyrical
 * value_at_risk). NaN without a return.
 */
export function valueAtRisk(returns: Series, cutoff = 0.05): number {
  requireFraction("take a value at risk", "cutoff", cutoff);
  return quantileOfSorted(sortedValues(returns), cutoff);
}

/**
 * Mean of the worst returns, a fraction; a loss is negative (empyrical conditional_value_at_risk): those up to place
 * floor((n - 1) * cutoff) in ascending order, so of 20 returns at 5 % the worst alone. NaN without a return.
 */
export function conditionalValueAtRisk(returns: Series, cutoff = 0.05): number {
  requireFraction("take a conditional value at risk", "cutoff", cutoff);
  const sorted = sortedValues(returns);
  if (sorted.length === 0) return NaN;
  const count = Math.floor((sorted.length - 1) * cutoff) + 1;
  return sorted.subarray(0, count).reduce((sum, value) => sum + value, 0) / count;
}

/** What a count of value-at-risk breaches says. */
export interface KupiecVerdict {
  /** Likelihood ratio against the stated share, at least 0; chi-squared with one degree of freedom if the share is right. */
  readonly statistic: number;
  /** Probability of a count at least this unlikely if the stated share is right, 0..1. */
  readonly pValue: number;
}

/**
 * Kupiec's test (1995) of a value at risk: `breaches` of `periods` fell below it, where a share `cutoff` should. Throws
 * RangeError unless breaches is a whole number of 0..periods.
 */
export function kupiecTest(periods: number, breaches: number, cutoff: number): KupiecVerdict {
  requireFraction("test a value at risk", "cutoff", cutoff);
  requireWhole("test a value at risk", "breaches", breaches, 0);
  requireWhole("test a value at risk", "periods", periods, Math.max(breaches, 1));
  const likelihood = (share: number) =>
    (breaches === 0 ? 0 : breaches * Math.log(share)) +
    (breaches === periods ? 0 : (periods - breaches) * Math.log1p(-share));
  const statistic = Math.max(2 * (likelihood(breaches / periods) - likelihood(cutoff)), 0);
  return { statistic, pValue: 2 * normalCdf(-Math.sqrt(statistic)) };
}
