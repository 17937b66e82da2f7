import { requirePositive, requireSameLength } from "./guard.ts";
import { countFinite, mean, sampleDeviation } from "./moments.ts";
import type { Series } from "./series.ts";

// A return is a fraction of the equity at the start of its period: 0.01 is 1 %. NaN is a period without a figure: it
// compounds as 0, is counted as time, and is left out of averages (as in empyrical).

/** Returns from `levels` of equity or price, one fewer than there are levels; not finite after a level of 0. */
export function returnsOf(levels: Series): Float64Array {
  const returns = new Float64Array(Math.max(levels.length - 1, 0));
  for (let i = 0; i < returns.length; i++) returns[i] = levels[i + 1] / levels[i] - 1;
  return returns;
}

/** Growth of 1 unit after each return (empyrical cum_returns with starting_value 1). */
export function growthOf(returns: Series): Float64Array {
  const growth = new Float64Array(returns.length);
  let level = 1;
  for (let i = 0; i < returns.length; i++) {
    if (!Number.isNaN(returns[i])) level *= 1 + returns[i];
    growth[i] = level;
  }
  return growth;
}

/** Return of the whole span (empyrical cum_returns_final); NaN for an empty series. */
export function totalReturn(returns: Series): number {
  return returns.length === 0 ? NaN : growthOf(returns)[returns.length - 1] - 1;
}

/**
 * Compound annual growth rate, a fraction (empyrical annual_return, cagr): growth ^ (periodsPerYear / periods) - 1.
 * NaN for an empty series. A curve that ends at or below zero has lost all: -1 (empyrical: NaN below zero).
 */
export function annualReturn(returns: Series, periodsPerYear: number): number {
  requirePositive("annualise a return", "periodsPerYear", periodsPerYear);
  if (returns.length === 0) return NaN;
  return Math.max(1 + totalReturn(returns), 0) ** (periodsPerYear / returns.length) - 1;
}

/**
 * Standard deviation of the returns (n - 1) times sqrt(periodsPerYear), a fraction (empyrical annual_volatility); NaN
 * below two returns.
 */
export function annualVolatility(returns: Series, periodsPerYear: number): number {
  requirePositive("annualise a volatility", "periodsPerYear", periodsPerYear);
  return sampleDeviation(returns) * Math.sqrt(periodsPerYear);
}

/** How an annual figure is taken from returns. */
export interface AnnualOptions {
  /** Returns in a year: 365 for days, 8,760 for hours of a market that never closes. */
  readonly periodsPerYear: number;
  /** Return per period that counts as nothing, a fraction. @default {0} */
  readonly required?: number;
}

/**
 * Root of the mean square of the shortfalls below the required return, annualised, a fraction of at least 0 (empyrical
 * downside_risk: periods above it count as 0 and stay in the mean); NaN without a return.
 */
export function downsideRisk(returns: Series, options: AnnualOptions): number {
  requirePositive("annualise downside risk", "periodsPerYear", options.periodsPerYear);
  const required = options.required ?? 0;
  let squares = 0;
  for (let i = 0; i < returns.length; i++) {
    if (returns[i] < required) squares += (returns[i] - required) ** 2;
  }
  return Math.sqrt(squares / countFinite(returns) * options.periodsPerYear);
}

/** Returns less those of another series, period by period; both of one length. */
export function excessOver(returns: Series, benchmark: Series): Float64Array {
  requireSameLength("subtract a benchmark", returns, benchmark);
  return Float64Array.from(returns, (value, i) => value - benchmark[i]);
}

/** Mean return per period over its standard deviation, not annualised; 0 / 0 is NaN, a constant gain Infinity. */
export function periodSharpe(returns: Series, required = 0): number {
  return (mean(returns) - required) / sampleDeviation(returns);
}
