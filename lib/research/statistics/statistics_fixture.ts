// What the tests of this room share: seeded noise, comparison of numbers, and reference files.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Rng } from "../../core/mod.ts";

/** Seeded normal deviates of a mean and a standard deviation. */
export function noise(seed: string, count: number, { mean = 0, deviation = 1 } = {}): Float64Array {
  const rng = Rng.create(seed);
  return Float64Array.from({ length: count }, () => mean + deviation * Rng.normal(rng));
}

/** Asserts that a number is within `relative` of another; NaN equals NaN, Infinity itself. */
export function near(actual: number, expected: number, relative: number, what: string): void {
  if (Object.is(actual, expected) || actual === expected) return;
  const allowed = relative * Math.max(Math.abs(expected), relative);
  if (!(Math.abs(actual - expected) <= allowed)) assert.fail(`${what} is ${actual}, expected ${expected}`);
}

const DATA = "../shared/data";

/** A test that needs a file of ../shared/data: ignored, with the reason in its name, where that is absent. */
export function referenceTest(name: string, path: string, fn: () => void): Deno.TestDefinition {
  const present = existsSync(`${DATA}/${path}`);
  return { name: present ? name : `${name} (skipped: no ${path} in ${DATA})`, ignore: !present, fn };
}

/** Text of a reference file, unpacked if its name ends in .gz. */
export function readText(path: string): string {
  const bytes = readFileSync(`${DATA}/${path}`);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** Share of `count` cases that hold. */
export function shareHolding(count: number, holds: (i: number) => boolean): number {
  let held = 0;
  for (let i = 0; i < count; i++) if (holds(i)) held += 1;
  return held / count;
}
