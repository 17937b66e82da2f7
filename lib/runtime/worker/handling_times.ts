/**
 * How long handling took, as a histogram of powers of two: bucket i counts the times under 2^i us and not under
 * 2^(i-1). Grows to the longest time seen; changed in place.
 */
export type HandlingTimes = number[];

/** The last bucket, for all that is longer: from 2^30 us, 18 minutes. */
const LAST_BUCKET = 31;

export const HandlingTimes = { create, add };

function create(): HandlingTimes {
  return [];
}

/** Counts one time, us; below 0 (no clock is perfect) counts as 0. */
function add(times: HandlingTimes, us: number): void {
  const bucket = us < 1 ? 0 : us >= 2 ** 30 ? LAST_BUCKET : 32 - Math.clz32(us);
  while (times.length <= bucket) times.push(0);
  times[bucket]++;
}
