import { deepestFall, drawdownsOf } from "../statistics/mod.ts";
import type { Curve } from "./report_data.ts";

/** Most points of a curve in a report: a page of a few wide screens. */
export const MAX_POINTS = 2_000;

/** Values of a curve at `marks` (ascending): those of its last point by then; NaN before its first. */
export function levelsAt({ atMs, value }: Curve, marks: readonly number[]): Float64Array {
  const levels = new Float64Array(marks.length);
  let next = 0;
  marks.forEach((mark, i) => {
    while (next < atMs.length && atMs[next] <= mark) next += 1;
    levels[i] = next === 0 ? NaN : value[next - 1];
  });
  return levels;
}

/** Depth of the deepest fall from a peak, in percent of it, 0 or more. */
export const deepestFallPct = ({ value }: Curve): number =>
  100 * Math.abs(deepestFall(value, { measure: "relative", start: value[0] }));

/** Longest time from a peak until it was reached again, or until the end; 0 for a curve that never fell. */
export function longestFallMs({ atMs, value }: Curve): number {
  const falls = drawdownsOf(value, { measure: "relative", start: value[0] });
  return falls.reduce((longest, { peakIndex, recoveryIndex }) => {
    const untilMs = atMs[recoveryIndex ?? atMs.length - 1];
    return Math.max(longest, untilMs - atMs[Math.max(peakIndex, 0)]);
  }, 0);
}

/** How far the curve is below its peak, in percent of the peak, 0 or more. */
export function fallsPct({ atMs, value }: Curve): Curve {
  let peak = -Infinity;
  const below = value.map((level) => {
    peak = Math.max(peak, level);
    return (100 * (peak - level)) / peak;
  });
  return { atMs, value: below };
}

/**
 * The curve by at most `maxPoints` of its points (at least 4): first and last, and of each stretch between the lowest and the
 * highest, so that no extreme is lost.
 */
export function thin(curve: Curve, maxPoints = MAX_POINTS): Curve {
  const { atMs, value } = curve, points = value.length;
  if (points <= maxPoints) return curve;
  const stretches = Math.floor((maxPoints - 2) / 2), inner = points - 2;
  const kept = [0];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = 1 + Math.floor((stretch * inner) / stretches);
    const to = 1 + Math.floor(((stretch + 1) * inner) / stretches);
    let low = from, high = from;
    for (let i = from + 1; i < to; i++) {
      if (value[i] < value[low]) low = i;
      if (value[i] > value[high]) high = i;
    }
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  kept.push(points - 1);
  return { atMs: kept.map((i) => atMs[i]), value: kept.map((i) => value[i]) };
}
