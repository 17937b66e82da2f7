/** Mantissas stay below this, so that differences of two, doubled for their sign, are still exact float64 integers. */
const MANTISSA_BELOW = 2 ** 51;
/** 10 ** 22 is the largest power of ten that float64 holds exactly; more digits than that are no price. */
const MAX_EXPONENT = 18;

/**
 * The smallest e for which every value of all columns is exactly the float64 nearest to mantissa / 10^e with an integer
 * mantissa; -1 where there is none (more than 15 digits, NaN, infinities, minus zero). O(values).
 */
export function commonExponent(columns: readonly Float64Array[]): number {
  let exponent = 0;
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      while (!isExact(column[i], 10 ** exponent)) {
        if (++exponent > MAX_EXPONENT || Math.abs(column[i]) * 10 ** exponent >= MANTISSA_BELOW) return -1;
      }
    }
  }
  // a value found exact at a smaller exponent can be too large for the one needed later
  const scale = 10 ** exponent;
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) if (!isExact(column[i], scale)) return -1;
  }
  return exponent;
}

function isExact(value: number, scale: number): boolean {
  const mantissa = Math.round(value * scale);
  // NaN and infinities fail the comparisons; an integer has no minus zero
  return Math.abs(mantissa) < MANTISSA_BELOW && mantissa / scale === value && !Object.is(value, -0);
}

/** Mantissas of a column at an exponent that commonExponent found for it. */
export function mantissas(column: Float64Array, exponent: number): Float64Array {
  const scale = 10 ** exponent, found = new Float64Array(column.length);
  for (let i = 0; i < column.length; i++) found[i] = Math.round(column[i] * scale);
  return found;
}
