import assert from "node:assert/strict";
import { decodeState, encodeState } from "../../lib/core/mod.ts";
import { CandleColumns } from "../../lib/market/mod.ts";
import { EAGER, randomCandles, specOf, WARM_HOURS } from "../../lib/trader/symbol/series_fixture.ts";
import { LANE } from "../../lib/runtime/mod.ts";
import type { SymbolSpec, SymbolState, TraderEvent } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { BarClosed } from "../feed/messages.ts";
import { A, ctxAt, flatSession, HOUR_MS, START_MS } from "../session_fixture.ts";
import { symbolBehavior } from "./behavior.ts";
import type { BarReported } from "./messages.ts";

type DecisionEvent = Extract<TraderEvent, { kind: "DecisionMade" }>;

const { trader } = flatSession(1);
const SPEC = trader.symbols[0];

const barAt = (hour: number): BarClosed => ({
  ...{ kind: "BarClosed", symbol: A, openMs: START_MS + hour * HOUR_MS },
  ...{ open: 1000, high: 1010, low: 990, close: 1000 + (hour % 7), volume: 5, isLate: false },
});

Deno.test("symbol reports every bar to risk, also while it warms up", () => {
  const symbol = symbolBehavior(SPEC, CandleColumns.create(0));
  const { sends, events } = symbol.step(symbol.init(), barAt(0), ctxAt(START_MS + HOUR_MS));
  assert.deepEqual(sends, [{
    to: ADDRESS.risk,
    lane: LANE.data,
    body: {
      ...{ kind: "BarReported", symbol: A, closeMs: START_MS + HOUR_MS, close: 1000, decided: false },
      ...{ setupReturns: [], setupCloseMs: 0, intent: null, draft: null, exit: null },
    },
  }]);
  assert.deepEqual(events, []);
});

Deno.test("symbol says nothing to a notice", () => {
  const symbol = symbolBehavior(SPEC, CandleColumns.create(0));
  const step = symbol.step(
    symbol.init(),
    { kind: "IntentDenied", symbol: A, intentId: "i", atMs: 0 },
    ctxAt(START_MS),
  );
  assert.deepEqual([step.sends, step.events, step.timers], [[], [], []]);
});

Deno.test("symbol works on whatever state it is given: one behaviour, states in turn", () => {
  const symbol = symbolBehavior(SPEC, CandleColumns.create(0));
  const alone = symbolBehavior(SPEC, CandleColumns.create(0));
  let first = symbol.init(), other = symbol.init(), expected = alone.init();
  for (let hour = 0; hour < 60; hour++) {
    const at = ctxAt(START_MS + (hour + 1) * HOUR_MS);
    const restored = hour % 9 === 0 ? decodeState(encodeState(first)) as SymbolState : first;
    first = symbol.step(restored, barAt(hour), at).state;
    other = symbol.step(other, barAt(hour + 1), at).state;
    expected = alone.step(expected, barAt(hour), at).state;
  }
  assert.equal(encodeState(first), encodeState(expected));
  assert.notEqual(encodeState(first), encodeState(other));
});

Deno.test("symbol begins with its history, which only warms up the features", () => {
  const history = CandleColumns.fromRows([[START_MS, 1000, 1010, 990, 1005, 5]]);
  const state = symbolBehavior(SPEC, history).init();
  assert.deepEqual([state.entry.bars, state.historyFromMs, state.trade], [1, START_MS, null]);
});

/** Every step of a symbol over bars; before bar `changeAt` it is told of another stop buffer. */
function play(spec: SymbolSpec, candles: CandleColumns, changeAt: number, restoreEvery = Infinity) {
  const symbol = symbolBehavior(spec, CandleColumns.create(0));
  let state = symbol.init();
  const stops: string[] = [], confirmed: unknown[] = [];
  for (let i = 0; i < candles.length; i++) {
    const [openMs, open, high, low, close, volume] = CandleColumns.row(candles, i);
    const at = { ...ctxAt(openMs + HOUR_MS), self: ADDRESS.symbol(spec.symbol) };
    if (i === changeAt) {
      const of = (name: string) => `system.strategies.${name}.stop_buffer_atr`;
      const knobs = {
        [of("trend_pullback")]: 0.7,
        [of("range_reversion")]: 0.7,
        [of("squeeze_breakout")]: 0.7,
      };
      const change = { kind: "ConfigChanged", version: "1-x", knobs, afterMs: openMs } as const;
      confirmed.push(...symbol.step(state, change, at).events);
    }
    if (i % restoreEvery === 0) state = decodeState(encodeState(state)) as SymbolState;
    const bar = { kind: "BarClosed", symbol: spec.symbol, openMs, open, high, low, close, volume } as const;
    const step = symbol.step(state, { ...bar, isLate: false }, at);
    state = step.state;
    const { intent } = step.sends[0].body as BarReported;
    if (intent === null) continue;
    stops.push(`${i} ${intent.rule} ${intent.stopTicks}`);
    symbol.step(state, { kind: "IntentDenied", symbol: spec.symbol, intentId: intent.id, atMs: 0 }, at);
  }
  return { stops, confirmed, state };
}

Deno.test("symbol takes a new stop buffer from the next bar on, confirms it, and keeps it over a restart", () => {
  const candles = randomCandles("late", WARM_HOURS + 400), spec = specOf(EAGER);
  const plain = play(spec, candles, Infinity), changeAt = WARM_HOURS + 200;
  const changed = play(spec, candles, changeAt);
  const isEarly = (stop: string) => Number(stop.split(" ")[0]) < changeAt;
  assert.deepEqual(changed.stops.filter(isEarly), plain.stops.filter(isEarly));
  assert.notDeepEqual(changed.stops, plain.stops);
  const actor = ADDRESS.symbol(spec.symbol), atMs = START_MS + (changeAt + 1) * HOUR_MS;
  assert.deepEqual(changed.confirmed, [{ kind: "ConfigConfirmed", version: "1-x", actor, atMs }]);
  const again = play(spec, candles, changeAt, 7);
  assert.deepEqual(again.stops, changed.stops);
  assert.equal(encodeState(again.state), encodeState(changed.state));
});

Deno.test("symbol enters on no late bar, and says why where it would have", () => {
  const candles = randomCandles("late", WARM_HOURS + 400);
  const spec = specOf(EAGER);
  const history = CandleColumns.create(0);
  const onTime = symbolBehavior(spec, history), late = symbolBehavior(spec, history);
  let a = onTime.init(), b = late.init(), intents = 0;
  for (let i = 0; i < candles.length; i++) {
    const [openMs, open, high, low, close, volume] = CandleColumns.row(candles, i);
    const bar = { kind: "BarClosed", symbol: spec.symbol, openMs, open, high, low, close, volume } as const;
    const at = ctxAt(openMs + HOUR_MS);
    const said = onTime.step(a, { ...bar, isLate: false }, at);
    const skipped = late.step(b, { ...bar, isLate: true }, at);
    a = said.state, b = skipped.state;
    const { intent } = said.sends[0].body as BarReported;
    assert.equal((skipped.sends[0].body as BarReported).intent, null);
    if (intent === null) continue;
    intents += 1;
    const made = skipped.events.find((event) => event.kind === "DecisionMade") as DecisionEvent;
    assert.deepEqual([made.decision.verdict, made.decision.reason], ["no_trade", "bar.late"]);
    onTime.step(a, { kind: "IntentDenied", symbol: spec.symbol, intentId: intent.id, atMs: 0 }, at);
  }
  assert.ok(intents > 4, `${intents} intents prove little`);
});
