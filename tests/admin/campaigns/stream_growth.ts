/** How a process's memory went once it had warmed up. */
export interface Growth {
  /** Of the line through the floors, a minute. */
  readonly mibPerMinute: number;
  /** Of that line, from its beginning to its end. */
  readonly riseMib: number;
  /** The line's beginning. */
  readonly fromMib: number;
  readonly isFlat: boolean;
}

/** The part of a run in which caches fill and code is compiled. */
const WARM_UP = 1 / 3;
/** Parts of the rest; the least of each is what the collector of garbage could not free. */
const FLOORS = 8;
/** Flat: the line rises by at most this part, or by so much: one collection more or less. */
const MOST_RISE = 0.1, MOST_RISE_MIB = 8;

/**
 * Judges what was seen in even steps over `minutes`: a line by least squares through the lowest values of eight parts of the
 * last two thirds. Throws RangeError for fewer than 24 values: a part would have less than two.
 */
export function growthOf(mib: readonly number[], minutes: number): Growth {
  const rest = mib.slice(Math.floor(mib.length * WARM_UP));
  if (rest.length < 2 * FLOORS) {
    throw new RangeError(
      `Cannot judge growth as there must be ${3 * FLOORS} values at least: current value is ${mib.length}`,
    );
  }
  const floors = Array.from({ length: FLOORS }, (_, i) => {
    const part = (k: number) => Math.floor(k * rest.length / FLOORS);
    return Math.min(...rest.slice(part(i), part(i + 1)));
  });
  const middle = (FLOORS - 1) / 2, mean = floors.reduce((sum, floor) => sum + floor, 0) / FLOORS;
  let above = 0, below = 0;
  for (const [i, floor] of floors.entries()) {
    above += (i - middle) * (floor - mean);
    below += (i - middle) ** 2;
  }
  const step = above / below, fromMib = mean - step * middle, riseMib = step * (FLOORS - 1);
  return {
    ...{ riseMib, fromMib, mibPerMinute: step * FLOORS / ((1 - WARM_UP) * minutes) },
    isFlat: riseMib <= Math.max(MOST_RISE_MIB, MOST_RISE * fromMib),
  };
}
