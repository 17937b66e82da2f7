import { err, ok, type Result } from "../../core/mod.ts";
import type { SystemConfig } from "../../trader/mod.ts";
import { checkParameters, gridSize, MAX_SOBOL_DIMENSIONS, type Parameter } from "../statistics/mod.ts";
import { type Constraint, parseConstraint } from "./constraint.ts";
import type { Ranking } from "./objective.ts";
import { pathFaults } from "./with_parameters.ts";

/** How points are chosen. */
export const METHODS = ["grid", "random", "sobol", "tpe"] as const;
export type Method = typeof METHODS[number];

/** Everything a sweep follows from, besides system and market. Plain data. */
export interface SweepPlan extends Ranking {
  readonly method: Method;
  /** Named by their dotted paths in the system. */
  readonly parameters: readonly Parameter[];
  /** Conditions that every trial must meet; see parseConstraint(). */
  readonly where: readonly string[];
  /** How many are tried, 1 to MOST_TRIALS; of a grid all its points, whatever this says. */
  readonly trials: number;
  readonly seed: string;
  /** Trials of TPE that are proposed from the same history, at least 1. */
  readonly round: number;
}

/** More than these would not fit in memory beside their figures. */
export const MOST_TRIALS = 1_000_000;
/** The cost of a proposal grows with the trials before it. */
export const MOST_TPE_TRIALS = 2_000;

/** A plan's conditions, read; or everything that speaks against the plan, each as a sentence. */
export function checkPlan(plan: SweepPlan, system: SystemConfig): Result<readonly Constraint[], string[]> {
  const { parameters, method, minTrades, round } = plan;
  const faults: string[] = [];
  const checked = checkParameters(parameters);
  if (!checked.ok) faults.push(...checked.error);
  else if (method === "grid") faults.push(...gridFaults(parameters));
  const names = parameters.map(({ name }) => name);
  faults.push(...pathFaults(system, [...new Set(names)]));
  if (method === "sobol" && names.length > MAX_SOBOL_DIMENSIONS) {
    faults.push(
      `Sobol points have at most ${MAX_SOBOL_DIMENSIONS} parameters, there are ${names.length}: use random`,
    );
  }
  const most = method === "tpe" ? MOST_TPE_TRIALS : MOST_TRIALS;
  if (method !== "grid" && !isWhole(plan.trials, 1, most)) {
    faults.push(`trials must be a whole number of 1 to ${most}: current value is ${plan.trials}`);
  }
  if (!isWhole(round, 1, 1_000)) {
    faults.push(`round must be a whole number of 1 to 1000: current value is ${round}`);
  }
  if (!isWhole(minTrades, 0, Infinity)) {
    faults.push(`min-trades must be a whole number from 0: current value is ${minTrades}`);
  }
  const constraints: Constraint[] = [];
  for (const text of plan.where) {
    const parsed = parseConstraint(text);
    if (!parsed.ok) faults.push(parsed.error);
    else {
      constraints.push(parsed.value);
      faults.push(...pathFaults(system, parsed.value.paths.filter((path) => !names.includes(path))));
    }
  }
  return faults.length > 0 ? err(faults) : ok(constraints);
}

function gridFaults(parameters: readonly Parameter[]): string[] {
  const size = gridSize(parameters);
  if (!size.ok) return [size.error];
  if (size.value <= MOST_TRIALS) return [];
  return [`The grid has ${size.value} points, ${MOST_TRIALS} can be tried: use larger steps, or draw points`];
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;
