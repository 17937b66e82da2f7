import { err, ok, type Result } from "../../core/mod.ts";
import type { SystemConfig } from "../../trader/mod.ts";
import {
  gridPoint,
  gridSize,
  MAX_SOBOL_DIMENSIONS,
  type Point,
  randomPoint,
  sobolPoint,
} from "../statistics/mod.ts";
import type { Constraint } from "./constraint.ts";
import { type Allows, pointKey, type SweepSearch, type TrialHistory } from "./search.ts";
import { checkPlan, type SweepPlan } from "./sweep_plan.ts";
import { createTpeSearch } from "./tpe_search.ts";
import { withKnownParameters } from "./with_parameters.ts";

/** Points whose refusal by the system is looked for before anything is run. */
const TRIED_FIRST = 64;

/** The search that a plan asks for; or everything that speaks against the plan, each as a sentence. */
export function createSearch(plan: SweepPlan, system: SystemConfig): Result<SweepSearch, string[]> {
  const constraints = checkPlan(plan, system);
  if (!constraints.ok) return constraints;
  const allows = allowsOf(constraints.value, system);
  const numbers = plan.method === "grid" ? gridNumbers(plan, allows) : drawNumbers(plan, allows);
  const count = numbers.length;
  if (count === 0) return err([`No point meets ${plan.where.map((text) => `"${text}"`).join(" and ")}`]);
  const draw = drawOf(plan);
  const fixed: SweepSearch = { count, needs: () => 0, pointAt: (index) => draw(numbers[index]!) };
  const faults = firstFaults(fixed, system);
  if (faults.length > 0) return err(faults);
  return ok(plan.method === "tpe" ? createTpeSearch(plan, allows, fixed) : fixed);
}

function allowsOf(constraints: readonly Constraint[], system: SystemConfig): Allows {
  const fixed = (path: string): unknown =>
    path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], system);
  return (point) => {
    const valueAt = (path: string) => Object.hasOwn(point, path) ? point[path] : fixed(path);
    return constraints.every(({ holds }) => holds(valueAt));
  };
}

function drawOf({ method, parameters, seed }: SweepPlan): (number: number) => Point {
  if (method === "grid") return (number) => gridPoint(parameters, number);
  const isRandom = method === "random" || parameters.length > MAX_SOBOL_DIMENSIONS;
  return (number) => isRandom ? randomPoint(parameters, number, seed) : sobolPoint(parameters, number, seed);
}

function gridNumbers({ parameters }: SweepPlan, allows: Allows): Uint32Array {
  const size = gridSize(parameters);
  if (!size.ok) throw new Error(`Cannot walk a grid that was checked: ${size.error}`);
  const numbers = Uint32Array.from({ length: size.value }, (_, number) => number);
  return numbers.filter((number) => allows(gridPoint(parameters, number)));
}

/** Numbers of the first draws that meet the conditions, no point twice; fewer than asked where there are no more. */
function drawNumbers(plan: SweepPlan, allows: Allows): Uint32Array {
  const size = gridSize(plan.parameters);
  const wanted = size.ok ? Math.min(plan.trials, size.value) : plan.trials;
  const numbers: number[] = [];
  const seen = new Set<string>();
  const draw = drawOf(plan);
  // a finite set is drawn nearly whole by then, and a condition that so few meet is no condition to search under
  const most = 10_000 + 50 * wanted;
  for (let number = 0; number < most && numbers.length < wanted; number++) {
    const point = draw(number), key = pointKey(point);
    if (seen.has(key) || !allows(point)) continue;
    seen.add(key);
    numbers.push(number);
  }
  return Uint32Array.from(numbers);
}

/** Why the system refuses the first points, if it takes none of them: the plan is then not meant so. */
function firstFaults(search: SweepSearch, system: SystemConfig): string[] {
  const faults = new Set<string>();
  const tried = Math.min(search.count, TRIED_FIRST);
  const nothing: TrialHistory = { pointAt: () => ({}), scoreAt: () => NaN };
  for (let k = 0; k < tried; k++) {
    const index = Math.floor(k * search.count / tried);
    const changed = withKnownParameters(system, search.pointAt(index, nothing));
    if (changed.ok) return [];
    for (const fault of changed.error) faults.add(fault);
  }
  return [`The system takes none of ${tried} points spread over the plan:`, ...[...faults].slice(0, 5)];
}
