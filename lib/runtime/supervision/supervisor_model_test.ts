import assert from "node:assert/strict";
import fc from "fast-check";
import type { Tally } from "./model_judge_fixture.ts";
import { type Scenario, scenario } from "./model_scenario_fixture.ts";
import { play } from "./model_world_fixture.ts";

/**
 * Scenarios that once broke a rule, or a mutant of the reducer; they run first. To add one, copy the shrunk
 * counterexample that fast-check prints, as it is, and say what was wrong. (A seed and a path would mean
 * something else as soon as an arbitrary changes.)
 */
const REGRESSIONS: readonly Scenario[] = [
  { // A mutant started a group before all of it was gone: b's backoff was over while a was still to go.
    flags: {
      strategy: "one_for_all",
      intensity: 1,
      periodMs: 0,
      backoff: { firstMs: 0, factor: 1, maxMs: 150, jitterPct: 0 },
      killMs: 30,
    },
    children: [
      { id: "a", restart: "permanent", shutdownMs: 20, readyMs: 50 },
      { id: "b", restart: "permanent", shutdownMs: 20, readyMs: 50 },
    ],
    seed: "one",
    actions: [{ do: "ready", pick: 0 }, { do: "gone", pick: 0, exit: "normal" }, { do: "wait", ms: 1 }],
    calm: false,
    manners: ["good", "good", "good", "good"],
  },
  { // A mutant started what stood before a child in backoff, instead of waiting for it.
    flags: {
      strategy: "one_for_all",
      intensity: 1,
      periodMs: 0,
      backoff: { firstMs: 50, factor: 1, maxMs: 150, jitterPct: 0 },
      killMs: 30,
    },
    children: [
      { id: "a", restart: "permanent", shutdownMs: 20, readyMs: 50 },
      { id: "b", restart: "permanent", shutdownMs: 20, readyMs: 50 },
    ],
    seed: "one",
    actions: [
      { do: "ready", pick: 0 },
      { do: "gone", pick: 7, exit: "normal" },
      { do: "gone", pick: 0, exit: "normal" },
    ],
    calm: false,
    manners: ["good", "good", "good", "good"],
  },
];

const RUNS = 6_000;

/** What a campaign must at least have seen, so that it cannot pass by doing nothing. */
const FLOORS: Tally = {
  "starts": 15_000,
  "restarts one_for_one": 2_000,
  "restarts one_for_all": 2_000,
  "restarts rest_for_one": 2_000,
  "operator restarts": 400,
  "drops": 1_500,
  "all ready": 2_500,
  "came to rest at work": 700,
  "stops": 3_000,
  "brutal kills": 700,
  "ordered stops up one_for_all": 600,
  "ordered stops up rest_for_one": 350,
  "ordered stops stop one_for_one": 600,
  "ordered stops stop one_for_all": 600,
  "ordered stops stop rest_for_one": 600,
  "ordered stops escalate one_for_one": 80,
  "ordered stops escalate one_for_all": 60,
  "ordered stops escalate rest_for_one": 60,
  "stop in backoff": 400,
  "stop in escalation": 15,
  "at the window's edge": 250,
  "ready timers": 2_500,
  "stop timers": 500,
  "kill timers": 1_500,
  "backoff timers": 4_000,
  "stale events": 13_000,
  "ended Stopped": 1_800,
  "ended intensity": 900,
  "ended unkillable": 1_500,
  "unkillable before the stop": 600,
};

Deno.test("Supervisor.step() keeps its rules in any world", () => {
  const tally: Tally = {};
  fc.assert(fc.property(scenario, (each) => play(each, tally)), {
    seed: 20_240_229,
    numRuns: RUNS,
    examples: REGRESSIONS.map((each) => [each]),
  });
  for (const [what, floor] of Object.entries(FLOORS)) {
    assert.ok(tally[what] >= floor, `${what}: ${tally[what]}, at least ${floor} expected`);
  }
});
