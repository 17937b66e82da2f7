/**
 * Orders against the exchange under random intents, stops and closes on wild markets: no position without its stop, no
 * intent beyond its approval, no exit that could open, no stop that loosens, nothing left behind (I1, I2, I4, I5).
 *
 * @module
 */
import assert from "node:assert/strict";
import { Rng, type RngState } from "../lib/core/mod.ts";
import { type Approval, Instrument, intentId, type Order, type Side } from "../lib/domain/mod.ts";
import type { OpenOrder } from "../lib/simulator/mod.ts";
import { type ExecutionCommand, openIn, Orders, PHASE, type Phase } from "../lib/trader/mod.ts";
import { eventsOf, type Play, playOf } from "./fixtures/session.ts";
import { shaken, wildSession } from "./fixtures/wild.ts";

const EXECUTIONS = [
  {},
  { target_type: "limit" },
  { entry_type: "limit", entry_ttl_minutes: 25 },
  { entry_type: "limit", entry_ttl_minutes: 90, entry_retries: 0, target_type: "limit" },
];

/** Strategies are off: everything that is entered, the test approves. */
function sessionOf(seed: number) {
  return wildSession({
    seed: `protection ${seed}`,
    symbols: 3,
    bars: 150,
    alter: (sources) => shaken(sources, `${seed}`),
    volumeSharePct: seed % 2 === 0 ? 0.0005 : 0.05,
    system: {
      router: { TREND: null, RANGE: null, BREAKOUT: null },
      execution: EXECUTIONS[seed % EXECUTIONS.length],
    },
  });
}

/** A random thing to ask of a symbol, or nothing. */
function wish(play: Play, i: number, rng: RngState): ExecutionCommand | null {
  const { trader, venue, cursor, session } = play;
  const { instrument: it } = session.tape.symbols[i];
  const { campaign } = trader.orders.desks[i];
  const price = venue.lastPrice[i], atMs = cursor.atMs, { symbol } = it;
  const dice = Rng.uniform(rng);
  if (campaign === null) {
    const approval = dice < 0.1 && price > 0 ? randomApproval(it, price, atMs, rng) : null;
    return approval === null ? null : { kind: "EnterPosition", approval, atMs };
  }
  if (dice < 0.03) return { kind: "ClosePosition", symbol, reason: "test", atMs };
  if (dice > 0.12) return null;
  // tighter, looser or on the wrong side of the price
  const stopTicks = Instrument.ticksNearest(it, price * (1 + 0.02 * Rng.normal(rng)));
  return { kind: "MoveStop", symbol, stopTicks, reason: "test", atMs };
}

function randomApproval(it: Instrument, price: number, atMs: number, rng: RngState): Approval {
  const side: Side = Rng.uniform(rng) < 0.5 ? 1 : -1;
  const anchorTicks = Instrument.ticksNearest(it, price);
  const away = (share: number) => Math.max(1, Math.round(anchorTicks * share));
  const near = away(0.002 + 0.01 * Rng.uniform(rng));
  const targets = Rng.uniform(rng) < 0.5
    ? [{ ticks: anchorTicks + side * near, sharePct: 100 }]
    : [{ ticks: anchorTicks + side * near, sharePct: 50 }, {
      ticks: anchorTicks + side * 2 * near,
      sharePct: 50,
    }];
  return {
    intent: {
      id: intentId("hand-made", it.symbol, atMs, "test", side),
      ...{ system: "hand-made", symbol: it.symbol, side, rule: "test", regime: "TREND", barCloseMs: atMs },
      anchorTicks,
      stopTicks: anchorTicks - side * away(0.002 + 0.015 * Rng.uniform(rng)),
      targets,
      ...{ leverage: 1, score: 0.5 },
    },
    qtySteps: Math.max(20, Instrument.stepsDown(it, (500 + 4000 * Rng.uniform(rng)) / price)),
    leverage: [2, 20, 60][Rng.below(rng, 3)],
    riskMoney: 1n,
  };
}

interface Seen {
  instants: number;
  held: number;
  naked: number;
  entries: number;
  partials: number;
  resized: number;
  moved: number;
  refused: number;
  retried: number;
  liquidations: number;
}

/** What must hold when an instant has settled. */
function assertGuarded(play: Play, stopOf: Map<string, number>, lingering: Set<string>, seen: Seen): void {
  const { venue, trader } = play;
  for (let i = 0; i < venue.positions.length; i++) {
    const { side, qtySteps } = venue.positions[i];
    const ours = venue.orders[i].map((open) => ({
      open,
      order: openIn(trader.orders.desks[i], open.request.clientId)?.order as Order,
    }));
    for (const { open, order } of ours) assert.ok(order, `${open.request.clientId} is not in our book`);
    const leavesOf = (leg: Order["leg"]) =>
      ours.reduce((sum, { order, open }) => order.leg === leg ? sum + open.leavesSteps : sum, 0);
    if (qtySteps === 0) {
      assertNothingLeft(ours.map(({ order }) => order), play.cursor.phase, lingering);
      // nothing held and nothing at work: the symbol is free again
      if (ours.length === 0) assert.equal(trader.orders.desks[i].campaign, null);
      continue;
    }
    seen.held += 1;
    // a stop the venue refused is made good by the close at market that is already there
    if (leavesOf("stop") < qtySteps) {
      seen.naked += 1;
      assert.ok(leavesOf("exit") >= qtySteps, `${qtySteps} steps without stop or exit`);
      continue;
    }
    assertTighter(trader.orders.desks[i].campaign!.approval, ours, side, stopOf);
  }
}

/** Flat: only an entry may be at the exchange, and until the next price an exit whose part somebody else took. */
function assertNothingLeft(ours: readonly Order[], phase: Phase, lingering: Set<string>): void {
  for (const { leg, clientId } of ours) {
    if (leg === "entry") continue;
    assert.equal(leg, "exit");
    assert.ok(phase > PHASE.close || !lingering.has(clientId), `${clientId} outlives its position`);
    lingering.add(clientId);
  }
}

function assertTighter(
  { intent }: Approval,
  ours: readonly { open: OpenOrder; order: Order }[],
  side: Side,
  stopOf: Map<string, number>,
): void {
  const stops = ours.filter(({ order }) => order.leg === "stop").map(({ order }) =>
    side * order.triggerTicks!
  );
  const tightest = Math.max(...stops);
  assert.ok(tightest >= (stopOf.get(intent.id) ?? -Infinity), `the stop of ${intent.id} was loosened`);
  stopOf.set(intent.id, tightest);
}

/** What must hold of all that was ever sent and filled. */
function assertBounded(play: Play, approvals: ReadonlyMap<string, Approval>, seen: Seen): void {
  const ids = new Set<string>(), entered = new Map<string, number>();
  const legs = new Map(eventsOf(play.events, "OrderChanged").map(({ order }) => [order.clientId, order.leg]));
  for (const word of play.words) {
    if ("event" in word || word.command.kind !== "SubmitOrder") continue;
    const { clientId, reduceOnly, closePosition } = word.command.order;
    assert.ok(!ids.has(clientId), `${clientId} was sent twice`);
    assert.match(clientId, /^[A-Za-z0-9]{1,36}$/);
    ids.add(clientId);
    assert.equal(reduceOnly || closePosition, legs.get(clientId) !== "entry");
  }
  for (const { fill, intentId, leg } of eventsOf(play.events, "FillBooked")) {
    if (leg === "entry") entered.set(intentId, (entered.get(intentId) ?? 0) + fill.qtySteps);
  }
  for (const [id, steps] of entered) {
    assert.ok(steps <= approvals.get(id)!.qtySteps, `${id} entered ${steps}`);
  }
  const orders = eventsOf(play.events, "OrderChanged").map(({ order }) => order);
  const count = (test: (order: Order) => boolean) => orders.filter(test).length;
  seen.entries += entered.size;
  seen.partials += count((it) => it.status === "partially_filled");
  seen.resized += count((it) => it.leg === "stop" && it.attempt > 0 && it.status === "acknowledged");
  seen.retried += count((it) => it.leg === "entry" && it.attempt === 1 && it.status === "submitted");
  seen.refused += eventsOf(play.events, "CommandRefused").length;
  seen.liquidations +=
    play.words.filter((it) => "event" in it && it.event.kind === "PositionLiquidated").length;
  assert.deepEqual(eventsOf(play.events, "BookDiverged"), []);
}

Deno.test("Orders keeps every position guarded on the exchange, whatever is asked and whatever fills", () => {
  const seen: Seen = {
    ...{ instants: 0, held: 0, naked: 0, entries: 0, partials: 0 },
    ...{ resized: 0, moved: 0, refused: 0, retried: 0, liquidations: 0 },
  };
  for (let seed = 0; seed < 12; seed++) {
    const play = playOf(sessionOf(seed));
    const { trader, cursor } = play;
    const rng = Rng.create(`wishes ${seed}`);
    const approvals = new Map<string, Approval>(), stopOf = new Map<string, number>();
    const lingering = new Set<string>();
    while (play.next()) {
      seen.instants += 1;
      assertGuarded(play, stopOf, lingering, seen);
      for (let i = 0; i < 3; i++) {
        const command = wish(play, i, rng);
        if (command === null) continue;
        if (command.kind === "EnterPosition") approvals.set(command.approval.intent.id, command.approval);
        if (command.kind === "MoveStop") seen.moved += 1;
        // reaches the venue with the answers to the next instant
        Orders.command(trader.spec.orders, trader.orders, command, cursor.atMs, trader.ordersOut);
      }
    }
    assertBounded(play, approvals, seen);
  }
  const least = {
    instants: 9000,
    held: 5000,
    naked: 20,
    entries: 400,
    partials: 1000,
    resized: 500,
    moved: 200,
    refused: 50,
  };
  for (const [what, count] of Object.entries({ ...least, retried: 20, liquidations: 5 })) {
    assert.ok(seen[what as keyof Seen] >= count, `${what}: ${JSON.stringify(seen)}`);
  }
  // the exception is rare
  assert.ok(seen.naked < 0.1 * seen.held, JSON.stringify(seen));
});
