/** Plain statistics of series, for comparing an invented market with a recorded one. */

export function mean(xs: Float64Array): number {
  let sum = 0;
  for (const x of xs) sum += x;
  return sum / xs.length;
}

/** Mean of (x - mean) to the power `k`. */
export function moment(xs: Float64Array, k: number): number {
  const middle = mean(xs);
  let sum = 0;
  for (const x of xs) sum += (x - middle) ** k;
  return sum / xs.length;
}

export const deviation = (xs: Float64Array): number => Math.sqrt(moment(xs, 2));

/** Fourth moment over the squared second: 3 for a normal distribution. */
export const kurtosis = (xs: Float64Array): number => moment(xs, 4) / moment(xs, 2) ** 2;

/** Quantiles by the nearest rank below. */
export function quantiles(xs: Float64Array, shares: readonly number[]): number[] {
  const sorted = xs.toSorted();
  return shares.map((share) => sorted[Math.floor(share * (sorted.length - 1))]);
}

/** Correlation of a[i] with b[i + lag]. */
export function correlation(a: Float64Array, b: Float64Array, lag = 0): number {
  const n = Math.min(a.length, b.length - lag);
  const x = a.subarray(0, n), y = b.subarray(lag, lag + n);
  const mx = mean(x), my = mean(y);
  let xy = 0, xx = 0, yy = 0;
  for (let i = 0; i < n; i++) {
    xy += (x[i] - mx) * (y[i] - my);
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

export const autocorrelation = (xs: Float64Array, lag: number): number => correlation(xs, xs, lag);

/** Each value less the mean of the `window` before it; the first `window` are left out. */
export function detrended(xs: Float64Array, window: number): Float64Array {
  const out = new Float64Array(xs.length - window);
  let sum = 0;
  for (let i = 0; i < xs.length; i++) {
    if (i >= window) {
      out[i - window] = xs[i] - sum / window;
      sum -= xs[i - window];
    }
    sum += xs[i];
  }
  return out;
}

/** Variance of sums of `count` neighbours over `count` times the variance: 1 for a random walk. */
export function varianceRatio(xs: Float64Array, count: number): number {
  const sums = new Float64Array(xs.length - count + 1);
  let sum = 0;
  for (let i = 0; i < xs.length; i++) {
    sum += xs[i];
    if (i >= count) sum -= xs[i - count];
    if (i >= count - 1) sums[i - count + 1] = sum;
  }
  return moment(sums, 2) / (count * moment(xs, 2));
}
