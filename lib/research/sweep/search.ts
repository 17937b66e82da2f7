import type { Point } from "../statistics/mod.ts";

/** Points and scores of the trials before a place. */
export interface TrialHistory {
  readonly pointAt: (index: number) => Point;
  readonly scoreAt: (index: number) => number;
}

/**
 * Which points are tried, by number of the trial. A function of plan, system and the scores of the trials that it needs:
 * never of who ran them, when, or how often the sweep was stopped.
 */
export interface SweepSearch {
  /** How many there are, at least 1. */
  readonly count: number;
  /** So many trials, from the first, must be known before this one can be named. */
  readonly needs: (index: number) => number;
  /** Of 0 <= index < count. */
  readonly pointAt: (index: number, history: TrialHistory) => Point;
}

/** Whether a point meets all conditions. */
export type Allows = (point: Point) => boolean;

/** Equal for equal points of one plan. */
export const pointKey = (point: Point): string => JSON.stringify(Object.values(point));
