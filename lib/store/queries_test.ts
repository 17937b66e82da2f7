import assert from "node:assert/strict";
import { Order } from "../domain/mod.ts";
import type { Message } from "../runtime/mod.ts";
import type { TraderEvent } from "../trader/mod.ts";
import { WALL_MS } from "./testdata/databases_fixture.ts";
import {
  batch,
  decision,
  envelope,
  fill,
  freeBatch,
  handled,
  INTENT,
  ORDER,
  SAMPLES,
  SYMBOL,
  T0,
} from "./testdata/sample_events_fixture.ts";
import { onEachStore } from "./testdata/temp_store_fixture.ts";

onEachStore(
  "eventsAfter() gives every event once, in order, decisions and unknown kinds with their bodies",
  ({ store, record }) => {
    assert.deepEqual([store.lastEventId(), store.eventsAfter(0, 9), store.latestEvents(9)], [0, [], []]);
    const unknown = { kind: "Unheard", big: 2n ** 70n, curve: new Float64Array([NaN]) } as Message;
    record(SAMPLES.DecisionMade, unknown);
    record(SAMPLES.CashFlowBooked);
    const events = store.eventsAfter(0, 9);
    const common = { actor: "a", atMs: T0, wallMs: WALL_MS };
    assert.deepEqual(events, [
      { ...common, id: 1, kind: "DecisionMade", body: SAMPLES.DecisionMade },
      { ...common, id: 2, kind: "Unheard", body: unknown },
      { ...common, id: 3, kind: "CashFlowBooked", body: SAMPLES.CashFlowBooked },
    ]);
    assert.equal(store.lastEventId(), 3);
    assert.deepEqual(store.eventsAfter(1, 1), [events[1]]);
    assert.deepEqual(store.eventsAfter(3, 9), []);
    assert.deepEqual(store.latestEvents(2), [events[2], events[1]]);
    assert.deepEqual(store.eventsAfter(0, 9, ["CashFlowBooked", "DecisionMade", "None"]), [
      events[0],
      events[2],
    ]);
    assert.deepEqual(store.eventsAfter(0, 1, ["CashFlowBooked", "DecisionMade"]), [events[0]]);
    assert.deepEqual(store.latestEvents(1, ["CashFlowBooked", "DecisionMade"]), [events[2]]);
    assert.deepEqual(store.eventsAfter(0, 9, []), []);
  },
);

onEachStore(
  "eventsAfter() misses nothing of two writers on connections of their own, polled after each commit",
  ({ place, store }) => {
    const other = place.createStore();
    const reader = place.openReader();
    const writers = [store, other].map((port, i) => ({ port, epoch: port.raiseEpoch(`writer-${i}`), no: 0 }));
    const seen: number[] = [];
    for (let i = 0; i < 20; i++) {
      const writer = writers[(i * 7) % 3 % 2];
      const name = writer === writers[0] ? "a" : "b";
      const input = envelope(`market-${name}`, ++writer.no, name, { kind: "Bar" });
      const events = Array.from({ length: 1 + i % 3 }, () => ({ kind: "Counted" }));
      writer.port.commit(freeBatch([handled(name, writer.no, { input, events })]), writer.epoch);
      seen.push(...reader.eventsAfter(seen.at(-1) ?? 0, 100).map(({ id }) => id));
    }
    reader.close();
    other.close();
    assert.ok(writers.every(({ no }) => no > 5));
    assert.deepEqual(seen, Array.from({ length: 39 }, (_, i) => i + 1));
  },
);

onEachStore("lists refuse limits and offsets that are none", ({ store }) => {
  for (const limit of [0, -1, 1.5, NaN, 10_001]) {
    const text = `Cannot read rows as limit must be 1 to 10000: current value is ${limit}`;
    assert.throws(() => store.latestEvents(limit), new RangeError(text));
    assert.throws(() => store.fillsPage({ limit }), new RangeError(text));
    assert.throws(() => store.candles(SYMBOL, limit), new RangeError(text));
    assert.throws(() => store.latestInputs("a", { limit }), new RangeError(text));
  }
  assert.throws(
    () => store.ordersPage({ limit: 1, offset: -1 }),
    /offset must be 0 or more: current value is -1/,
  );
  assert.throws(() => store.equityCurve({ maxPoints: 2 }), /maxPoints must be 3 or more: current value is 2/);
});

const orderEvent = (order: Order): TraderEvent => ({ kind: "OrderChanged", order });

onEachStore(
  "ordersPage() is newest first, by symbol and by whether they may still fill",
  ({ store, record }) => {
    const orders = Array.from({ length: 5 }, (_, i): Order => ({ ...ORDER, clientId: `o${i}` }));
    orders.forEach((order) => record(orderEvent(order)));
    const done = Order.advance(orders[1], "submitted", T0 + 9);
    record(
      orderEvent(done),
      orderEvent(Order.advance(Order.advance(orders[3], "submitted", T0 + 8), "rejected", T0 + 9)),
    );
    const ids = (page: ReturnType<typeof store.ordersPage>) =>
      page.rows.map(({ clientId }) => clientId).join();
    const all = store.ordersPage({ limit: 2, offset: 1 });
    assert.deepEqual([ids(all), all.total], ["o3,o2", 5]);
    const open = store.ordersPage({ limit: 9, isOpen: true, symbol: SYMBOL });
    assert.deepEqual([ids(open), open.total, open.rows[2]], ["o4,o2,o1,o0", 4, done]);
    const over = store.ordersPage({ limit: 9, isOpen: false });
    assert.deepEqual([ids(over), over.total], ["o3", 1]);
    assert.deepEqual(store.ordersPage({ limit: 9, symbol: "X" }), { rows: [], total: 0 });
  },
);

onEachStore("roundTripsPage() and fillsPage() are newest first, with totals", ({ store, record }) => {
  const trips = [1, 2, 3].map((i) => ({
    ...SAMPLES.RoundTripClosed.trip,
    id: `t${i}`,
    symbol: i === 2 ? "X" : SYMBOL,
  }));
  trips.forEach((trip) => record({ kind: "RoundTripClosed", trip } as Message));
  const fills = [1, 2, 3].map((i) => fill(`f${i}`, T0 + i));
  record(...fills);
  assert.deepEqual(store.roundTripsPage({ limit: 2 }), { rows: [trips[2], trips[1]], total: 3 });
  assert.deepEqual(store.roundTripsPage({ limit: 2, offset: 1, symbol: SYMBOL }), {
    rows: [trips[0]],
    total: 2,
  });
  assert.deepEqual(store.fillsPage({ limit: 1, offset: 1 }), { rows: [fills[1]], total: 3 });
});

onEachStore("openPositions() gives what is not flat, and what opened it", ({ store, record }) => {
  const entry = (id: string, atMs: number): TraderEvent => ({ ...fill(id, atMs), leg: "entry" });
  record(decision(T0), entry("f1", T0 + 5), entry("f2", T0 + 6), fill("f3", T0 + 7), SAMPLES.PositionChanged);
  assert.deepEqual(store.openPositions(), [{
    ...{ venue: "paper", symbol: SYMBOL, side: "short", qty: "-0.025", averagePrice: "42000.15" },
    ...{ stopPrice: "41500", liquidationPrice: "62790.25", lastPrice: null, unrealizedPnl: "0" },
    ...{ unrealizedR: "0", updatedAtMs: T0 + 2, qtySteps: -25, stopTicks: 415_000 },
    entry: {
      ...{ intentId: INTENT, openedAtMs: T0 + 5, system: "rr", strategy: "breakout", regime: "TREND_UP" },
      riskMoney: 2_500_000_000n,
    },
  }]);
  record({ ...SAMPLES.PositionChanged, qtySteps: 0 } as Message);
  assert.deepEqual(store.openPositions(), []);
});

onEachStore("latestRegimes() and symbols() give each symbol once, by name", ({ store, record }) => {
  const regime = (symbol: string, name: string) => ({ ...SAMPLES.RegimeChanged, symbol, regime: name });
  assert.deepEqual([store.latestRegimes(), store.symbols()], [[], []]);
  record(regime("b", "RANGE"), regime("a", "RANGE"), regime("b", "TREND_UP"), regime("B", "RANGE"));
  record(...["b", "a", "b", "B"].map((symbol, i) => decision(T0 + i, { symbol, intent: null })));
  const found = store.latestRegimes().map(({ symbol, regime }) => [symbol, regime]);
  assert.deepEqual(found, [["B", "RANGE"], ["a", "RANGE"], ["b", "TREND_UP"]]);
  assert.deepEqual(store.symbols(), ["B", "a", "b"]);
});

onEachStore(
  "decisionsPage() gives light rows, newest first, of a symbol, a verdict, before a time",
  ({ store, record }) => {
    const verdicts = ["no_trade", "holding", "approved", "denied"] as const;
    verdicts.forEach((verdict, i) =>
      record(decision(T0 + i, { verdict }), decision(T0 + i, { verdict, symbol: "X" }))
    );
    const found = (query: Partial<Parameters<typeof store.decisionsPage>[0]>) =>
      store.decisionsPage({ limit: 9, ...query }).map(({ symbol, atMs }) =>
        `${symbol === "X" ? "x" : "s"}${atMs - T0}`
      );
    assert.deepEqual(store.decisionsPage({ limit: 1, symbol: SYMBOL }), [{
      ...{ id: `${SYMBOL}:${T0 + 3}`, atMs: T0 + 3, symbol: SYMBOL, verdict: "denied", reason: "" },
      ...{ regime: "TREND_UP", strategy: "breakout", intentId: INTENT },
    }]);
    assert.deepEqual(found({ limit: 3 }), ["x3", "s3", "x2"]);
    assert.deepEqual(found({ symbol: "X", beforeMs: T0 + 2 }), ["x1", "x0"]);
    assert.deepEqual(found({ verdict: "approved" }), ["x2", "s2"]);
    assert.deepEqual(found({ verdict: "no_trade", symbol: SYMBOL }), ["s0"]);
    assert.deepEqual(found({ verdict: "holding", beforeMs: T0 + 1 }), []);
  },
);

onEachStore(
  "candles() gives the bars that the symbol's actor was told, back from any time",
  ({ store, epoch }) => {
    const actor = `symbol/paper/${SYMBOL}`;
    const rows = Array.from({ length: 40 }, (_, i) => {
      // every third input is no bar
      const bar = {
        kind: "BarClosed",
        symbol: SYMBOL,
        openMs: T0 + i,
        open: 1,
        high: i,
        low: 0.5,
        close: 2,
        volume: 9,
      };
      const body: Message = i % 3 === 2 ? { kind: "BarReviewed" } : { ...bar, isLate: i === 39 } as Message;
      return handled(actor, i + 1, { input: envelope("feed", i + 1, actor, body) });
    });
    const other = handled("risk", 1, { input: envelope("feed", 99, "risk", { kind: "BarsPublished" }) });
    store.commit(batch(1, [...rows, other]), epoch);
    const opens = (limit: number, before?: number) =>
      store.candles(SYMBOL, limit, before).map(({ openMs }) => openMs - T0);
    assert.deepEqual(store.candles(SYMBOL, 1), [
      { openMs: T0 + 39, open: 1, high: 39, low: 0.5, close: 2, volume: 9, isLate: true },
    ]);
    assert.deepEqual(opens(3), [36, 37, 39]);
    const bars = rows.map((_, i) => i).filter((i) => i % 3 !== 2);
    for (let before = -1; before <= 41; before++) {
      assert.deepEqual(opens(3, T0 + before), bars.filter((i) => i < before).slice(-3), `before ${before}`);
    }
    assert.deepEqual(store.candles("USDT", 3), []);
  },
);

onEachStore("performance() counts trades, makers and slippage of a span", ({ store, record }) => {
  const nothing = {
    trades: 0,
    wins: 0,
    gains: 0n,
    losses: 0n,
    sumR: 0,
    maxDrawdownR: 0,
    fills: 0,
    makerFills: 0,
  };
  assert.deepEqual(store.performance(0, T0 * 2), { ...nothing, slippageBps: null, slippageFills: 0 });
  const trip = (i: number, netPnl: bigint, r: number) => ({
    kind: "RoundTripClosed",
    trip: { ...SAMPLES.RoundTripClosed.trip, id: `t${i}`, closedAtMs: T0 + i, netPnl, r },
  });
  record(trip(0, 99n, 9), trip(1, 5n, 2), trip(2, -(2n ** 70n), -1.5), trip(3, -1n, -1), trip(4, 0n, 0));
  record(decision(T0), orderEvent({ ...ORDER, triggerTicks: 415_000 }));
  const made = (id: string, change: object, leg: string) => {
    const event = fill(id, T0 + 2);
    return { ...event, leg, fill: { ...event.fill, ...change } } as TraderEvent;
  };
  record(
    // bought 42 ticks above 420001, sold 83 ticks under 415000, and at the market without anything to compare with
    made("f1", { clientId: "e", side: 1, priceTicks: 420_043, liquidity: "maker" }, "entry"),
    made("f2", { priceTicks: 414_917 }, "stop"),
    made("f3", { clientId: "x", priceTicks: 1 }, "exit"),
  );
  const bps = (1e4 * 42 / 420_001 + 1e4 * 83 / 415_000) / 2;
  assert.deepEqual(store.performance(T0 + 1, T0 + 5), {
    ...{ trades: 4, wins: 1, gains: 5n, losses: 2n ** 70n + 1n, sumR: -0.5, maxDrawdownR: 2.5 },
    ...{ fills: 3, makerFills: 1, slippageBps: bps, slippageFills: 2 },
  });
});

onEachStore("daySummaries() and latestSystemEvents() give the last ones", ({ store, record }) => {
  const days = ["2024-01-01", "2024-01-02", "2024-01-03"].map((date) => ({
    ...SAMPLES.DaySummarised.day,
    date,
  }));
  days.forEach((day) => record({ ...SAMPLES.DaySummarised, day } as Message));
  assert.deepEqual(store.daySummaries(2), days.slice(1));
  store.systemEvent("start", "operator");
  store.systemEvent("stop", "operator");
  assert.deepEqual(store.latestSystemEvents(1).map(({ what }) => what), ["stop"]);
  assert.deepEqual(store.latestSystemEvents(9).map(({ what }) => what), ["stop", "start"]);
});

onEachStore("project() tells operators' latches by the words of operators", ({ store, record }) => {
  const latch = (name: string, on: boolean) => ({ ...SAMPLES.LatchChanged, latch: name, on, cause: "desk" });
  record(latch("operator", true), latch("operator", false), latch("kill", true), latch("kill", false));
  record(
    latch("breaker", false),
    { ...SAMPLES.OperatorCommandTaken, accepted: false, why: "no such scope" } as Message,
  );
  assert.deepEqual(store.systemEvents().map(({ what, cause }) => `${what} ${cause}`), [
    "pause operator: desk",
    "resume operator: desk",
    "kill_switch kill: desk",
    "rearm kill: desk",
    "latch_cleared breaker: desk",
    "command_refused PauseEntries by desk (c-1): no such scope",
  ]);
});
