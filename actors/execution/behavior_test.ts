import assert from "node:assert/strict";
import { LANE, type Step } from "../../lib/runtime/mod.ts";
import type { BookReported, Notice, OrdersState, VenueEvent } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, approvalOf, ctxAt, ctxFrom, flatSession, HOUR_MS, START_MS } from "../session_fixture.ts";
import { executionBehavior } from "./behavior.ts";

const T = START_MS + HOUR_MS;
const { trader } = flatSession(1, { entry_type: "limit", entry_ttl_minutes: 30 });
const execution = executionBehavior(trader.orders);
type Message = Parameters<typeof execution.step>[1];

/** An execution actor through some messages; the last step. */
function after(...messages: Message[]): Step<OrdersState> {
  let step: Step<OrdersState> = { state: execution.init(), events: [], sends: [], timers: [] };
  for (const message of messages) step = execution.step(step.state, message, ctxAt(T));
  return step;
}

const sent = ({ sends }: Step<OrdersState>) =>
  sends.map(({ to, lane, body }) => `${to} ${lane} ${body.kind}`);

const ENTER: Message = { kind: "EnterPosition", approval: approvalOf(A, T), atMs: T };
const CONFIGURED: Message = { kind: "SymbolConfigured", symbol: A, leverage: 2, atMs: T };
const { venue, risk } = ADDRESS;

function reject(step: Step<OrdersState>): VenueEvent {
  const clientId = step.state.desks[0].open[0].order.clientId;
  return { kind: "OrderRejected", symbol: A, clientId, code: "-2019", reason: "no", atMs: T };
}

Deno.test("execution asks for the account when the session starts, and tells risk alone of it", () => {
  assert.deepEqual(sent(after({ kind: "SessionStarted" })), [`${venue} ${LANE.orders} QueryAccount`]);
  const account = { walletBalance: 5n, positions: [], openOrders: [], atMs: T };
  assert.deepEqual(sent(after({ kind: "AccountReported", ...account })), [
    `${risk} ${LANE.orders} BookReconciled`,
  ]);
});

Deno.test("execution turns an approval into commands, records and a timer", () => {
  assert.deepEqual(sent(after(ENTER)), [`${venue} ${LANE.orders} ConfigureSymbol`]);
  const step = after(ENTER, CONFIGURED);
  assert.deepEqual(sent(step), [`${venue} ${LANE.orders} SubmitOrder`]);
  const call = `call:${step.state.desks[0].open[0].order.clientId}`;
  assert.deepEqual(step.timers, [
    { op: "clear", name: `entry_step:${A}` },
    { op: "set", name: call, dueMs: T + 5000 },
    { op: "set", name: `entry_ttl:${A}`, dueMs: T + 1_800_000 },
  ]);
  assert.deepEqual(step.events.map((event) => event.kind), ["OrderChanged"]);
  const fired = execution.step(step.state, { kind: "TimerFired", name: `entry_ttl:${A}` }, ctxAt(T));
  assert.deepEqual(sent(fired), [`${venue} ${LANE.orders} CancelOrder`]);
});

Deno.test("execution tells facts to risk and to the symbol they are about, and clears the timer", () => {
  const step = after(ENTER, CONFIGURED);
  const call = `call:${step.state.desks[0].open[0].order.clientId}`;
  const ended = execution.step(step.state, reject(step), ctxAt(T));
  assert.deepEqual(sent(ended), [
    `${risk} ${LANE.orders} EntryEnded`,
    `${ADDRESS.symbol(A)} ${LANE.orders} EntryEnded`,
    `${risk} ${LANE.orders} CampaignEnded`,
    `${ADDRESS.symbol(A)} ${LANE.orders} CampaignEnded`,
  ]);
  assert.deepEqual(ended.timers, [
    { op: "clear", name: call },
    { op: "clear", name: `entry_ttl:${A}` },
  ]);
});

Deno.test("execution tells of a symbol nobody runs to risk alone", () => {
  const order = {
    clientId: "TTS0234567ABCDEFGHIJKLMN",
    symbol: "C/USDT:USDT",
    side: 1,
    type: "market",
    qtySteps: 1,
  } as const;
  const more = {
    limitTicks: null,
    triggerTicks: null,
    reduceOnly: false,
    closePosition: false,
    filledSteps: 0,
  };
  const account = { walletBalance: 5n, positions: [], openOrders: [{ ...order, ...more }], atMs: T };
  assert.deepEqual(sent(after({ kind: "AccountReported", ...account })), [
    `${risk} ${LANE.orders} BookDiverged`,
  ]);
});

Deno.test("execution records a command it refuses and sends nothing", () => {
  const step = after({ kind: "MoveStop", symbol: A, stopTicks: 9950, reason: "test", atMs: T });
  assert.deepEqual(step.sends, []);
  const why = "there is no position";
  assert.deepEqual(step.events, [{ kind: "CommandRefused", symbol: A, command: "MoveStop", why, atMs: T }]);
});

Deno.test("execution tells its book to whoever asks", () => {
  const { state } = after(ENTER, CONFIGURED);
  const { sends } = execution.step(state, { kind: "QueryBook" }, ctxFrom("reconciliation/paper", T));
  assert.deepEqual(sends.map(({ to, lane, body }) => `${to} ${lane} ${body.kind}`), [
    `reconciliation/paper ${LANE.orders} BookReported`,
  ]);
  const book = sends[0].body as BookReported;
  assert.deepEqual([book.orders.length, book.stops.length, book.positions[0].steps], [1, 1, 0]);
});

Deno.test("execution takes repairs, and takes entries back while the store cannot commit", () => {
  const held = { symbol: A, side: 1, qtySteps: 5, cost: 1n, isolatedMargin: 1n } as const;
  const adopt = { position: held, stopTicks: 9900, walletBalance: 5n, reason: "test", atMs: T };
  assert.deepEqual(sent(after({ kind: "AdoptPosition", ...adopt })).slice(0, 2), [
    `${venue} ${LANE.orders} SubmitOrder`,
    `${risk} ${LANE.orders} PositionRepaired`,
  ]);
  const degraded: Message = { kind: "StoreDegraded", atMs: T };
  assert.deepEqual(sent(after(ENTER, CONFIGURED, degraded)), [`${venue} ${LANE.orders} CancelOrder`]);
  assert.deepEqual(sent(after(degraded, ENTER)).slice(0, 1), [`${risk} ${LANE.orders} EntryEnded`]);
});

Deno.test("execution takes entries back on an ordered stop, and asks for all it has when the session is resumed", () => {
  const stop: Message = { kind: "CancelEntries", reason: "ordered stop" };
  assert.deepEqual(sent(after(ENTER, CONFIGURED, stop)), [`${venue} ${LANE.orders} CancelOrder`]);
  assert.deepEqual(sent(after(stop, ENTER)).slice(0, 1), [`${risk} ${LANE.orders} EntryEnded`]);
  assert.deepEqual(sent(after(stop, { kind: "SessionStarted" }, ENTER)), [
    `${venue} ${LANE.orders} ConfigureSymbol`,
  ]);
  const resumed = after(ENTER, CONFIGURED, stop, { kind: "SessionResumed" });
  assert.deepEqual(sent(resumed), [
    `${venue} ${LANE.orders} QueryOrder`,
    `${venue} ${LANE.orders} QueryAccount`,
  ]);
  assert.equal(resumed.state.entriesOff, "");
});

Deno.test("execution dates a liquidation by the market, as it dates fills", () => {
  const held = { symbol: A, side: 1, qtySteps: 5, cost: 1n, isolatedMargin: 1n } as const;
  const adopt = { position: held, stopTicks: 9900, walletBalance: 5n, reason: "test", atMs: T };
  const taken = { symbol: A, side: 1, qtySteps: 5, price: 900, lost: 1n, walletBalance: 4n } as const;
  const { sends } = after({ kind: "AdoptPosition", ...adopt }, {
    ...{ kind: "PositionLiquidated", ...taken, atMs: T - 999 },
  });
  const told = sends.map(({ body }) => body as Notice).find((body) => body.kind === "LiquidationNoted");
  assert.equal(told?.atMs, T - 999);
});

Deno.test("execution tells the guardian of stops, and reconciliation of what is uncertain", () => {
  const listeners = { guardian: "guardian/paper", reconciliation: "reconciliation/paper" };
  const heard = executionBehavior(trader.orders, listeners);
  const state = heard.init();
  const toListeners = (message: Message) =>
    heard.step(state, message, ctxAt(T)).sends.filter(({ to }) => to.endsWith("/paper"))
      .filter(({ to }) => to === listeners.guardian || to === listeners.reconciliation)
      .map(({ to, body }) => `${to} ${body.kind}`);
  const held = { symbol: A, side: 1, qtySteps: 5, cost: 1n, isolatedMargin: 1n } as const;
  const adopt = { position: held, stopTicks: 9900, walletBalance: 5n, reason: "test", atMs: T };
  assert.deepEqual(toListeners({ kind: "AdoptPosition", ...adopt }), []);
  const clientId = state.desks[0].open[0].order.clientId;
  assert.deepEqual(toListeners({ kind: "TimerFired", name: `call:${clientId}` }), [
    "reconciliation/paper OrderUncertain",
  ]);
  assert.deepEqual(toListeners({ kind: "OrderAccepted", symbol: A, clientId, atMs: T }), [
    "guardian/paper StopPlaced",
  ]);
});

Deno.test("execution confirms a configuration and changes nothing by it", () => {
  const change = { kind: "ConfigChanged", version: "1-x", knobs: {}, afterMs: 0 } as const;
  const step = execution.step(execution.init(), change, { ...ctxAt(T), self: ADDRESS.execution });
  const confirmed = { kind: "ConfigConfirmed", version: "1-x", actor: ADDRESS.execution, atMs: T };
  assert.deepEqual([step.events, step.sends, step.timers], [[confirmed], [], []]);
  assert.equal(step.state.configVersion, "1-x");
});

Deno.test("execution flattens, takes entries back and is re-armed on risk's word", () => {
  const about = { symbols: [A], reason: "test", atMs: T };
  const pulled = after({ kind: "FlattenSymbols", flattenId: "f1", ...about });
  assert.deepEqual(sent(pulled), [
    `${venue} ${LANE.orders} QueryAccount`,
    `${risk} ${LANE.orders} FlattenReported`,
    `${ADDRESS.symbol(A)} ${LANE.orders} FlattenReported`,
  ]);
  assert.deepEqual(pulled.timers.map(({ name }) => name), ["flat:account"]);
  const account = {
    kind: "AccountReported",
    walletBalance: 5n,
    positions: [],
    openOrders: [],
    atMs: T,
  } as const;
  const flat = execution.step(pulled.state, account, ctxAt(T));
  assert.deepEqual(sent(flat)[0], `${risk} ${LANE.orders} FlattenReported`);
  const { state } = execution.step(flat.state, { kind: "RearmSymbols", symbols: [A], atMs: T }, ctxAt(T));
  assert.equal(state.desks[0].flattening, null);
  const entered = after(ENTER, CONFIGURED);
  const back = execution.step(entered.state, { kind: "TakeBackEntries", ...about }, ctxAt(T));
  assert.deepEqual(sent(back), [`${venue} ${LANE.orders} CancelOrder`]);
});
