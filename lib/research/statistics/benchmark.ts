import { requirePositive, requireSameLength } from "./guard.ts";
import { mean, sampleDeviation } from "./moments.ts";
import type { Series } from "./series.ts";

/** Returns beside those of a benchmark; NaN where a figure is not defined. */
export interface BenchmarkFigures {
  /** Return beyond beta times the benchmark's, compounded to a year, a fraction (empyrical alpha). */
  readonly alpha: number;
  /** Slope of returns on the benchmark's returns (empyrical beta). */
  readonly beta: number;
  /** Pearson correlation, -1..1. */
  readonly correlation: number;
  /** Periods in which both have a return. */
  readonly periods: number;
}

/**
 * Alpha, beta and correlation of returns to a benchmark of the same periods; a period where either is NaN is left out.
 * All NaN below two common periods or against a constant benchmark.
 */
export function benchmarkFigures(
  returns: Series,
  benchmark: Series,
  options: { readonly periodsPerYear: number; readonly riskFree?: number },
): BenchmarkFigures {
  const action = "compare with a benchmark";
  requirePositive(action, "periodsPerYear", options.periodsPerYear);
  requireSameLength(action, returns, benchmark);
  const riskFree = options.riskFree ?? 0;
  const own: number[] = [];
  const other: number[] = [];
  for (let i = 0; i < returns.length; i++) {
    if (Number.isNaN(returns[i]) || Number.isNaN(benchmark[i])) continue;
    own.push(returns[i] - riskFree);
    other.push(benchmark[i] - riskFree);
  }
  const periods = own.length;
  const deviation = sampleDeviation(other);
  if (periods < 2 || deviation === 0) return { alpha: NaN, beta: NaN, correlation: NaN, periods };
  const ownMean = mean(own);
  const otherMean = mean(other);
  let both = 0;
  for (let i = 0; i < periods; i++) both += (own[i] - ownMean) * (other[i] - otherMean);
  const covariance = both / (periods - 1);
  const beta = covariance / deviation ** 2;
  const alpha = (1 + ownMean - beta * otherMean) ** options.periodsPerYear - 1;
  const ownDeviation = sampleDeviation(own);
  const share = ownDeviation === 0 ? NaN : covariance / (deviation * ownDeviation);
  return { alpha, beta, correlation: Math.max(-1, Math.min(1, share)), periods };
}
