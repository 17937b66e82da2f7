import assert from "node:assert/strict";
import { LANE } from "../../lib/runtime/mod.ts";
import type { MarketAdvanced } from "../../lib/simulator/mod.ts";
import { PHASE, type Phase } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, B, ctxAt, ctxFrom, flatSession, HOUR_MS, START_MS } from "../session_fixture.ts";
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
    body: { kind: "CandlesClosed", closeMs, atMs: closeMs, candles },
  }]);
  assert.deepEqual(events, []);
});

Deno.test("venue answers commands and tells execution of fills at the next instant", () => {
  const venue = venueBehavior(exchange, { walletBalance });
  const state = venue.init();
  const step = (message: Parameters<typeof venue.step>[1], atMs: number) =>
    venue.step(state, message, ctxFrom(ADDRESS.execution, atMs)).sends.map(({ to, lane, body }) =>
      `${to} ${lane} ${body.kind}`
    );
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
  assert.deepEqual(
    step(
      { kind: "SubmitOrder", order: { ...order, ...more }, sentAtMs: START_MS, recvWindowMs: 5000 },
      START_MS,
    ),
    [
      `${execution} ${LANE.orders} OrderAccepted`,
    ],
  );
  assert.deepEqual(step(advanced(PHASE.extreme1), START_MS + HOUR_MS / 3), [
    `${execution} ${LANE.orders} OrderFilled`,
  ]);
  assert.equal(state.positions[0].qtySteps, 900);
});

Deno.test("venue answers whoever asked, and tells execution what became of somebody else's order", () => {
  const venue = venueBehavior(exchange, { walletBalance });
  const state = venue.init();
  const told = (message: Parameters<typeof venue.step>[1], from: string) =>
    venue.step(state, message, ctxFrom(from, START_MS)).sends.map(({ to, body }) => `${to} ${body.kind}`);
  const guardian = "guardian/paper", { execution } = ADDRESS;
  venue.step(state, advanced(PHASE.open), ctxAt(START_MS));
  told({ kind: "ConfigureSymbol", symbol: A, leverage: 2 }, execution);
  assert.deepEqual(told({ kind: "QueryAccount" }, guardian), [`${guardian} AccountReported`]);
  assert.deepEqual(told({ kind: "QueryPrice", symbol: A, purpose: "" }, guardian), [
    `${guardian} PriceQuoted`,
  ]);
  const order = {
    ...{ clientId: "x", symbol: A, side: 1, type: "limit", qtySteps: 900, limitTicks: 9000 } as const,
    ...{ triggerTicks: null, reduceOnly: false, closePosition: false },
  };
  const both = (kind: string) => [`${guardian} ${kind}`, `${execution} ${kind}`];
  const submit = { kind: "SubmitOrder", order, sentAtMs: START_MS, recvWindowMs: 5000 } as const;
  assert.deepEqual(told({ ...submit, sentAtMs: START_MS - 5001 }, guardian), both("OrderRejected"));
  assert.deepEqual(told(submit, guardian), both("OrderAccepted"));
  const about = { symbol: A, clientId: "x" };
  assert.deepEqual(told({ kind: "QueryOrder", ...about }, guardian), [`${guardian} OrderReported`]);
  assert.deepEqual(told({ kind: "CancelOrder", ...about }, guardian), both("OrderCancelled"));
  assert.deepEqual(told({ kind: "CancelOrder", ...about }, guardian), [`${guardian} CancelRejected`]);
  assert.deepEqual(told({ kind: "QueryOrder", symbol: A, clientId: "y" }, execution), [
    `${execution} OrderUnknown`,
  ]);
});
