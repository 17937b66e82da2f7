import assert from "node:assert/strict";
import fc from "fast-check";
import type { Weather } from "./flaky_game_fixture.ts";
import type { Seen } from "./flaky_judge_fixture.ts";
import { assertSeen, play } from "./flaky_play_fixture.ts";

/** Entries that fill bit by bit, and answers that come late. */
const weather: fc.Arbitrary<Weather> = fc.record({
  lossPct: fc.constantFrom(0, 5, 20),
  doublePct: fc.constantFrom(0, 20),
  latePct: fc.constantFrom(10, 30, 50),
  rejectPct: fc.constantFrom(0, 5),
  partialPct: fc.constantFrom(50, 90),
  skewMs: fc.integer({ min: -400, max: 400 }),
  limitEntries: fc.constantFrom(true, true, true, false),
  maxSteps: fc.constantFrom(null, null, 200, 350),
});

/** About half of what the games below bring up. */
const LEAST: Seen = {
  "cover looked at": 3000,
  "old stop stayed beside a new one": 14,
  "relied on what is gone": 11,
  "one of several parts": 380,
  "ended before its fills": 140,
  "adopt position": 100,
  "guard fills": 350,
  "lost order": 120,
  "protection replacing": 2600,
  "protection closing": 440,
  "unknown": 1700,
};

Deno.test("Orders never makes the cover of a position smaller, nor sends an order larger than the venue takes", () => {
  const seen: Seen = {};
  fc.assert(
    fc.property(fc.nat(), weather, (seed, it) => play(seed, it, seen)),
    { numRuns: 120, seed: 51 },
  );
  assert.equal(seen["code -4005"], undefined);
  assertSeen(seen, LEAST);
});
