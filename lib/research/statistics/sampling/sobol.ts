import { Rng } from "../../../core/mod.ts";
import { requireWhole } from "../guard.ts";
import { valueAt } from "./levels.ts";
import type { Parameter, Point } from "./parameter.ts";

/** A primitive polynomial (degree, inner coefficients as bits) and the first direction numbers of a dimension. */
type Direction = readonly [degree: number, coefficients: number, first: readonly number[]];

/** Dimensions 2 to 21 of Joe & Kuo, new-joe-kuo-6.21201 (2008); the first dimension needs none. */
const DIRECTIONS: readonly Direction[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
  [6, 19, [1, 1, 1, 15, 7, 5]],
  [6, 22, [1, 3, 1, 15, 13, 25]],
  [6, 25, [1, 1, 5, 5, 19, 61]],
  [7, 1, [1, 3, 7, 11, 23, 15, 103]],
  [7, 4, [1, 3, 7, 13, 13, 15, 69]],
];

/** Most parameters that Sobol points can be drawn for. */
export const MAX_SOBOL_DIMENSIONS = DIRECTIONS.length + 1;

const WORDS = Array.from({ length: MAX_SOBOL_DIMENSIONS }, (_, dimension) => wordsOf(dimension));

/** The 32 direction words of a dimension, by the recurrence of its polynomial. */
function wordsOf(dimension: number): Uint32Array {
  const words = new Uint32Array(32);
  if (dimension === 0) return words.map((_, i) => 2 ** (31 - i));
  const [degree, coefficients, first] = DIRECTIONS[dimension - 1];
  for (let i = 0; i < 32; i++) {
    if (i < degree) {
      words[i] = first[i] << (31 - i);
      continue;
    }
    let word = words[i - degree] ^ (words[i - degree] >>> degree);
    for (let k = 1; k < degree; k++) {
      if ((coefficients >> (degree - 1 - k)) & 1) word ^= words[i - k];
    }
    words[i] = word;
  }
  return words;
}

/**
 * Point `index` of the Sobol sequence in Gray-code order (Sobol 1967; Antonov & Saleev 1979): coordinates in 0..1, 1
 * excluded, that fill the cube evenly; point 0 is the origin. Whole runs of 2^k points from a multiple of 2^k are the
 * evenest. `shift` holds 32 random bits per dimension that are laid over every point (a digital shift keeps the
 * evenness). Throws RangeError outside 1..21 dimensions or 0..2^32 - 1 points.
 */
export function sobolShares(index: number, dimensions: number, shift?: Uint32Array): Float64Array {
  requireWhole("draw a Sobol point", "index", index, 0);
  requireWhole("draw a Sobol point", "dimensions", dimensions, 1);
  if (dimensions > MAX_SOBOL_DIMENSIONS) {
    throw new RangeError(
      `Cannot draw a Sobol point as there are directions for ${MAX_SOBOL_DIMENSIONS} dimensions: current value is ${dimensions}`,
    );
  }
  if (index >= 2 ** 32) {
    throw new RangeError(
      `Cannot draw a Sobol point as 'index' must be below 2^32: current value is ${index}`,
    );
  }
  const gray = (index ^ (index >>> 1)) >>> 0;
  return Float64Array.from({ length: dimensions }, (_, dimension) => {
    let bits = shift?.[dimension] ?? 0;
    for (let i = 0; i < 32; i++) if ((gray >>> i) & 1) bits ^= WORDS[dimension][i];
    return (bits >>> 0) / 2 ** 32;
  });
}

/**
 * Point `index` of a Sobol search over at most 21 parameters, shifted by the seed; found without the points before it.
 */
export function sobolPoint(parameters: readonly Parameter[], index: number, seed: string): Point {
  const rng = Rng.create(`${seed}/sobol`);
  const shift = Uint32Array.from(parameters, () => Rng.below(rng, 2 ** 32));
  const shares = sobolShares(index, parameters.length, shift);
  return Object.fromEntries(
    parameters.map((parameter, i) => [parameter.name, valueAt(parameter, shares[i])]),
  );
}
