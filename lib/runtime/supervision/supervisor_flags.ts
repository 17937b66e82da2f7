import type { Backoff } from "./backoff.ts";
import { checkAtLeast } from "./child_spec.ts";

/**
 * Who starts again with a child that failed: nobody; all its siblings; or the siblings after it. Siblings are
 * stopped first.
 */
export type Strategy = "one_for_one" | "one_for_all" | "rest_for_one";

/** What a supervisor does about failures. Budgets multiply up the tree: keep them small near the root. */
export interface SupervisorFlags {
  readonly strategy: Strategy;
  /** This many restarts within the period are served, the next one makes the supervisor give up; a whole number. */
  readonly intensity: number;
  /** Length of the period, ms. */
  readonly periodMs: number;
  readonly backoff: Backoff;
  /** How long a killed child may take to be proven gone, ms; after that it cannot be killed. */
  readonly killMs: number;
}

/** one_for_one, 5 restarts in 60 s, waits of 100 ms x 2 up to 10 s +- 20 %, 1 s for a kill. */
export const DEFAULT_FLAGS: SupervisorFlags = Object.freeze({
  strategy: "one_for_one",
  intensity: 5,
  periodMs: 60_000,
  backoff: Object.freeze({ firstMs: 100, factor: 2, maxMs: 10_000, jitterPct: 20 }),
  killMs: 1_000,
});

/** Throws RangeError for a bound that is not finite, below its least value, or no whole number where it must be. */
export function checkFlags({ intensity, periodMs, backoff, killMs }: SupervisorFlags): void {
  checkAtLeast(0, "'intensity'", intensity);
  if (!Number.isInteger(intensity)) {
    throw new RangeError(
      `Cannot create supervisor as 'intensity' must be a whole number: current value is ${intensity}`,
    );
  }
  checkAtLeast(0, "'periodMs'", periodMs);
  checkAtLeast(0, "'killMs'", killMs);
  checkAtLeast(0, "'backoff.firstMs'", backoff.firstMs);
  checkAtLeast(1, "'backoff.factor'", backoff.factor);
  checkAtLeast(0, "'backoff.maxMs'", backoff.maxMs);
  checkAtLeast(0, "'backoff.jitterPct'", backoff.jitterPct);
  if (backoff.jitterPct > 100) {
    throw new RangeError(
      `Cannot create supervisor as 'backoff.jitterPct' must be at most 100: current value is ${backoff.jitterPct}`,
    );
  }
}
