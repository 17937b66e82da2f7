import { Rng, type RngState } from "../core/mod.ts";

/** Degrees of freedom of Student's t, whose tails ordinary shocks have; even, above 2. */
const DEGREES = 6;
/** Chance of a burst in an hour, and the range of its factor, which is log-uniform. */
const BURST_CHANCE = 1 / 200, BURST_LEAST = 2, BURST_MOST = 9;

/** Chance of a burst in a step of so many hours. */
export const burstChance = (hours: number): number => -Math.expm1(-hours * BURST_CHANCE);

/**
 * Factor on a step's volatility. Of mean square 1, it gives a normal deviate the tails of Student's t with 6 degrees of
 * freedom, sqrt(4 / chi2(6)) with chi2(6) = -2 ln(u1 u2 u3); rarely a burst comes on top. A burst is what a jump looks like
 * from within the hour: a range wide both ways, and a return of any size. Takes a chance as of burstChance().
 */
export function tailFactor(rng: RngState, chance: number): number {
  let product = 1;
  for (let i = 0; i < DEGREES; i += 2) product *= 1 - Rng.uniform(rng);
  const ordinary = Math.sqrt((DEGREES - 2) / (-2 * Math.log(product)));
  if (Rng.uniform(rng) >= chance) return ordinary;
  return ordinary * BURST_LEAST * (BURST_MOST / BURST_LEAST) ** Rng.uniform(rng);
}
