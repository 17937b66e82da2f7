import fc from "fast-check";
import type { Weather } from "./flaky_game_fixture.ts";
import type { Seen } from "./flaky_judge_fixture.ts";
import { assertSeen, play } from "./flaky_play_fixture.ts";

const weather: fc.Arbitrary<Weather> = fc.record({
  lossPct: fc.constantFrom(0, 10, 30),
  doublePct: fc.constantFrom(0, 20),
  latePct: fc.constantFrom(0, 10, 30),
  rejectPct: fc.constantFrom(0, 5),
  partialPct: fc.constantFrom(0, 50, 90),
  skewMs: fc.integer({ min: -400, max: 400 }),
  limitEntries: fc.boolean(),
  maxSteps: fc.constant(null),
});

/** About half of what the games below bring up. */
const LEAST: Seen = {
  "unknown": 1200,
  "unknown, then OrderAccepted": 30,
  "unknown, then OrderRejected": 80,
  "unknown, then OrderFilled": 50,
  "unknown, then OrderCancelled": 40,
  "unknown, then OrderExpired": 8,
  "unknown, then OrderUnknown": 500,
  "unknown, then reported acknowledged": 300,
  "unknown, then reported filled": 50,
  "unknown, then reported cancelled": 80,
  "unknown, then reported expired": 30,
  "heard of an order that was over": 1200,
  "fills learnt by asking": 200,
  "ended before its fills": 200,
  "code -1021": 250,
  "code -2021": 300,
  "code -1001": 60,
  "partial": 5000,
  "FillBooked": 7000,
  "protection protected": 3000,
  "protection replacing": 2500,
  "protection closing": 500,
  "refused EnterPosition: an order of the symbol is unknown": 5,
  "refused EnterPosition: store degraded": 90,
  "refused EnterPosition: ordered stop": 60,
  "refused EnterPosition: the symbol has a campaign": 150,
  "lost order": 100,
  "adopt position": 90,
  "close book": 90,
  "repair stop": 150,
  "guard": 140,
  "guard fills": 100,
};

Deno.test("Orders keeps its invariants with a venue whose answers are lost, late, doubled, out of order and refused", () => {
  const seen: Seen = {};
  fc.assert(
    fc.property(fc.nat(), weather, (seed, it) => play(seed, it, seen)),
    { numRuns: 120, seed: 50 },
  );
  assertSeen(seen, LEAST);
});
