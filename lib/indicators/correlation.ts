/**
 * Pearson correlation, -1..1, of the last n values of two series, aligned at their ends (as TA-Lib CORREL's
 * last value). Computed in two passes, so a large common level costs no digits.
 *
 * NaN where it is not defined: a series shorter than n, one that is constant over the window (TA-Lib says 0
 * there), or a value in the window that is not finite. Throws RangeError unless n is a whole number of at
 * least 2.
 */
export function correlation(a: Float64Array, b: Float64Array, n: number): number {
  if (!Number.isInteger(n) || n < 2) {
    throw new RangeError(
      `Cannot correlate as 'n' must be a whole number of at least 2: current value is ${n}`,
    );
  }
  if (a.length < n || b.length < n) return NaN;
  const startA = a.length - n;
  const startB = b.length - n;
  const meanA = mean(a, startA);
  const meanB = mean(b, startB);
  let both = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < n; i++) {
    const gapA = a[startA + i] - meanA;
    const gapB = b[startB + i] - meanB;
    both += gapA * gapB;
    squaresA += gapA * gapA;
    squaresB += gapB * gapB;
  }
  // Rounding leaves a constant series with gaps near 1e-16 of its level, which must not pass for movement.
  if (isNoise(squaresA, meanA, n) || isNoise(squaresB, meanB, n)) return NaN;
  const share = both / (Math.sqrt(squaresA) * Math.sqrt(squaresB));
  return share > 1 ? 1 : share < -1 ? -1 : share;
}

function mean(values: Float64Array, start: number): number {
  let sum = 0;
  for (let i = start; i < values.length; i++) sum += values[i];
  return sum / (values.length - start);
}

function isNoise(squares: number, level: number, n: number): boolean {
  return Math.sqrt(squares / n) <= 1e-12 * Math.abs(level);
}
