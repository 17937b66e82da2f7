import assert from "node:assert/strict";
import fc from "fast-check";
import {
  assertExact,
  BAR_MS,
  FORTUNE,
  type Misfortune,
  opensOf,
  optionsFor,
  VirtualVenue,
} from "./feed_fixture.ts";

const share = (max: number) => fc.integer({ min: 0, max: 100 }).map((n) => (n / 100) * max);

const misfortune: fc.Arbitrary<Misfortune> = fc.record({
  drop: share(0.9),
  duplicate: share(0.5),
  late: share(0.5),
  breakage: share(0.05),
  silence: share(0.02),
  dialFails: share(0.8),
  pageFails: share(0.6),
  clockFails: share(0.5),
  rowLost: share(0.1),
  saysClosed: fc.boolean(),
});

Deno.test("stepFeed() tells exactly the venue's series once, whatever is dropped, doubled, late or cut", () => {
  let told = 0, dials = 0, pages = 0;
  fc.assert(
    fc.property(misfortune, fc.integer(), fc.integer({ min: -90_000, max: 90_000 }), (bad, seed, skewMs) => {
      const venue = new VirtualVenue(optionsFor(), bad, `${seed}`, skewMs);
      venue.run(25 * BAR_MS, 5 * BAR_MS);
      assertExact(venue);
      // five calm minutes are enough to catch up with everything
      const lastMs = Math.floor((venue.serverMs - 4_000 - BAR_MS) / BAR_MS) * BAR_MS;
      for (const symbol of venue.spec.symbols) {
        assert.ok(opensOf(venue.told, symbol).at(-1)! >= lastMs, `${symbol} is late`);
      }
      assert.equal(venue.told.corrections.length, 0, "no candle was told before it was over");
      assert.deepEqual(venue.told.missed.filter(({ isSkipped }) => isSkipped), [], "every hole was filled");
      assert.equal(venue.told.health.at(-1)!.health, "live");
      told += venue.told.candles.length;
      dials += venue.told.counts.dial ?? 0;
      pages += venue.told.counts.fetchPage;
    }),
    { numRuns: 60, seed: 20_261_101 },
  );
  assert.ok(told > 4_000 && dials > 200 && pages > 1_000);
});

Deno.test("stepFeed() needs one page a series, one clock and one dial while nothing goes wrong", () => {
  const venue = new VirtualVenue(optionsFor({ historyBars: 10 }), FORTUNE, "calm");
  venue.run(10 * BAR_MS);
  assertExact(venue);
  const { dial, fetchPage, readClock, hangUp } = venue.told.counts;
  assert.deepEqual([dial, fetchPage, readClock, hangUp], [1, 2, 1, undefined]);
  assert.deepEqual(venue.told.health.map(({ health, why }) => `${health}: ${why}`), [
    "backfilling: the venue's markets and clock are being read",
    "backfilling: older candles are being fetched",
    "live: over the socket",
  ]);
});

Deno.test("stepFeed() works over REST alone", () => {
  const venue = new VirtualVenue(
    optionsFor({ transport: "rest" }),
    { ...FORTUNE, pageFails: 0.3 },
    "rest",
    40_000,
  );
  venue.run(20 * BAR_MS, 2 * BAR_MS);
  assertExact(venue);
  assert.equal(venue.told.counts.dial, undefined);
  assert.ok(opensOf(venue.told, "BTC/USDT:USDT").length >= 25 + 18);
});
