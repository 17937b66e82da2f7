import assert from "node:assert/strict";
import { LANE } from "../../lib/runtime/mod.ts";
import type { MarketAdvanced } from "../../lib/simulator/mod.ts";
import { PHASE, type Phase } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, B, ctxAt, flatSession, HOUR_MS, START_MS } from "../session_fixture.ts";
import { venueBehavior } from "./behavior.ts";

const { exchange, walletBalance } = flatSession(2);
const advanced = (phase: Phase): MarketAdvanced => ({ kind: "MarketAdvanced", bar: 0, phase });

Deno.test("venue publishes the closed candles of a bar to the feed, at the bar instant alone", () => {
  const venue = venueBehavior(exchange, { walletBalance });
  const state = venue.init();
  for (const phase of [PHASE.open, PHASE.extreme1, PHASE.extreme2, PHASE.close]) {
    assert.deepEqual(venue.step(state, advanced(phase), ctxAt(START_MS)).sends, []);
  }
  const closeMs = START_MS + HOUR_MS;
  const { sends, events } = venue.step(state, advanced(PHASE.bar), ctxAt(closeMs));
  const candle = { openMs: START_MS, open: 1000, high: 1002, low: 998, close: 1001, volume: 50 };
  const candles = [{ symbol: A, ...candle }, { symbol: B, ...candle }];
  assert.deepEqual(sends, [{
    to: ADDRESS.feed,
    lane: LANE.data,
    body: { kind: "CandlesClosed", closeMs, candles },
  }]);
  assert.deepEqual(events, []);
});

Deno.test("venue answers commands and tells execution of fills at the next instant", () => {
  const venue = venueBehavior(exchange, { walletBalance });
  const state = venue.init();
  const step = (message: Parameters<typeof venue.step>[1], atMs: number) =>
    venue.step(state, message, ctxAt(atMs)).sends.map(({ to, lane, body }) => `${to} ${lane} ${body.kind}`);
  assert.deepEqual(step(advanced(PHASE.open), START_MS), []);
  const { execution } = ADDRESS;
  assert.deepEqual(step({ kind: "QueryAccount" }, START_MS), [`${execution} ${LANE.orders} AccountReported`]);
  step({ kind: "ConfigureSymbol", symbol: A, leverage: 2 }, START_MS);
  const order = {
    clientId: "x",
    symbol: A,
    side: 1,
    type: "market",
    qtySteps: 900,
    limitTicks: null,
  } as const;
  const more = { triggerTicks: null, reduceOnly: false, closePosition: false };
  assert.deepEqual(step({ kind: "SubmitOrder", order: { ...order, ...more } }, START_MS), [
    `${execution} ${LANE.orders} OrderAccepted`,
  ]);
  assert.deepEqual(step(advanced(PHASE.extreme1), START_MS + HOUR_MS / 3), [
    `${execution} ${LANE.orders} OrderFilled`,
  ]);
  assert.equal(state.positions[0].qtySteps, 900);
});
