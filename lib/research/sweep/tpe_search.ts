import { type Point, randomPoint, tpePoint, type Trial } from "../statistics/mod.ts";
import type { SweepPlan } from "./sweep_plan.ts";
import { type Allows, pointKey, type SweepSearch, type TrialHistory } from "./search.ts";

/** Trials before the model is used. */
const STARTUP = 16;
/** Proposals of the model for one trial before a point is drawn instead: the model may keep to what was tried. */
const PROPOSALS = 64;
const DRAWS = 2_000;

/**
 * A search by tree-structured Parzen estimators in rounds: all trials of a round are proposed from those before the round,
 * so that their number, not their speed, decides what is learnt from. Begins with the points of `first`, no point is tried
 * twice as long as another is found, and every one meets the conditions.
 */
export function createTpeSearch(plan: SweepPlan, allows: Allows, first: SweepSearch): SweepSearch {
  const { round } = plan;
  const startup = Math.min(first.count, Math.ceil(STARTUP / round) * round);
  const known = { from: -1, history: [] as Trial[] };

  function historyOf(needed: number, { pointAt, scoreAt }: TrialHistory): readonly Trial[] {
    if (known.from !== needed) {
      known.from = needed;
      known.history = Array.from(
        { length: needed },
        (_, i) => ({ point: pointAt(i), score: scoreAt(i) }),
      );
    }
    return known.history;
  }

  const needs = (index: number) => index < startup ? 0 : Math.floor(index / round) * round;
  return {
    count: first.count,
    needs,
    pointAt(index, history) {
      if (index < startup) return first.pointAt(index, history);
      const trials = historyOf(needs(index), history);
      // points of the same round count as tried too
      const tried = new Set(Array.from({ length: index }, (_, i) => pointKey(history.pointAt(i))));
      return nextPoint(plan, { index, trials, tried, allows });
    },
  };
}

interface Asked {
  readonly index: number;
  readonly trials: readonly Trial[];
  readonly tried: ReadonlySet<string>;
  readonly allows: Allows;
}

/** Every attempt has a number of its own, and so its own random draws. */
function nextPoint({ parameters, seed }: SweepPlan, { index, trials, tried, allows }: Asked): Point {
  let repeated: Point | null = null;
  for (let attempt = 0; attempt < DRAWS; attempt++) {
    const number = index * DRAWS + attempt;
    const point = attempt < PROPOSALS
      ? tpePoint(parameters, trials, { index: number, seed, startup: 2 })
      : randomPoint(parameters, number, seed);
    if (!allows(point)) continue;
    if (!tried.has(pointKey(point))) return point;
    repeated ??= point;
  }
  if (repeated !== null) return repeated;
  throw new Error(
    `Cannot find a point for trial ${index}: ${DRAWS} draws met no condition. Use random or grid`,
  );
}
