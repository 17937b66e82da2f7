import assert from "node:assert/strict";
import { createListRecorder, createTallyRecorder, type TraderEvent } from "../trader/mod.ts";
import { Backtest } from "./backtest.ts";
import { testSpec } from "./backtest_fixture.ts";
import { resultHash } from "./result.ts";

const BARS = 1_000;
const SPEC = testSpec(BARS);

const tripsOf = (events: readonly TraderEvent[]) =>
  events.flatMap((event) => event.kind === "RoundTripClosed" ? [event.trip] : []);

function whole() {
  const recorder = createListRecorder();
  const run = Backtest.start(SPEC, recorder);
  assert.equal(Backtest.advance(run), true);
  return { run, events: recorder.events };
}

Deno.test("Backtest.advance() comes to the same in one go and in pieces of any length", () => {
  const { run, events } = whole();
  assert.ok(tripsOf(events).length > 20, `${tripsOf(events).length} trades`);
  for (const bars of [1, 7, 333, BARS, BARS + 1]) {
    const recorder = createListRecorder();
    const pieces = Backtest.start(SPEC, recorder);
    let calls = 1;
    while (!Backtest.advance(pieces, bars)) {
      assert.equal(pieces.isDone, false);
      assert.equal(pieces.cursor.bar, calls * bars);
      calls += 1;
    }
    assert.equal(calls, Math.ceil(BARS / bars));
    assert.deepEqual(resultHash(recorder.events), resultHash(events));
    assert.equal(Backtest.equity(pieces), Backtest.equity(run));
  }
});

Deno.test("Backtest.advance() does nothing more once it is done", () => {
  const { run, events } = whole();
  const count = events.length, equity = Backtest.equity(run);
  assert.equal(Backtest.advance(run, 10), true);
  assert.deepEqual([events.length, Backtest.equity(run)], [count, equity]);
});

Deno.test("Backtest comes to the same trades and equity whatever is recorded", () => {
  const { run, events } = whole();
  const tally = createTallyRecorder();
  const light = Backtest.start(SPEC, tally);
  const silent = Backtest.start(SPEC);
  for (const one of [light, silent]) Backtest.advance(one);
  const outcomes = (of: readonly TraderEvent[]) =>
    tripsOf(of).map(({ id, closedAtMs, netPnl, r }) => ({ id, closedAtMs, netPnl, r }));
  assert.deepEqual(outcomes(tally.events), outcomes(events));
  assert.ok(tally.events.every(({ kind }) => kind === "RoundTripClosed" || kind === "DaySummarised"));
  assert.deepEqual([light, silent].map(Backtest.equity), [Backtest.equity(run), Backtest.equity(run)]);
});

Deno.test("Backtest.equity() is the account before the first bar", () => {
  assert.equal(Backtest.equity(Backtest.start(SPEC)), SPEC.walletBalance);
});
