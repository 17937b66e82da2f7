import assert from "node:assert/strict";
import { decodeState, encodeState } from "../../lib/core/mod.ts";
import { LANE, type Step } from "../../lib/runtime/mod.ts";
import type { SymbolReport, TraderEvent } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, B, ctxAt, ctxFrom, flatSession, HOUR_MS, intentOf, START_MS } from "../session_fixture.ts";
import type { BarReported } from "../symbol/messages.ts";
import { riskBehavior, type RiskState } from "./behavior.ts";

const T = START_MS + HOUR_MS;
const { trader } = flatSession(1);
const risk = riskBehavior({ ...trader.portfolio, decisionDeadlineMs: 2000 });
type Message = Parameters<typeof risk.step>[1];

const published = (...symbols: string[]): Message => ({ kind: "BarsPublished", closeMs: T, symbols });

const reported = (symbol: string, change: Partial<SymbolReport> = {}): BarReported => ({
  ...{
    kind: "BarReported",
    symbol,
    closeMs: T,
    close: 1000,
    decided: true,
    setupReturns: [],
    setupCloseMs: T,
  },
  ...{ intent: null, draft: null, exit: null },
  ...change,
});

const wants = (symbol: string) => reported(symbol, { intent: intentOf(symbol, T) });

/** A risk actor that may enter, through some messages; the last step. */
function after(...messages: Message[]): Step<RiskState> {
  let step: Step<RiskState> = { state: risk.init(), events: [], sends: [], timers: [] };
  const opening: Message = { kind: "BookReconciled", walletBalance: 1_000_000_000_000n, atMs: T };
  for (const message of [opening, ...messages]) step = risk.step(step.state, message, ctxAt(T));
  return step;
}

const sent = ({ sends }: Step<RiskState>) => sends.map(({ to, lane, body }) => `${to} ${lane} ${body.kind}`);

Deno.test("risk judges a set when the last symbol of it has reported, not before", () => {
  assert.deepEqual(sent(after(published(A, B), wants(A))), []);
  const step = after(published(A, B), wants(A), reported(B));
  assert.deepEqual(sent(step), [`${ADDRESS.execution} ${LANE.control} EnterPosition`]);
  assert.deepEqual(step.state.sets.open, []);
  // a symbol without a bar is not waited for
  assert.deepEqual(sent(after(published(A), wants(A))), [
    `${ADDRESS.execution} ${LANE.control} EnterPosition`,
  ]);
});

Deno.test("risk tells a symbol that it was denied, and execution of exits", () => {
  // without return windows the second intent in one direction cannot be told apart from the first
  const step = after(published(A, B), wants(A), wants(B));
  assert.deepEqual(sent(step), [
    `${ADDRESS.execution} ${LANE.control} EnterPosition`,
    `${ADDRESS.symbol(B)} ${LANE.orders} IntentDenied`,
  ]);
  const exit = { kind: "ClosePosition", symbol: A, reason: "time_out", atMs: T } as const;
  assert.deepEqual(sent(after(published(A), reported(A, { exit }))), [
    `${ADDRESS.execution} ${LANE.control} ClosePosition`,
  ]);
});

Deno.test("risk keeps a stale symbol's entries off", () => {
  const stale: Message = { kind: "SymbolStaled", symbol: A, cause: "2 bars are missing" };
  assert.deepEqual(sent(after(stale, published(A, B), wants(A), wants(B))), [
    `${ADDRESS.execution} ${LANE.control} EnterPosition`,
    `${ADDRESS.symbol(A)} ${LANE.orders} IntentDenied`,
  ]);
  assert.deepEqual(after(stale).events, [
    { kind: "LatchChanged", scope: A, latch: "stale", on: true, cause: "2 bars are missing", atMs: T },
  ]);
});

const opsOf = ({ timers }: Step<RiskState>) =>
  timers.map((op) => op.op === "set" ? `${op.name} in ${op.dueMs - T}` : `${op.name} off`);

Deno.test("risk sets the decision deadline with the first it hears of a bar, and clears it with the last", () => {
  assert.deepEqual(opsOf(after(published(A, B))), [`set:${T} in 2000`]);
  assert.deepEqual(opsOf(after(published(A, B), wants(A))), []);
  assert.deepEqual(opsOf(after(published(A, B), wants(A), reported(B))), [`set:${T} off`]);
});

Deno.test("risk judges by who has reported when the deadline is over, and refuses what comes later", () => {
  const due: Message = { kind: "TimerFired", name: `set:${T}` };
  const step = after(published(A, B), wants(A), due);
  assert.deepEqual(sent(step), [`${ADDRESS.execution} ${LANE.control} EnterPosition`]);
  assert.deepEqual(step.events[0], { kind: "SymbolAbsent", symbol: B, barCloseMs: T, atMs: T });
  const late = risk.step(step.state, wants(B), ctxAt(T + 5));
  assert.deepEqual(sent(late), [`${ADDRESS.symbol(B)} ${LANE.orders} IntentDenied`]);
});

Deno.test("risk dates what it does by the clock, and looks at the equity by the bars", () => {
  let step: Step<RiskState> = { state: risk.init(), events: [], sends: [], timers: [] };
  const wallMs = Date.UTC(2026, 10, 21, 12, 34, 56);
  const opening: Message = { kind: "BookReconciled", walletBalance: 1_000_000_000_000n, atMs: wallMs };
  for (const message of [opening, published(A), wants(A)]) {
    step = risk.step(step.state, message, ctxAt(wallMs));
  }
  assert.deepEqual(step.sends.map(({ body }) => "atMs" in body && body.atMs), [wallMs]);
  const events = step.events as readonly TraderEvent[];
  assert.deepEqual(events.flatMap((it) => it.kind === "Heartbeat" ? it.atMs : []), [T]);
});

Deno.test("risk goes on from a snapshot taken in the middle of a set", () => {
  const middle = after(published(A, B), wants(A));
  const restored = decodeState(encodeState(middle.state)) as RiskState;
  const plain = risk.step(middle.state, reported(B), ctxAt(T));
  const again = risk.step(restored, reported(B), ctxAt(T));
  assert.deepEqual(again.sends, plain.sends);
  assert.deepEqual(again.events, plain.events);
  assert.equal(encodeState(again.state), encodeState(plain.state));
});

const latchesOf = ({ state }: Step<RiskState>) =>
  state.portfolio.latches.map(({ scope, name }) => `${scope} ${name}`);

Deno.test("risk sets and clears latches on request, and while the store cannot commit", () => {
  const change = (on: boolean): Message => ({
    ...{ kind: "ChangeLatch", scope: A, name: "unreconciled", on, cause: "test", atMs: T },
  });
  assert.deepEqual(latchesOf(after(change(true))), [`${A} unreconciled`]);
  assert.deepEqual(latchesOf(after(change(true), change(false))), []);
  assert.deepEqual(latchesOf(after({ kind: "StoreDegraded", atMs: T })), ["portfolio store"]);
  const back = after({ kind: "StoreDegraded", atMs: T }, { kind: "StoreRecovered", atMs: T });
  assert.deepEqual([latchesOf(back), back.events.map((event) => event.kind)], [[], ["LatchChanged"]]);
});

Deno.test("risk denies intents while the store cannot commit", () => {
  const step = after({ kind: "StoreDegraded", atMs: T }, published(A), wants(A));
  assert.deepEqual(step.sends.map(({ body }) => body.kind), ["IntentDenied"]);
});

Deno.test("risk tells ledger and latches to whoever asks", () => {
  const { state } = after({ kind: "StoreDegraded", atMs: T });
  const { sends, events } = risk.step(state, { kind: "QueryRisk" }, ctxFrom("reconciliation/paper", T));
  const latches = [{ scope: "portfolio", name: "store", cause: "the store cannot commit" }];
  const body = { kind: "RiskReported", walletBalance: 1_000_000_000_000n, latches, atMs: T };
  assert.deepEqual(sends, [{ to: "reconciliation/paper", lane: LANE.orders, body }]);
  assert.deepEqual(events, []);
});
