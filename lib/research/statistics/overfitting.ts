import { combinationsOf } from "./combinations.ts";
import { requireWhole } from "./guard.ts";
import type { Series } from "./series.ts";

/** Returns of many trials over the same periods. */
export interface TrialTable {
  readonly periods: number;
  readonly trials: number;
  /** Row by row: the return of trial t in period p is values[p * trials + t]. No NaN: a period without a trade is 0. */
  readonly values: Series;
}

/** How trials are compared. */
export interface OverfittingOptions {
  /** Even number of equal blocks of time, 2..20. @default {16} */
  readonly groups?: number;
  /** What the best trial is best at. @default {"sharpe"} */
  readonly score?: "sharpe" | "mean";
}

/** What choosing the best of the trials is worth. */
export interface OverfittingVerdict {
  /** Probability, 0..1, that the trial chosen in sample is below the median out of sample. About 0.5 for noise. */
  readonly probability: number;
  /** Probability, 0..1, that the trial chosen in sample scores below 0 out of sample. */
  readonly lossProbability: number;
  /** Slope of the chosen trial's score out of sample on its score in sample: 1 would be what it promised. */
  readonly degradation: number;
  /** ln(w / (1 - w)) per split, w the chosen trial's relative rank out of sample. */
  readonly logits: Float64Array;
  /** Splits judged: groups! / ((groups / 2)!)^2. */
  readonly splits: number;
}

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, Lopez de Prado &
 * Zhu 2015): time is cut into blocks; for each half of the blocks the best trial is picked, and its rank is read off the
 * other half. The oldest periods that do not fill a block are left out. A trial that never moved in a half scores 0
 * there. Cost: splits x trials x groups additions.
 *
 * Throws RangeError for an odd number of groups or one outside 2..20, fewer than two trials, fewer than two periods a
 * group, a value that is not finite, or values that do not fill the table.
 */
export function overfittingProbability(
  table: TrialTable,
  options: OverfittingOptions = {},
): OverfittingVerdict {
  const groups = options.groups ?? 16;
  checkTable(table, groups);
  const blocks = blocksOf(table, groups);
  const half = groups / 2;
  const logits: number[] = [];
  const chosenIn: number[] = [];
  const chosenOut: number[] = [];
  const inside = new Float64Array(table.trials);
  const outside = new Float64Array(table.trials);
  for (const chosen of combinationsOf(groups, half)) {
    const rest = Array.from({ length: groups }, (_, i) => i).filter((i) => !chosen.includes(i));
    scoreTrials(inside, blocks, chosen, options.score ?? "sharpe");
    scoreTrials(outside, blocks, rest, options.score ?? "sharpe");
    const best = indexOfBest(inside);
    const share = rankOf(outside, best) / (table.trials + 1);
    logits.push(Math.log(share / (1 - share)));
    chosenIn.push(inside[best]);
    chosenOut.push(outside[best]);
  }
  return {
    probability: shareOf(logits, (logit) => logit <= 0),
    lossProbability: shareOf(chosenOut, (score) => score < 0),
    degradation: slope(chosenIn, chosenOut),
    logits: Float64Array.from(logits),
    splits: logits.length,
  };
}

function checkTable({ periods, trials, values }: TrialTable, groups: number): void {
  const action = "judge overfitting";
  if (!(groups >= 2 && groups <= 20 && groups % 2 === 0)) {
    throw new RangeError(
      `Cannot ${action} as 'groups' must be an even number of 2..20: current value is ${groups}`,
    );
  }
  requireWhole(action, "trials", trials, 2);
  requireWhole(action, "periods", periods, 2 * groups);
  if (values.length !== periods * trials) {
    throw new RangeError(
      `Cannot ${action} as 'values' must hold periods x trials numbers: current count is ${values.length}, wanted ${
        periods * trials
      }`,
    );
  }
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new RangeError(
      `Cannot ${action} as every return must be finite: period ${Math.floor(i / trials)} of trial ${
        i % trials
      } is ${values[i]}`,
    );
  }
}

/** Sums and sums of squares per block and trial, block by block: what any union of blocks can be scored from. */
interface Blocks {
  readonly trials: number;
  readonly periodsEach: number;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

function blocksOf({ periods, trials, values }: TrialTable, groups: number): Blocks {
  const periodsEach = Math.floor(periods / groups);
  const skipped = periods - periodsEach * groups;
  const sums = new Float64Array(groups * trials);
  const squares = new Float64Array(groups * trials);
  for (let period = 0; period < periodsEach * groups; period++) {
    const block = Math.floor(period / periodsEach) * trials;
    const row = (period + skipped) * trials;
    for (let trial = 0; trial < trials; trial++) {
      const value = values[row + trial];
      sums[block + trial] += value;
      squares[block + trial] += value * value;
    }
  }
  return { trials, periodsEach, sums, squares };
}

function scoreTrials(
  out: Float64Array,
  blocks: Blocks,
  chosen: readonly number[],
  score: "sharpe" | "mean",
): void {
  const count = blocks.periodsEach * chosen.length;
  for (let trial = 0; trial < blocks.trials; trial++) {
    let sum = 0;
    let squares = 0;
    for (const block of chosen) {
      sum += blocks.sums[block * blocks.trials + trial];
      squares += blocks.squares[block * blocks.trials + trial];
    }
    const average = sum / count;
    if (score === "mean") {
      out[trial] = average;
      continue;
    }
    const variance = (squares - sum * average) / (count - 1);
    // a sum of squares loses about 1e-15 of itself, which must not pass for movement
    const moves = variance > 1e-14 * squares / count;
    out[trial] = moves ? average / Math.sqrt(variance) : average === 0 ? 0 : Math.sign(average) * Infinity;
  }
}

function indexOfBest(scores: Float64Array): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if (scores[i] > scores[best]) best = i;
  return best;
}

/** Rank of one score among all, 1 the worst; equals share the mean of their ranks. */
function rankOf(scores: Float64Array, at: number): number {
  let below = 0;
  let equal = 0;
  for (const score of scores) {
    if (score < scores[at]) below += 1;
    else if (score === scores[at]) equal += 1;
  }
  return below + (equal + 1) / 2;
}

function shareOf(values: readonly number[], belongs: (value: number) => boolean): number {
  return values.filter(belongs).length / values.length;
}

/** Least-squares slope of y on x over the pairs that are finite; NaN where x does not vary. */
function slope(x: readonly number[], y: readonly number[]): number {
  const pairs = x.map((value, i) => [value, y[i]]).filter(([a, b]) =>
    Number.isFinite(a) && Number.isFinite(b)
  );
  const meanX = pairs.reduce((sum, [a]) => sum + a, 0) / pairs.length;
  const meanY = pairs.reduce((sum, [, b]) => sum + b, 0) / pairs.length;
  let both = 0;
  let squares = 0;
  for (const [a, b] of pairs) {
    both += (a - meanX) * (b - meanY);
    squares += (a - meanX) ** 2;
  }
  return both / squares;
}
