import type { TrialFigures } from "./trial_figures.ts";

/** What a sweep may rank by; always: the larger, the better. */
export const OBJECTIVES = ["sharpe", "calmar", "profit_factor", "expectancy_r", "return"] as const;

/** Name of an objective, as on the command line. */
export type Objective = typeof OBJECTIVES[number];

/** What trials are ranked by. */
export interface Ranking {
  readonly objective: Objective;
  /** Trials with fewer round trips have no score: luck alone would rank them. */
  readonly minTrades: number;
}

const FIGURE_OF = {
  sharpe: "sharpe",
  calmar: "calmar",
  profit_factor: "profitFactor",
  expectancy_r: "expectancyR",
  return: "returnPct",
} as const satisfies Record<Objective, keyof TrialFigures>;

/** The figure that an objective looks at. */
export const figureOf = (objective: Objective): keyof TrialFigures => FIGURE_OF[objective];

/** The score of a trial; NaN for one that failed, traded too little, or has no such figure. */
export function scoreOf(figures: TrialFigures | null, { objective, minTrades }: Ranking): number {
  return figures === null || figures.trades < minTrades ? NaN : figures[FIGURE_OF[objective]];
}

/** Best first, NaN last; among equals the trial of the smaller index. */
export function byScore(
  a: { readonly score: number; readonly index: number },
  b: { readonly score: number; readonly index: number },
): number {
  const hasA = !Number.isNaN(a.score), hasB = !Number.isNaN(b.score);
  if (hasA !== hasB) return hasA ? -1 : 1;
  return hasA && a.score !== b.score ? (a.score > b.score ? -1 : 1) : a.index - b.index;
}
