import assert from "node:assert/strict";
import { pointsWithin, type SweepOutcome } from "./sweep_outcome.ts";

const PILOT: SweepOutcome = {
  ...{ points: 200, bars: 1_000, workers: 2, wallS: 4, cpuS: 8, peakMib: 1, note: "" },
  ...{ trades: [], net: [], sumR: [] },
};

Deno.test("pointsWithin() cuts a sweep to what fits, and never below the pilot or above all", () => {
  assert.equal(pointsWithin(PILOT, 100, 10_000), 5_000);
  assert.equal(pointsWithin(PILOT, 1_000, 10_000), 10_000);
  assert.equal(pointsWithin(PILOT, 1, 10_000), 200);
  assert.equal(pointsWithin(PILOT, 1, 100), 100);
});
