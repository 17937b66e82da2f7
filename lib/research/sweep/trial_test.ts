import assert from "node:assert/strict";
import { HOUR_MS, inventedSources, marketOf, START_MS, SYSTEM } from "./sweep_fixture.ts";
import { runTrial } from "./trial.ts";

const SOURCES = inventedSources(1_200);
const MARKET = marketOf(SOURCES, 1_200);

Deno.test("runTrial() tells trades and days, the same every time", () => {
  const outcome = runTrial(MARKET, SYSTEM);
  assert.ok(outcome.trips.length >= 3, `${outcome.trips.length} trades`);
  assert.equal(outcome.days.length, 50);
  assert.equal(outcome.startEquity, 10_000);
  const made = outcome.trips.reduce((sum, trip) => sum + Number(trip.netPnl) / 1e8, 0);
  assert.ok(
    Math.abs(10_000 + made - outcome.finalEquity) < 200,
    "but for an open position, trades are the profit",
  );
  assert.deepEqual(runTrial(MARKET, SYSTEM), outcome);
});

Deno.test("runTrial() of a span is a run of a market that begins and ends there, warm on all candles before", () => {
  const fromMs = START_MS + 301 * HOUR_MS;
  const own = runTrial(marketOf(SOURCES, 700, fromMs), SYSTEM);
  const cut = runTrial(MARKET, SYSTEM, { fromMs, toMs: fromMs + 700 * HOUR_MS });
  assert.deepEqual(cut, own);
  assert.ok(own.trips.length > 0);
  assert.ok(own.trips.some((trip) => trip.funding !== 0n), "rates come along");
});

Deno.test("runTrial() refuses a span off the tape and a system of other bars", () => {
  const { fromMs, toMs } = MARKET.tape;
  for (
    const span of [
      { fromMs: fromMs - HOUR_MS, toMs },
      { fromMs, toMs: toMs + HOUR_MS },
      { fromMs: fromMs + 1, toMs },
      { fromMs: toMs, toMs: fromMs },
    ]
  ) assert.throws(() => runTrial(MARKET, SYSTEM, span), { name: "RangeError", message: /whole bars within/ });
  const slow = { ...SYSTEM, timeframes: { ...SYSTEM.timeframes, entry: "2h" as const } };
  assert.throws(() => runTrial(MARKET, slow), { name: "RangeError", message: /current value is 2h/ });
});
