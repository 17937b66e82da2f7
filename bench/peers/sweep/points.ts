import { Rng } from "../../../lib/core/mod.ts";

/** One setting of the rules: periods of the two averages, in bars. */
export interface Point {
  readonly fast: number;
  readonly slow: number;
}

/** The grid: 50 fast periods from 5 by 200 slow ones from 60. */
const FIRST_FAST = 5, FAST_PERIODS = 50, FIRST_SLOW = 60, SLOW_PERIODS = 200;
/** Points in the whole grid. */
export const GRID_SIZE = FAST_PERIODS * SLOW_PERIODS;
/** Prime, and no factor of the grid's size: steps of it come to every point once. */
const STRIDE = 7919;

/** The first `count` points of the grid in an order that spreads any number of them over all of it. */
export function gridPoints(count = GRID_SIZE): Point[] {
  return Array.from({ length: Math.min(count, GRID_SIZE) }, (_, k) => {
    const place = (k * STRIDE) % GRID_SIZE;
    return { fast: FIRST_FAST + Math.floor(place / SLOW_PERIODS), slow: FIRST_SLOW + place % SLOW_PERIODS };
  });
}

/** So many different numbers of 0 <= n < `count`, or all of them, ascending: a function of the seed. */
export function drawSample(count: number, most: number, seed: string): number[] {
  const numbers = Array.from({ length: count }, (_, n) => n), rng = Rng.create(seed);
  const size = Math.min(most, count);
  for (let k = 0; k < size; k++) {
    const other = k + Rng.below(rng, count - k);
    [numbers[k], numbers[other]] = [numbers[other], numbers[k]];
  }
  return numbers.slice(0, size).sort((a, b) => a - b);
}
