/**
 * The switches of the simulated exchange in the actor tree: the paper exchange there is the one that turn() plays on, and each
 * set of switches comes to the same result in both. Orders and cancels in flight are in the exchange's state, between actors.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ExchangeSpec } from "../lib/simulator/mod.ts";
import { canonicalText, eventsOf, playAll } from "./fixtures/session.ts";
import { playTree } from "./fixtures/tree.ts";
import { PATIENT, wildSession } from "./fixtures/wild.ts";

type Manners = Omit<Parameters<typeof ExchangeSpec.create>[0], "tape">;

const SETS: Readonly<Record<string, Manners>> = {
  "as it is by default": { volumeSharePct: 0.0002 },
  "an answer later than the instant": { latencyMs: 200, volumeSharePct: 0.0002 },
  "half an hour late": { latencyMs: 1_800_000 },
  "everything else": {
    fees: { makerBps: -1, takerBps: 6 },
    slippage: { model: "impact", coefficientBps: 3000, exponent: 0.5 },
    hasFunding: false,
    hasLiquidation: false,
    hasPartialFills: false,
    intrabar: "nearest",
  },
};

for (const [name, manners] of Object.entries(SETS)) {
  Deno.test(`the tree and turn() come to the same with switches: ${name}`, () => {
    const wild = wildSession({ seed: "realism", symbols: 3, bars: 250, system: PATIENT });
    const session = { ...wild, exchange: ExchangeSpec.create({ tape: wild.tape, ...manners }) };
    const events = playAll(session).events;
    assert.equal(canonicalText(playTree(session)), canonicalText(events));
    const cancelled = eventsOf(events, "OrderChanged").filter(({ order }) => order.status === "cancelled");
    const trips = eventsOf(events, "RoundTripClosed");
    assert.ok(
      trips.length >= 5 && cancelled.length >= 5,
      `${trips.length} trips, ${cancelled.length} cancels`,
    );
  });
}
