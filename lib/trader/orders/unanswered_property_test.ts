import assert from "node:assert/strict";
import fc from "fast-check";
import { createGame, type Game, handle, later, playTo, type Weather } from "./flaky_game_fixture.ts";
import { createJudge, type Seen } from "./flaky_judge_fixture.ts";
import { runHand, runMarket, runReconciliation, runRisk, runStore } from "./flaky_people_fixture.ts";
import { SYMBOL } from "./bench_fixture.ts";
import { isLive } from "./flaky_venue_fixture.ts";
import { Orders } from "./reducer.ts";

const BAD_MS = 90_000;
/** What the longest wait for a question may still last when the line is good again, and all that follows from it. */
const HEALING_MS = 40_000;
const GOOD_MS = 40_000;
const REST_MS = 60_000;

const weather: fc.Arbitrary<Weather> = fc.record({
  lossPct: fc.constantFrom(0, 10, 30),
  doublePct: fc.constantFrom(0, 20),
  latePct: fc.constantFrom(0, 10, 30),
  rejectPct: fc.constantFrom(0, 5),
  partialPct: fc.constantFrom(0, 50, 90),
  skewMs: fc.integer({ min: -400, max: 400 }),
  limitEntries: fc.boolean(),
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
  "refused EnterPosition: the symbol has a campaign": 150,
  "lost order": 100,
  "adopt position": 90,
  "close book": 90,
  "repair stop": 150,
  "guard": 140,
  "guard fills": 100,
};

/** One game: a bad line, then a good one, then nobody wants anything any more. */
function play(seed: number, it: Weather, seen: Seen): void {
  const judge = createJudge(seen);
  const game = createGame(seed, it, judge);
  const did = (what: string) => seen[what] = (seen[what] ?? 0) + 1;
  handle(game, (out) => Orders.start(game.spec, game.state, game.nowMs, out));
  const endMs = game.nowMs + BAD_MS + HEALING_MS + GOOD_MS;
  later(game, 0, () => runMarket(game));
  later(game, 500, () => runRisk(game, () => game.nowMs < endMs));
  later(game, 12_000, () => runStore(game));
  later(game, 15_000, () => runHand(game));
  const nothing = { lost: new Set<string>(), orphans: new Set<string>(), difference: "" };
  later(game, 3000, () => runReconciliation(game, nothing, did));
  playTo(game, game.nowMs + BAD_MS);
  game.isBad = false;
  playTo(game, game.nowMs + HEALING_MS);
  judge.calmFromMs = game.nowMs;
  playTo(game, game.nowMs + GOOD_MS);
  comeToRest(game);
}

function comeToRest(game: Game): void {
  const { state, venue, spec } = game;
  const close = { kind: "ClosePosition", symbol: SYMBOL, reason: "rest", atMs: 0 } as const;
  for (let i = 0; i < 3; i++) {
    handle(game, (out) => Orders.command(spec, state, close, game.nowMs, out));
    playTo(game, game.nowMs + REST_MS / 3);
  }
  const [desk] = state.desks;
  assert.deepEqual(Object.values(state.orders).map(({ clientId, status }) => `${clientId} ${status}`), []);
  assert.deepEqual([desk.positionSteps, venue.positionSteps, desk.campaign, desk.protection], [
    ...[0, 0, null, "none"],
  ]);
  assert.deepEqual([...venue.orders.values()].filter(isLive).map((order) => order.request.clientId), []);
  assert.deepEqual(Object.keys(game.timers), []);
}

Deno.test("Orders keeps its invariants with a venue whose answers are lost, late, doubled, out of order and refused", () => {
  const seen: Seen = {};
  fc.assert(
    fc.property(fc.nat(), weather, (seed, it) => play(seed, it, seen)),
    { numRuns: 120, seed: 50 },
  );
  // a game proves nothing about what did not come up
  for (const [what, least] of Object.entries(LEAST)) {
    assert.ok((seen[what] ?? 0) >= least, `${what} came ${seen[what] ?? 0} times, ${least} are needed`);
  }
});
