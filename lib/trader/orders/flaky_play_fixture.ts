import assert from "node:assert/strict";
import { SYMBOL } from "./bench_fixture.ts";
import { createGame, type Game, handle, later, playTo, type Weather } from "./flaky_game_fixture.ts";
import { createJudge, type Seen } from "./flaky_judge_fixture.ts";
import { runHand, runMarket, runReconciliation, runRisk, runStop, runStore } from "./flaky_people_fixture.ts";
import { isLive } from "./flaky_venue_fixture.ts";
import { Orders } from "./reducer.ts";
import { openOrders } from "./state.ts";

const BAD_MS = 90_000;
/** What the longest wait for a question may still last when the line is good again, and all that follows from it. */
const HEALING_MS = 40_000;
const GOOD_MS = 40_000;
const REST_MS = 60_000;

/** For tests: one game: a bad line, then a good one, then nobody wants anything any more. */
export function play(seed: number, it: Weather, seen: Seen): void {
  const judge = createJudge(seen);
  const game = createGame(seed, it, judge);
  const did = (what: string) => seen[what] = (seen[what] ?? 0) + 1;
  handle(game, (out) => Orders.start(game.spec, game.state, game.nowMs, out));
  const endMs = game.nowMs + BAD_MS + HEALING_MS + GOOD_MS;
  later(game, 0, () => runMarket(game));
  later(game, 500, () => runRisk(game, () => game.nowMs < endMs));
  later(game, 12_000, () => runStore(game));
  later(game, 15_000, () => runHand(game));
  later(game, 18_000, () => runStop(game));
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
  assert.deepEqual(openOrders(state).map(({ clientId, status }) => `${clientId} ${status}`), []);
  assert.deepEqual([desk.positionSteps, venue.positionSteps, desk.campaign, desk.protection], [
    ...[0, 0, null, "none"],
  ]);
  assert.deepEqual([...venue.orders.values()].filter(isLive).map((order) => order.request.clientId), []);
  assert.deepEqual(Object.keys(game.timers), []);
}

/** For tests: a game proves nothing about what did not come up. */
export function assertSeen(seen: Seen, least: Seen): void {
  for (const [what, count] of Object.entries(least)) {
    assert.ok((seen[what] ?? 0) >= count, `${what} came ${seen[what] ?? 0} times, ${count} are needed`);
  }
}
