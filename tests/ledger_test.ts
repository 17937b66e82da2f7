/**
 * The ledger on wild markets: after every bar its sum is the exchange's wallet and the book's, to the last unit, and the
 * book holds what the exchange holds.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Position } from "../lib/domain/mod.ts";
import { PHASE } from "../lib/trader/mod.ts";
import { eventsOf, type Play, playOf } from "./fixtures/session.ts";
import { EAGER, PATIENT, shaken, wildSession } from "./fixtures/wild.ts";

/** Margins so thin that a gap liquidates before the stop. */
const RECKLESS = { ...EAGER.risk, leverage: 40, max_leverage: 125, max_gross_exposure_pct: 5000 };

const WORLDS = [
  { name: "market entries", system: EAGER, volumeSharePct: 10 },
  { name: "thin volume", system: EAGER, volumeSharePct: 0.05 },
  { name: "limit entries, trails and time-outs", system: PATIENT, volumeSharePct: 0.5 },
  { name: "reckless leverage", system: { ...EAGER, risk: RECKLESS }, volumeSharePct: 10 },
  { name: "reckless leverage, limits", system: { ...PATIENT, risk: RECKLESS }, volumeSharePct: 0.5 },
];

/** Compares ledger, book and exchange after every bar; the flows booked. */
function audit(play: Play): number {
  const { trader, venue, events, cursor, session } = play;
  const ids = new Set<string>();
  let sum = 0n, read = 0, bars = 0;
  while (play.next()) {
    if (cursor.phase !== PHASE.bar) continue;
    bars += 1;
    for (; read < events.length; read++) {
      const event = events[read];
      if (event.kind !== "CashFlowBooked") continue;
      const { id, amount } = event.flow;
      assert.equal(ids.has(id), false, `${id} is there twice`);
      ids.add(id);
      sum += amount;
    }
    assert.equal(sum, venue.walletBalance, `ledger, bar ${cursor.bar}`);
    assert.equal(trader.portfolio.book.wallet, venue.walletBalance, `book, bar ${cursor.bar}`);
    assert.deepEqual(trader.portfolio.latches, []);
    for (let i = 0; i < venue.positions.length; i++) {
      const holding = trader.portfolio.book.holdings[i];
      assert.equal(Position.signedSteps(holding), Position.signedSteps(venue.positions[i]));
      assert.equal(holding.cost, venue.positions[i].cost);
      assert.equal(holding.isolatedMargin, venue.isolatedMargin[i]);
      assert.equal(trader.orders.desks[i].positionSteps, Position.signedSteps(venue.positions[i]));
    }
  }
  assert.equal(bars, session.tape.bars);
  return ids.size;
}

/** Round trips sum to what the ledger says of closed positions, where everything is closed. */
function assertTripsSum(play: Play): void {
  const { events, venue, trader } = play;
  if (trader.portfolio.trades.some((trade) => trade !== null)) return;
  const net = eventsOf(events, "RoundTripClosed").reduce((sum, { trip }) => sum + trip.netPnl, 0n);
  assert.equal(net, venue.walletBalance - play.session.walletBalance);
}

Deno.test("the ledger's sum is the exchange's wallet and the book's after every bar of wild markets", () => {
  const seen = { flows: 0, trips: 0, fundings: 0, partials: 0, liquidations: 0, rejectedStops: 0, exits: 0 };
  for (const { name: _, ...world } of WORLDS) {
    for (const seed of ["one", "two", "three"]) {
      const alter = (sources: Parameters<typeof shaken>[0]) => shaken(sources, seed);
      const play = playOf(wildSession({ seed, symbols: 4, bars: 400, alter, ...world }));
      seen.flows += audit(play);
      assertTripsSum(play);
      const orders = eventsOf(play.events, "OrderChanged").map(({ order }) => order);
      seen.trips += eventsOf(play.events, "RoundTripClosed").length;
      seen.fundings += eventsOf(play.events, "FundingBooked").length;
      seen.partials += orders.filter((it) => it.status === "partially_filled").length;
      seen.liquidations += play.words.filter((it) =>
        "event" in it && it.event.kind === "PositionLiquidated"
      ).length;
      seen.rejectedStops += orders.filter((it) => it.leg === "stop" && it.status === "rejected").length;
      seen.exits += orders.filter((it) => it.leg === "exit" && it.status === "filled").length;
    }
  }
  const least = {
    flows: 2000,
    trips: 200,
    fundings: 200,
    partials: 200,
    liquidations: 5,
    rejectedStops: 10,
    exits: 10,
  };
  for (const [what, count] of Object.entries(least)) {
    assert.ok(seen[what as keyof typeof seen] >= count, `${what}: ${JSON.stringify(seen)}`);
  }
});
