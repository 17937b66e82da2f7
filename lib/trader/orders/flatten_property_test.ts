import fc from "fast-check";
import { playFlatten } from "./flaky_flatten_fixture.ts";
import type { Weather } from "./flaky_game_fixture.ts";
import type { Seen } from "./flaky_judge_fixture.ts";
import { assertSeen } from "./flaky_play_fixture.ts";

const weather: fc.Arbitrary<Weather> = fc.record({
  lossPct: fc.constantFrom(0, 10, 30),
  doublePct: fc.constantFrom(0, 20),
  latePct: fc.constantFrom(0, 10, 30),
  rejectPct: fc.constantFrom(0, 5, 20),
  partialPct: fc.constantFrom(0, 50, 90),
  skewMs: fc.integer({ min: -400, max: 400 }),
  limitEntries: fc.boolean(),
  maxSteps: fc.constantFrom(null, null, 200),
});

/** About half of what the games below bring up. */
const LEAST: Seen = {
  "flat": 200,
  "pulled while none": 25,
  "pulled while configuring": 8,
  "pulled while entering": 50,
  "pulled while open": 50,
  "pulled while closing": 50,
  "stop kept until the venue's word": 600,
  "sent X while flattening": 750,
  "sent S while flattening": 900,
  "refused EnterPosition: kill": 12_000,
  "adopt position": 200,
  "close book": 60,
  "guard fills": 350,
  "unknown": 2000,
  "partial": 3000,
  "code -1001": 400,
};

Deno.test("Orders flattens whatever the venue, the line, hands and restarts do: always flat in the end, stops kept until then", () => {
  const seen: Seen = {};
  fc.assert(
    fc.property(fc.nat(), weather, (seed, it) => playFlatten(seed, it, seen)),
    { numRuns: 400, seed: 52 },
  );
  assertSeen(seen, LEAST);
});
