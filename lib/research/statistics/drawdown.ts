import { growthOf } from "./returns.ts";
import type { Series } from "./series.ts";

/** Whether a fall is a share of the peak (equity) or a difference to it (R multiples, money without compounding). */
export type DrawdownMeasure = "relative" | "absolute";

/** One fall from a peak. Indexes are places in the levels; -1 is the start before the first of them. */
export interface Drawdown {
  /** 0 or less: a fraction of the peak (-0.25 is a fall of 25 %), or a difference in the unit of the levels. */
  readonly depth: number;
  readonly peakIndex: number;
  readonly troughIndex: number;
  /** First place back at the peak, or null while it is not. */
  readonly recoveryIndex: number | null;
  /** Periods from the peak to the recovery, or to the last level. */
  readonly lengthPeriods: number;
}

/** What to measure a curve by. */
export interface DrawdownOptions {
  readonly measure: DrawdownMeasure;
  /** The level before the first one: 1 for growth, 0 for a sum of R. */
  readonly start: number;
}

/**
 * Every fall of `levels` from a new peak, in order. NaN levels are passed over. A relative fall needs a positive start;
 * a curve below zero then has a depth below -1.
 */
export function drawdownsOf(levels: Series, options: DrawdownOptions): readonly Drawdown[] {
  const relative = options.measure === "relative";
  if (relative && !(options.start > 0)) {
    throw new RangeError(
      `Cannot measure relative drawdown as 'start' must be above 0: current value is ${options.start}`,
    );
  }
  const falls: Drawdown[] = [];
  let peak = options.start;
  let peakIndex = -1;
  let depth = 0;
  let troughIndex = -1;
  const close = (recoveryIndex: number | null) => {
    const lengthPeriods = (recoveryIndex ?? levels.length - 1) - peakIndex;
    falls.push({ depth, peakIndex, troughIndex, recoveryIndex, lengthPeriods });
  };
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i];
    if (level >= peak) {
      if (depth < 0) close(i);
      peak = level;
      peakIndex = i;
      depth = 0;
      continue;
    }
    const fall = relative ? (level - peak) / peak : level - peak;
    if (fall < depth) {
      depth = fall;
      troughIndex = i;
    }
  }
  if (depth < 0) close(null);
  return falls;
}

/** The deepest fall (the first of equals), or undefined for a curve that never fell. */
export function deepestDrawdown(levels: Series, options: DrawdownOptions): Drawdown | undefined {
  let deepest: Drawdown | undefined;
  for (const fall of drawdownsOf(levels, options)) {
    if (deepest === undefined || fall.depth < deepest.depth) deepest = fall;
  }
  return deepest;
}

/** The fall that lasted longest (the first of equals), or undefined for a curve that never fell. */
export function longestDrawdown(levels: Series, options: DrawdownOptions): Drawdown | undefined {
  let longest: Drawdown | undefined;
  for (const fall of drawdownsOf(levels, options)) {
    if (longest === undefined || fall.lengthPeriods > longest.lengthPeriods) longest = fall;
  }
  return longest;
}

/** Depth of the deepest fall, 0 or less, in one pass and without a list. */
export function deepestFall(levels: Series, options: DrawdownOptions): number {
  const relative = options.measure === "relative";
  let peak = options.start;
  let depth = 0;
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i];
    if (level > peak) peak = level;
    const fall = relative ? (level - peak) / peak : level - peak;
    if (fall < depth) depth = fall;
  }
  return depth;
}

/** Largest fall of compounded returns from a peak, the start included: -1..0 (empyrical max_drawdown); NaN when empty. */
export function maxDrawdown(returns: Series): number {
  return returns.length === 0 ? NaN : deepestFall(growthOf(returns), { measure: "relative", start: 1 });
}
