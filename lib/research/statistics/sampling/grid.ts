import { err, ok, type Result } from "../../../core/mod.ts";
import { levelAt, levelCount } from "./levels.ts";
import type { Parameter, ParameterValue, Point } from "./parameter.ts";

/** Number of points of the full grid, or why there is no such grid. */
export function gridSize(parameters: readonly Parameter[]): Result<number, string> {
  const endless = parameters.find((parameter) => levelCount(parameter) === Infinity);
  if (endless !== undefined) {
    return err(`Parameter '${endless.name}' is continuous and has no grid: give it a step, or draw points`);
  }
  const size = parameters.reduce((product, parameter) => product * levelCount(parameter), 1);
  if (size <= Number.MAX_SAFE_INTEGER) return ok(size);
  return err(`The grid has ${size} points, which cannot be numbered: use larger steps, or draw points`);
}

/**
 * Point `index` of the grid, 0..gridSize - 1: the last parameter changes fastest. Any point is found without those before
 * it, so a sweep may stop and go on, or be shared out. Throws RangeError outside the grid.
 */
export function gridPoint(parameters: readonly Parameter[], index: number): Point {
  const point: Record<string, ParameterValue> = {};
  let rest = index;
  for (const parameter of [...parameters].reverse()) {
    const count = levelCount(parameter);
    point[parameter.name] = levelAt(parameter, rest % count);
    rest = Math.floor(rest / count);
  }
  if (!Number.isSafeInteger(index) || index < 0 || rest !== 0) {
    throw new RangeError(
      `Cannot take a grid point as 'index' must lie in the grid: current value is ${index}`,
    );
  }
  return Object.fromEntries(parameters.map(({ name }) => [name, point[name]]));
}
