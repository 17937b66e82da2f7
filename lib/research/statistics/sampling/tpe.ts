import { Rng, type RngState } from "../../../core/mod.ts";
import { requireFraction, requireWhole } from "../guard.ts";
import { shareAt, valueAt } from "./levels.ts";
import type { Parameter, ParameterValue, Point } from "./parameter.ts";
import { Parzen } from "./parzen.ts";
import { randomPoint } from "./random_point.ts";
import { MAX_SOBOL_DIMENSIONS, sobolPoint } from "./sobol.ts";

/** A point that was tried. */
export interface Trial {
  readonly point: Point;
  /** What is to be large; NaN for a trial that failed or traded too little, which counts as the worst. */
  readonly score: number;
}

/** How points are proposed. */
export interface TpeOptions {
  /** Number of the trial to propose; two proposals from one history must differ in it. */
  readonly index: number;
  readonly seed: string;
  /** Trials before the model is used; until then points are Sobol points. @default {16} */
  readonly startup?: number;
  /** Share of the trials, the best, that new ones should resemble, 0..1. @default {0.2} */
  readonly goodShare?: number;
  /** Draws per parameter, of which the most promising is taken. @default {24} */
  readonly candidates?: number;
}

/**
 * The next point of a tree-structured Parzen estimator (Bergstra, Bardenet, Bengio & Kegl 2011), to make a score large.
 *
 * The history is split into the best trials and the rest. For each parameter on its own (so ties between parameters are
 * not learnt), values are drawn from the density of the best, and the one with the largest ratio to the density of the
 * rest is taken. A function of history, index and seed alone: propose a round of points from one history, then add their
 * scores in order of index, and the search is the same on any number of cores.
 */
export function tpePoint(
  parameters: readonly Parameter[],
  history: readonly Trial[],
  options: TpeOptions,
): Point {
  const { index, seed, startup = 16, goodShare = 0.2, candidates = 24 } = options;
  const action = "propose a point";
  requireWhole(action, "index", index, 0);
  requireWhole(action, "startup", startup, 2);
  requireWhole(action, "candidates", candidates, 1);
  requireFraction(action, "goodShare", goodShare);
  if (history.length < startup) {
    const draw = parameters.length <= MAX_SOBOL_DIMENSIONS ? sobolPoint : randomPoint;
    return draw(parameters, index, seed);
  }
  const best = history.map((trial, place) => ({ trial, place }))
    .sort((a, b) => compareScores(b.trial.score, a.trial.score) || a.place - b.place)
    .map(({ trial }) => trial);
  const goodCount = Math.ceil(goodShare * best.length);
  const good = best.slice(0, goodCount);
  const rest = best.slice(goodCount);
  const rng = Rng.create(`${seed}/tpe/${index}`);
  return Object.fromEntries(parameters.map((parameter) => {
    const valuesOf = (trials: readonly Trial[]) => trials.map((trial) => trial.point[parameter.name]);
    const value = parameter.kind === "choice"
      ? chooseValue(parameter.choices, valuesOf(good), { rest: valuesOf(rest), candidates, rng })
      : drawValue(parameter, valuesOf(good), { rest: valuesOf(rest), candidates, rng });
    return [parameter.name, value];
  }));
}

/** Ascending, NaN below everything. */
function compareScores(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Against {
  readonly rest: readonly ParameterValue[];
  readonly candidates: number;
  readonly rng: RngState;
}

function drawValue(parameter: Parameter, good: readonly ParameterValue[], against: Against): ParameterValue {
  const near = Parzen.of(good.map((value) => shareAt(parameter, value)));
  const far = Parzen.of(against.rest.map((value) => shareAt(parameter, value)));
  let best = 0;
  let bestRatio = -1;
  for (let i = 0; i < against.candidates; i++) {
    const share = Parzen.draw(near, against.rng);
    const ratio = Parzen.density(near, share) / Parzen.density(far, share);
    if (ratio <= bestRatio) continue;
    best = share;
    bestRatio = ratio;
  }
  return valueAt(parameter, best);
}

/** Choices are weighed by how often they occur, plus one each so that none is ever impossible. */
function chooseValue(
  choices: readonly ParameterValue[],
  good: readonly ParameterValue[],
  { rest, candidates, rng }: Against,
): ParameterValue {
  const weigh = (values: readonly ParameterValue[]) =>
    choices.map((choice) =>
      (1 + values.filter((value) => value === choice).length) / (choices.length + values.length)
    );
  const near = weigh(good);
  const far = weigh(rest);
  let best = -1;
  for (let i = 0; i < candidates; i++) {
    let left = Rng.uniform(rng);
    let drawn = 0;
    while (drawn < choices.length - 1 && left >= near[drawn]) left -= near[drawn++];
    if (best < 0 || near[drawn] / far[drawn] > near[best] / far[best]) best = drawn;
  }
  return choices[best];
}
