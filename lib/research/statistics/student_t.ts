import { normalQuantile } from "./normal_quantile.ts";

const LANCZOS = [
  0.99999999999980993,
  676.5203681218851,
  -1259.1392167224028,
  771.32342877765313,
  -176.61502916214059,
  12.507343278686905,
  -0.13857109526572012,
  9.9843695780195716e-6,
  1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function for x > 0; relative error about 1e-14 (Lanczos, g = 7, 9 terms). */
export function logGamma(x: number): number {
  const z = x - 1;
  let sum = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i] / (z + i);
  const t = z + 7.5;
  return Math.log(2 * Math.PI) / 2 + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * Regularised incomplete beta function I_x(a, b), 0..1, for a, b > 0 and x in 0..1 (continued fraction by the modified
 * Lentz method, Numerical Recipes 6.4). Absolute error below 1e-11 for a, b up to 1e4.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1)) return NaN;
  if (x === 0 || x === 1) return x;
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  // the fraction converges fast on the near side of the mean alone
  return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b;
}

function fraction(x: number, a: number, b: number): number {
  const away = (value: number) => Math.abs(value) < 1e-300 ? 1e-300 : value;
  let c = 1;
  let d = 1 / away(1 - (a + b) * x / (a + 1));
  let result = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return result;
}

/**
 * Probability that Student's t with `freedom` > 0 degrees of freedom is at most t: absolute error below 1e-11 for up to
 * 25,000 degrees; NaN where freedom is not above 0.
 */
export function studentTCdf(t: number, freedom: number): number {
  if (Number.isNaN(t) || !(freedom > 0)) return NaN;
  if (!Number.isFinite(t)) return t > 0 ? 1 : 0;
  // near the centre the second form would round t away, in the tail the first would cancel
  const square = t * t;
  const tail = square < 1
    ? 0.5 - incompleteBeta(square / (freedom + square), 0.5, freedom / 2) / 2
    : incompleteBeta(freedom / (freedom + square), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/**
 * The t that is not exceeded with `probability`, by bisection of studentTCdf: relative error below 1e-9 for
 * probabilities of 1e-10 to 1 - 1e-10; infinite at 0 and 1, NaN outside 0..1.
 */
export function studentTQuantile(probability: number, freedom: number): number {
  if (!(probability >= 0 && probability <= 1) || !(freedom > 0)) return NaN;
  if (probability === 0.5) return 0;
  if (probability === 0 || probability === 1) return probability === 0 ? -Infinity : Infinity;
  if (probability > 0.5) return -studentTQuantile(1 - probability, freedom);
  let low = Math.min(normalQuantile(probability), -1);
  while (studentTCdf(low, freedom) > probability) low *= 2;
  let high = 0;
  for (let i = 0; i < 200 && high - low > 1e-15 * Math.abs(low); i++) {
    const middle = (low + high) / 2;
    if (studentTCdf(middle, freedom) > probability) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
