import { Rng, type RngState } from "../../core/mod.ts";
import { type Interval, intervalOf } from "./bootstrap.ts";
import { type CurveBand, curveBand } from "./curve_band.ts";
import { deepestFall } from "./drawdown.ts";
import { requireWhole } from "./guard.ts";
import { drawBlocks, shuffle } from "./resample.ts";
import type { Series } from "./series.ts";

/** What is asked of a Monte-Carlo run. */
export interface MonteCarloOptions {
  /**
   * - `shuffle`: the same trades in another order. Was the path lucky? Every curve ends where the real one did.
   * - `forecast`: what the next `horizon` trades of the same kind may bring. Each path draws its trades from a resample of
   *   the trades, so the doubt about their mean is in the band and not only their scatter.
   */
  readonly method: "shuffle" | "forecast";
  /** Curves drawn, at least 2. For a shuffle the order as it was is one of them. */
  readonly paths: number;
  /** Share of curves inside the band, and of figures inside an interval, 0..1. */
  readonly coverage: number;
  readonly seed: string;
  /** Whether outcomes are fractions above -1 that multiply up from 1, or amounts (R, money) that add up from 0. */
  readonly compound: boolean;
  /** Trades of a forecast path; a shuffle has as many as there are. @default {the number of outcomes} */
  readonly horizon?: number;
  /** Mean length of the blocks a forecast draws: more than 1 where outcomes follow each other. @default {1} */
  readonly meanBlock?: number;
}

/** What the paths showed. */
export interface MonteCarloVerdict {
  /** Holds a share `coverage` of whole curves; level after each trade. */
  readonly curve: CurveBand;
  /** Depth of the deepest fall, 0 or less: a fraction where outcomes compound, else in their unit. */
  readonly maxDrawdown: Interval;
  /** Level after the last trade. */
  readonly final: Interval;
  /** Curves looked at. */
  readonly paths: number;
}

/**
 * Bands of the equity curve, of its deepest fall and of its end, from outcomes of trades in the order they were closed.
 *
 * Stated coverage: with `shuffle`, the curve and the deepest fall of a system whose trades are independent and alike are
 * inside with probability `coverage`, exactly but for ties. With `forecast`, so are those of its next trades, about: 85 to
 * 89 % was measured for 90 % bands from 60 to 500 trades, less where a few large outcomes matter most.
 *
 * Memory: 8 bytes x paths x trades. Throws RangeError without an outcome, for one that is not finite, and for one of -1 or
 * less that should compound.
 */
export function monteCarlo(outcomes: Series, options: MonteCarloOptions): MonteCarloVerdict {
  const { paths, coverage, compound } = options;
  const length = checkedLength(outcomes, options);
  const rng = Rng.create(options.seed);
  const draw = options.method === "shuffle"
    ? shuffled(outcomes, rng)
    : forecast(outcomes, { length, meanBlock: options.meanBlock ?? 1, rng });
  const curves = new Float64Array(paths * length);
  const falls = new Float64Array(paths);
  const ends = new Float64Array(paths);
  const depth = { measure: compound ? "relative" : "absolute", start: compound ? 1 : 0 } as const;
  const curve = new Float64Array(length);
  for (let path = 0; path < paths; path++) {
    accumulate(curve, draw(path), compound);
    // in another order the same sum differs in its last digits, which would pass for scatter
    if (options.method === "shuffle" && path > 0) curve[length - 1] = ends[0];
    falls[path] = deepestFall(curve, depth);
    ends[path] = curve[length - 1];
    // compounding is skewed: in logarithms the band has the right shape and never falls below zero
    for (let i = 0; i < length; i++) curves[path * length + i] = compound ? Math.log(curve[i]) : curve[i];
  }
  return {
    curve: compound ? inLevels(curveBand(curves, paths, coverage)) : curveBand(curves, paths, coverage),
    maxDrawdown: intervalOf(falls, coverage),
    final: intervalOf(ends, coverage),
    paths,
  };
}

/** Fills `curve` with the level after each outcome: a product from 1, or a sum from 0. */
export function accumulate(curve: Float64Array, outcomes: Series, compound: boolean): void {
  let level = compound ? 1 : 0;
  for (let i = 0; i < curve.length; i++) {
    level = compound ? level * (1 + outcomes[i]) : level + outcomes[i];
    curve[i] = level;
  }
}

function checkedLength(outcomes: Series, options: MonteCarloOptions): number {
  const action = "run a Monte Carlo";
  requireWhole(action, "number of outcomes", outcomes.length, 1);
  requireWhole(action, "paths", options.paths, 2);
  const length = options.method === "shuffle" ? outcomes.length : options.horizon ?? outcomes.length;
  requireWhole(action, "horizon", length, 1);
  for (let i = 0; i < outcomes.length; i++) {
    if (Number.isFinite(outcomes[i]) && (!options.compound || outcomes[i] > -1)) continue;
    const rule = options.compound ? "finite and above -1 to compound" : "finite";
    throw new RangeError(`Cannot ${action} as every outcome must be ${rule}: outcome ${i} is ${outcomes[i]}`);
  }
  return length;
}

/** Gives the outcomes as they are for path 0, then in other orders; the array is used again for each path. */
function shuffled(outcomes: Series, rng: RngState): (path: number) => Float64Array {
  const order = Int32Array.from({ length: outcomes.length }, (_, i) => i);
  const drawn = new Float64Array(outcomes.length);
  return (path) => {
    if (path > 0) shuffle(order, rng);
    for (let i = 0; i < drawn.length; i++) drawn[i] = outcomes[order[i]];
    return drawn;
  };
}

/** Gives draws from a resample of the outcomes as large as they are, not from the outcomes themselves. */
function forecast(outcomes: Series, { length, meanBlock, rng }: {
  readonly length: number;
  readonly meanBlock: number;
  readonly rng: RngState;
}): () => Float64Array {
  const parent = new Int32Array(outcomes.length);
  const places = new Int32Array(length);
  const drawn = new Float64Array(length);
  return () => {
    drawBlocks(parent, outcomes.length, { meanBlock, rng });
    drawBlocks(places, parent.length, { meanBlock, rng });
    for (let i = 0; i < length; i++) drawn[i] = outcomes[parent[places[i]]];
    return drawn;
  };
}

function inLevels({ low, middle, high }: CurveBand): CurveBand {
  return { low: low.map(Math.exp), middle: middle.map(Math.exp), high: high.map(Math.exp) };
}
