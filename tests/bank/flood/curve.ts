/** How a figure went over a run, and whether that is flat. */
export interface CurveVerdict {
  /** Median of what was seen from 15 to 25 % of the run. */
  readonly atFifth: number;
  /** Median of the last tenth. */
  readonly atEnd: number;
  readonly max: number;
  readonly isFlat: boolean;
}

/** Flat: the end is at most so many times the value at 20 % of the run, or at most so much more. */
export type FlatRule = { readonly times: number } | { readonly plus: number };

/** Of memory. */
export const FLAT_MEMORY: FlatRule = { times: 1.15 };
/** Of threads and descriptors. Fewer is no leak: Deno ends the helper threads of a start after 10 s. */
export const FLAT_COUNT: FlatRule = { plus: 2 };

const LEAST_SAMPLES = 10;

/** Judges what was seen in even steps. Throws RangeError for fewer than 10 values: they say nothing. */
export function judgeCurve(values: readonly number[], rule: FlatRule): CurveVerdict {
  if (values.length < LEAST_SAMPLES) {
    throw new RangeError(
      `Cannot judge a curve as it must have at least ${LEAST_SAMPLES} values: current value is ${values.length}`,
    );
  }
  const part = (from: number, to: number) =>
    values.slice(Math.floor(from * values.length), Math.max(1, Math.ceil(to * values.length)));
  const atFifth = median(part(0.15, 0.25)), atEnd = median(part(0.9, 1));
  const isFlat = "times" in rule ? atEnd <= rule.times * atFifth : atEnd <= atFifth + rule.plus;
  return { atFifth, atEnd, max: Math.max(...values), isFlat };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
