import assert from "node:assert/strict";
import { decodeState, encodeState, Rng } from "../../core/mod.ts";
import { ProtectiveSlot } from "../../execution/mod.ts";
import { SYMBOL } from "./bench_fixture.ts";
import {
  createGame,
  type Game,
  handle,
  type Judge,
  later,
  playTo,
  send,
  type Weather,
} from "./flaky_game_fixture.ts";
import { createJudge, type Seen } from "./flaky_judge_fixture.ts";
import { runHand, runMarket, runReconciliation, runRisk, runStop, runStore } from "./flaky_people_fixture.ts";
import { isLive } from "./flaky_venue_fixture.ts";
import { Orders } from "./reducer.ts";
import { findOpen, openOrders, type OrdersState } from "./state.ts";

const BAD_MS = 90_000;
const HEALING_MS = 60_000;

/** For tests: a game in which somebody pulls the kill switch while the line is bad; in the end all must be flat. */
export function playFlatten(seed: number, it: Weather, seen: Seen): void {
  const count = (what: string) => seen[what] = (seen[what] ?? 0) + 1;
  const game = createGame(seed, it, createFlattenJudge(seen, count));
  handle(game, (out) => Orders.start(game.spec, game.state, game.nowMs, out));
  const startMs = game.nowMs, endMs = startMs + BAD_MS + HEALING_MS;
  later(game, 0, () => runMarket(game));
  later(game, 500, () => runRisk(game, () => game.nowMs < endMs));
  later(game, 12_000, () => runStore(game));
  later(game, 15_000, () => runHand(game));
  later(game, 18_000, () => runStop(game));
  later(game, 5000, () => runCrash(game));
  later(game, 1000, () => runGuardian(game));
  const nothing = { lost: new Set<string>(), orphans: new Set<string>(), difference: "" };
  later(game, 3000, () => runReconciliation(game, nothing, count));
  later(game, 5000 + Rng.below(game.rng, 60_000), () => pullAt(game, count));
  playTo(game, startMs + BAD_MS);
  game.isBad = false;
  playTo(game, startMs + BAD_MS + HEALING_MS / 2);
  // a hand may have traded between the venue's word and our hearing it: an operator sees that, and pulls again
  if (game.venue.positionSteps !== 0) pull(game, "f2", count);
  playTo(game, endMs);
  assertFlat(game);
}

/** Waits for the next state of the campaign that is to be caught. */
function pullAt(game: Game, count: (what: string) => void): void {
  const stage = game.state.desks[0].campaign?.stage ?? "none";
  const isAmidEntry = stage === "configuring" || stage === "entering";
  if (game.isBad && !isAmidEntry && Rng.uniform(game.rng) < 0.5) {
    return later(game, 200 + Rng.below(game.rng, 1500), () => pullAt(game, count));
  }
  count(`pulled while ${stage}`);
  pull(game, "f1", count);
}

function pull(game: Game, flattenId: string, count: (what: string) => void): void {
  count(`pulled ${flattenId}`);
  const order = {
    kind: "FlattenSymbols",
    flattenId,
    symbols: [SYMBOL],
    reason: "kill",
    atMs: game.nowMs,
  } as const;
  handle(game, (out) => Orders.operator(game.spec, game.state, order, game.nowMs, out));
}

/** Execution dies now and then, and its next life has only what was kept. */
function runCrash(game: Game): void {
  if (!game.isBad) return;
  game.state = decodeState(encodeState(game.state)) as OrdersState;
  handle(game, (out) => Orders.resume(game.spec, game.state, game.nowMs, out));
  later(game, 8000 + Rng.below(game.rng, 20_000), () => runCrash(game));
}

/** The guardian takes its own back where they protect nothing. */
function runGuardian(game: Game): void {
  const { venue } = game;
  for (const [clientId, order] of venue.positionSteps === 0 ? venue.orders : []) {
    if (clientId[2] === "G" && isLive(order)) send(game, { kind: "CancelOrder", symbol: SYMBOL, clientId });
  }
  later(game, 1000, () => runGuardian(game));
}

function assertFlat({ state, venue, timers }: Game): void {
  const [desk] = state.desks;
  assert.deepEqual(openOrders(state).map(({ clientId, status }) => `${clientId} ${status}`), []);
  assert.deepEqual([venue.positionSteps, desk.positionSteps, desk.campaign, desk.protection], [
    0,
    0,
    null,
    "none",
  ]);
  assert.equal(desk.flattening?.isFlat, true);
  assert.deepEqual([...venue.orders.values()].filter(isLive).map((order) => order.request.clientId), []);
  assert.deepEqual(Object.keys(timers), []);
}

/** Besides all that holds without: nothing opens once it is pulled, stops stay, and flat is only said where it is true. */
function createFlattenJudge(seen: Seen, count: (what: string) => void): Judge {
  const base = createJudge(seen);
  let wasFlat = false, cancelled: string[] = [];
  return {
    ...base,
    submitted(game, command) {
      base.submitted(game, command);
      const [{ flattening, positionSteps }] = game.state.desks;
      if (flattening === null) return;
      const { clientId, reduceOnly, side } = command.order;
      assert.ok(reduceOnly, `${clientId} could open a position`);
      // the guardian goes by the venue, which may know more than the book
      if (clientId[2] !== "G") {
        assert.ok(side * positionSteps < 0, `${clientId} does not reduce ${positionSteps}`);
      }
      count(`sent ${clientId[2]} while flattening`);
    },
    cancelled(game, command) {
      if (command.clientId[2] === "S") cancelled.push(command.clientId);
      return base.cancelled(game, command);
    },
    handled(game) {
      base.handled(game);
      const [desk] = game.state.desks;
      const isFlat = desk.flattening?.isFlat ?? false;
      if (isFlat && !wasFlat) assertTrue(game, count);
      if (!isFlat && wasFlat) count("begun again");
      if (desk.flattening !== null && !isFlat) assertStops(game, cancelled, count);
      wasFlat = isFlat;
      cancelled = [];
    },
  };
}

/** What the venue said was so when it said it; since then only a hand can have changed it. */
function assertTrue({ venue, state }: Game, count: (what: string) => void): void {
  const entries = [...venue.orders].filter(([id, order]) => id[2] === "E" && isLive(order)).map(([id]) => id);
  assert.deepEqual(entries, [], "flat, with an entry at the venue");
  if (venue.positionSteps !== 0) {
    const last = [...venue.trades].at(-1)!;
    assert.equal(last, "by-hand", `flat, with ${venue.positionSteps} steps at the venue`);
    count("a hand traded meanwhile");
  } else count("flat");
  assert.equal(state.desks[0].positionSteps, 0);
}

/** What the book holds has a stop, or one on its way, or a time for the next; and none goes but for another. */
function assertStops(
  { state }: Game,
  cancelled: readonly string[],
  count: (what: string) => void,
): void {
  const [{ campaign, positionSteps }] = state.desks;
  if (campaign === null) return;
  const held = positionSteps * campaign.approval.intent.side;
  const { stop, stopTicks } = campaign;
  const resting = ProtectiveSlot.restingSteps(stop);
  for (const id of cancelled) {
    const isIts = findOpen(state, id)?.order.intentId === campaign.approval.intent.id;
    assert.ok(!isIts || held < 0 || (held > 0 && resting >= held), `${id} is cancelled before all is flat`);
  }
  if (held === 0 && stop.orders.length > 0) count("stop kept until the venue's word");
  if (held <= 0 || stopTicks === 0) return;
  // one the venue refuses, as the price is beyond it, leaves the exit
  const isOwed = ProtectiveSlot.isPending(stop) || stop.hold.refusals > 0;
  assert.ok(resting >= held || isOwed, `${held} steps are held, ${resting} have a stop`);
}
