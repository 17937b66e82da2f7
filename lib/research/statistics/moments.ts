import type { Series } from "./series.ts";

// NaN marks a period without a figure (the first of a return series, a hole in the data). The figures below leave it
// out, as numpy's nanmean family and therefore empyrical do.

/** How many values are not NaN. */
export function countFinite(values: Series): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) count += 1;
  return count;
}

/** Arithmetic mean of the values that are not NaN; NaN where there are none. */
export function mean(values: Series): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    sum += values[i];
    count += 1;
  }
  return count === 0 ? NaN : sum / count;
}

/**
 * Mean of the `power`-th powers of the gaps to the mean (population moment, divided by n): 2, 3 or 4. NaN where there
 * is no value.
 */
export function centralMoment(values: Series, power: 2 | 3 | 4): number {
  const centre = mean(values);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const gap = values[i] - centre;
    if (Number.isNaN(gap)) continue;
    const square = gap * gap;
    sum += power === 2 ? square : power === 3 ? square * gap : square * square;
    count += 1;
  }
  return count === 0 ? NaN : sum / count;
}

/**
 * Standard deviation of a sample (divided by n - 1); NaN below two values. A series that is constant but for rounding
 * has 0, so that a figure divided by it is infinite or NaN and never a huge number.
 */
export function sampleDeviation(values: Series): number {
  const count = countFinite(values);
  if (count < 2) return NaN;
  const variance = centralMoment(values, 2);
  return isNoise(variance, mean(values)) ? 0 : Math.sqrt(variance * count / (count - 1));
}

/** Third standardised moment (population form, scipy.stats.skew): 0 for symmetry; NaN for a constant series. */
export function skewness(values: Series): number {
  const variance = centralMoment(values, 2);
  return isNoise(variance, mean(values)) ? NaN : centralMoment(values, 3) / variance ** 1.5;
}

/**
 * Fourth standardised moment (population form, scipy.stats.kurtosis with fisher=False): 3 for the normal
 * distribution, **not** the excess over it; NaN for a constant series.
 */
export function kurtosis(values: Series): number {
  const variance = centralMoment(values, 2);
  return isNoise(variance, mean(values)) ? NaN : centralMoment(values, 4) / (variance * variance);
}

/** Values that are not NaN, ascending. */
export function sortedValues(values: Series): Float64Array {
  return Float64Array.from(values).filter((value) => !Number.isNaN(value)).sort();
}

/**
 * The value below which a share of 0..1 of `sorted` (ascending, without NaN) lies, interpolated linearly between
 * neighbours (numpy's default, type 7 of Hyndman & Fan 1996); NaN where there is no value.
 */
export function quantileOfSorted(sorted: Series, share: number): number {
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`Cannot take a quantile as 'share' must lie in 0..1: current value is ${share}`);
  }
  if (sorted.length === 0) return NaN;
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  // two equal neighbours, infinite ones too, need no arithmetic
  if (sorted[below] === sorted[above]) return sorted[below];
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** The quantile of an unsorted series; see quantileOfSorted. */
export function quantile(values: Series, share: number): number {
  return quantileOfSorted(sortedValues(values), share);
}

function isNoise(variance: number, level: number): boolean {
  return Math.sqrt(variance) <= 1e-12 * Math.abs(level);
}
