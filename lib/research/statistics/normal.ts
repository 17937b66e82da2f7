/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * Probability that a standard normal deviate is at most x: 0..1. Absolute error below 1e-15, relative error below 1e-12
 * down to x = -37 (W. J. Cody, "Rational Chebyshev approximations for the error function", 1969); 0 below -38.6, where a
 * double has no number left.
 */
export function normalCdf(x: number): number {
  const z = x / Math.SQRT2;
  const size = Math.abs(z);
  if (size <= 0.46875) return 0.5 + 0.5 * errorNearZero(z);
  const tail = 0.5 * complementTail(size);
  return x < 0 ? tail : 1 - tail;
}

const NEAR_UP = [3209.37758913846947, 377.485237685302021, 113.864154151050156, 3.1611237438705656];
const NEAR_DOWN = [2844.23683343917062, 1282.61652607737228, 244.024637934444173, 23.6012909523441209];

/** erf(x) for |x| <= 0.46875. */
function errorNearZero(x: number): number {
  const square = x * x;
  const up = polynomial([...NEAR_UP, 0.185777706184603153], square);
  return x * up / polynomial([...NEAR_DOWN, 1], square);
}

const MIDDLE_UP = [
  1230.33935479799725,
  2051.07837782607147,
  1712.04761263407058,
  881.95222124176909,
  298.635138197400131,
  66.1191906371416295,
  8.88314979438837594,
  0.564188496988670089,
  2.15311535474403846e-8,
];
const MIDDLE_DOWN = [
  1230.33935480374942,
  3439.36767414372164,
  4362.61909014324716,
  3290.79923573345963,
  1621.38957456669019,
  537.181101862009858,
  117.693950891312499,
  15.7449261107098347,
  1,
];
const FAR_UP = [
  6.58749161529837803e-4,
  0.0160837851487422766,
  0.125781726111229246,
  0.360344899949804439,
  0.305326634961232344,
  0.0163153871373020978,
];
const FAR_DOWN = [
  2.33520497626869185e-3,
  0.0605183413124413191,
  0.527905102951428412,
  1.87295284992346725,
  2.56852019228982242,
  1,
];

/** erfc(x) for x > 0.46875. */
function complementTail(x: number): number {
  if (x > 27.5) return 0;
  // exp(-x*x) in two factors: x rounded to sixteenths squares without error
  const coarse = Math.trunc(x * 16) / 16;
  const decay = Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
  if (x <= 4) return decay * polynomial(MIDDLE_UP, x) / polynomial(MIDDLE_DOWN, x);
  const z = 1 / (x * x);
  const share = z * polynomial(FAR_UP, z) / polynomial(FAR_DOWN, z);
  return decay / x * (1 / Math.sqrt(Math.PI) - share);
}

/** Sum of coefficients[i] * x^i. */
export function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
  return sum;
}
