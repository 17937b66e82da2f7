import { Rng } from "../../../core/mod.ts";
import { requireWhole } from "../guard.ts";
import { valueAt } from "./levels.ts";
import type { Parameter, Point } from "./parameter.ts";

/** Point `index` of a seeded random search: each parameter drawn on its own, found without the points before it. */
export function randomPoint(parameters: readonly Parameter[], index: number, seed: string): Point {
  requireWhole("draw a point", "index", index, 0);
  const rng = Rng.create(`${seed}/random/${index}`);
  return Object.fromEntries(
    parameters.map((parameter) => [parameter.name, valueAt(parameter, Rng.uniform(rng))]),
  );
}
