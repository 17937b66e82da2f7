import type { SystemConfig } from "../../trader/mod.ts";
import { mean, type Point } from "../statistics/mod.ts";
import {
  dailyReturns,
  figuresOf,
  judgeSweep,
  type Ranking,
  runTrial,
  scoreOf,
  type SweepSearch,
  type TrialFigures,
  type TrialMarket,
  type TrialOutcome,
  tryPoint,
  withKnownParameters,
} from "../sweep/mod.ts";
import { DAY_MS, marketOver, type WalkSpans } from "./walk_windows.ts";

/** What is fitted, and by what the best is known. */
export interface WalkPlan {
  /** A search of its own for each window: what it learns in one is not known in another. */
  readonly newSearch: () => SweepSearch;
  readonly ranking: Ranking;
}

/** What the fit of one window came to. */
export interface FitFigures {
  /** The choice, over the fit. */
  readonly figures: TrialFigures;
  /** Its mean return a day, a fraction. */
  readonly meanDaily: number;
  readonly trials: number;
  /** Points that the system's schema refused, and those with too few round trips. */
  readonly refused: number;
  readonly tooFew: number;
  /** Deflated Sharpe ratio of the choice among the trials, 0..1. */
  readonly deflatedSharpe: number;
  /** Probability of backtest overfitting of the trials, 0..1; NaN where the fit is too short to tell. */
  readonly overfitting: number;
}

/** One step of a walk. */
export interface WalkStep extends WalkSpans {
  /** What was chosen; empty where nothing is fitted, null where no trial could be. */
  readonly point: Point | null;
  /** Null where nothing is fitted or nothing could be chosen. */
  readonly fitted: FitFigures | null;
  /** Null where nothing could be chosen: then nothing is traded. */
  readonly outcome: TrialOutcome | null;
  readonly figures: TrialFigures | null;
  /** Of the test, one a UTC day. */
  readonly returns: Float64Array;
}

/** Told after each trial of a window; `trials` are those of this window. */
export type WalkProgress = (window: number, windows: number, trial: number) => void;

/**
 * Fits a system on each window by a search of its own, and runs the choice on the untouched stretch behind; without a plan the
 * system runs there as it is. Fits and tests begin with a fresh account, warmed up on all earlier candles and no later ones;
 * positions still open at the end of a test count at their price there.
 */
export function walkForward(
  market: TrialMarket,
  system: SystemConfig,
  windows: readonly WalkSpans[],
  plan: WalkPlan | null,
  onTrial: WalkProgress = () => {},
): WalkStep[] {
  return windows.map((window, i): WalkStep => {
    const fit = plan === null
      ? null
      : fitWindow(market, system, window, plan, (trial) => onTrial(i, windows.length, trial));
    if (plan !== null && fit === null) return untraded(window);
    const outcome = runTrial(marketOver(market, window.test), fit?.system ?? system);
    onTrial(i + 1, windows.length, 0);
    const figures = figuresOf(outcome), returns = dailyReturns(outcome);
    return { ...window, point: fit?.point ?? {}, fitted: fit?.fitted ?? null, outcome, figures, returns };
  });
}

function untraded(window: WalkSpans): WalkStep {
  const days = Math.round((window.test.toMs - window.test.fromMs) / DAY_MS);
  return {
    ...window,
    ...{ point: null, fitted: null, outcome: null, figures: null, returns: new Float64Array(days) },
  };
}

interface Fit {
  readonly system: SystemConfig;
  readonly point: Point;
  readonly fitted: FitFigures;
}

interface Tried {
  readonly point: Point;
  readonly figures: TrialFigures | null;
  readonly returns: Float64Array;
  readonly score: number;
}

function fitWindow(
  market: TrialMarket,
  system: SystemConfig,
  { fit }: WalkSpans,
  { newSearch, ranking }: WalkPlan,
  onTrial: (trial: number) => void,
): Fit | null {
  const search = newSearch(), fitMarket = marketOver(market, fit);
  const tried: Tried[] = [];
  const history = {
    pointAt: (index: number) => tried[index]!.point,
    scoreAt: (index: number) => tried[index]!.score,
  };
  for (let index = 0; index < search.count; index++) {
    const trial = tryPoint(fitMarket, system, search.pointAt(index, history));
    tried.push({ ...trial, score: scoreOf(trial.figures, ranking) });
    onTrial(index + 1);
  }
  const best = tried.reduce<Tried | null>(better, null);
  if (best === null) return null;
  const run = tried.filter((it) => it.figures !== null);
  const verdict = judgeSweep(
    best.returns,
    run.map((it) => it.figures!.sharpe),
    run.map((it) => it.returns),
  );
  const changed = withKnownParameters(system, best.point);
  if (!changed.ok) throw new Error(`Cannot use a point that was run: ${changed.error.join("; ")}`);
  const fitted = {
    figures: best.figures!,
    meanDaily: mean(best.returns),
    trials: search.count,
    refused: tried.length - run.length,
    tooFew: run.filter((it) => it.figures!.trades < ranking.minTrades).length,
    deflatedSharpe: verdict.deflatedSharpe,
    overfitting: verdict.overfitting,
  };
  return { system: changed.value, point: best.point, fitted };
}

/** The first of equals; an undefined score is never the best. */
function better(best: Tried | null, it: Tried): Tried | null {
  if (Number.isNaN(it.score)) return best;
  return best === null || it.score > best.score ? it : best;
}
