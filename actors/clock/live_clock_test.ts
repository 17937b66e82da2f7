import assert from "node:assert/strict";
import type { LiveCandle, LiveMarketSpec, MarketAdvanced } from "../../lib/simulator/mod.ts";
import { PHASES } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, B, ctxAt, START_MS } from "../session_fixture.ts";
import type { CandlesClosed } from "../venue/messages.ts";
import { liveClockBehavior } from "./live_clock.ts";
import type { CandlesTold } from "./messages.ts";

const MIN = 60_000;
const SPEC: LiveMarketSpec = {
  ...{
    symbols: [A, B],
    fromMs: START_MS,
    stepMs: MIN,
    barMs: 5 * MIN,
    graceMs: 15_000,
    lateAfterMs: 120_000,
  },
};

const told = (lengthMs: number, ...opens: [string, number][]): CandlesTold => ({
  ...{ kind: "CandlesTold", lengthMs },
  candles: opens.map(([symbol, minute]): LiveCandle => ({
    ...{ symbol, openMs: START_MS + minute * MIN, open: 10, high: 12, low: 9, close: 11, volume: 5 },
    fundingRate: NaN,
  })),
});

/** Fires the clock's timers as they are due, from a message on; what it sends, each with its time after it. */
function played(message: CandlesTold, nowMs: number): { words: string[]; bars: CandlesClosed[] } {
  const clock = liveClockBehavior(SPEC);
  const words: string[] = [], bars: CandlesClosed[] = [];
  let { state, timers } = clock.step(clock.init(), message, ctxAt(nowMs));
  while (timers.length > 0) {
    const [timer] = timers;
    assert.ok(timer.op === "set");
    const stepped = clock.step(
      structuredClone(state),
      { kind: "TimerFired", name: "tick" },
      ctxAt(timer.dueMs),
    );
    ({ state, timers } = stepped);
    for (const { to, body } of stepped.sends) {
      const afterMs = timer.dueMs - nowMs;
      if (body.kind === "MarketAdvanced") words.push(`${PHASES[(body as MarketAdvanced).phase]} ${afterMs}`);
      else words.push(`${body.kind} ${afterMs}`);
      assert.equal(to, body.kind === "CandlesClosed" ? ADDRESS.feed : ADDRESS.venue);
      if (body.kind === "CandlesClosed") bars.push(body as CandlesClosed);
    }
  }
  return { words, bars };
}

Deno.test("live clock leaves time for a stop between a minute's open and its extremes", () => {
  const { words } = played(told(MIN, [A, 0], [B, 0]), START_MS + MIN + 900);
  assert.deepEqual(words, ["BarOpened 0", "open 0", "extreme1 2000", "extreme2 2010", "close 2020"]);
});

Deno.test("live clock plays faster what is long past", () => {
  const { words } = played(told(MIN, [A, 0], [B, 0], [A, 1], [B, 1]), START_MS + 60 * MIN);
  const minute = (ms: number) => [
    ...[`BarOpened ${ms}`, `open ${ms}`, `extreme1 ${ms + 60}`, `extreme2 ${ms + 70}`, `close ${ms + 80}`],
  ];
  assert.deepEqual(words, [...minute(0), ...minute(90)]);
});

Deno.test("live clock tells the feed of bars with their close as the time they are told of", () => {
  const { bars } = played(told(5 * MIN, [A, 0], [B, 0]), START_MS + 5 * MIN);
  const candle = { openMs: START_MS, open: 10, high: 12, low: 9, close: 11, volume: 5 };
  const closeMs = START_MS + 5 * MIN;
  assert.deepEqual(bars, [{
    ...{ kind: "CandlesClosed", closeMs, atMs: closeMs, everyMs: 120_000 },
    candles: [{ symbol: A, ...candle }, { symbol: B, ...candle }],
  }]);
});

Deno.test("live clock waits for a symbol that is slow, and lets nobody else set its pace", () => {
  const clock = liveClockBehavior(SPEC);
  const nowMs = START_MS + MIN + 900;
  const waiting = clock.step(clock.init(), told(MIN, [A, 0]), ctxAt(nowMs));
  assert.deepEqual(waiting.timers, [{ op: "set", name: "tick", dueMs: nowMs + 15_000 }]);
  for (const message of [{ kind: "SetMarketSpeed", barsPerSecond: 9 }, { kind: "SessionStarted" }] as const) {
    assert.deepEqual(clock.step(waiting.state, message, ctxAt(nowMs)).timers, []);
  }
  const both = clock.step(waiting.state, told(MIN, [B, 0]), ctxAt(nowMs + 50));
  assert.deepEqual(both.timers, [{ op: "set", name: "tick", dueMs: nowMs + 50 }]);
});
