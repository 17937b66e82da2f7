import assert from "node:assert/strict";
import { createTapeWorld } from "../../lib/simulator/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { ctxAt, flatSession } from "../session_fixture.ts";
import { clockBehavior } from "./behavior.ts";
import type { ClockArgs, PlayedMarket } from "./messages.ts";

Deno.test("clock moves the exchange through every instant of the tape at its pace, and then rests", () => {
  const { tape } = flatSession(9);
  const args: ClockArgs<PlayedMarket> = { market: { kind: "tape", tape }, barsPerSecond: 10 };
  const clock = clockBehavior(args);
  let { state, timers, sends } = clock.step(clock.init(), { kind: "SessionStarted" }, ctxAt(5));
  assert.deepEqual([timers, sends], [[{ op: "set", name: "tick", dueMs: 15 }], []]);
  const told: unknown[] = [];
  for (let nowMs = 25; timers.length > 0; nowMs += 20) {
    // as after a restart: what it was is in the state alone
    const again = clockBehavior(args);
    ({ state, timers, sends } = again.step(
      structuredClone(state),
      { kind: "TimerFired", name: "tick" },
      ctxAt(nowMs),
    ));
    told.push(...sends.map(({ to, body }) => ({ to, body })));
  }
  const world = createTapeWorld(tape, ADDRESS.venue);
  const all: unknown[] = [];
  for (let next = world.next(); next !== null; next = world.next()) {
    all.push({ to: next.to, body: next.body });
  }
  assert.deepEqual(told, all);
});

Deno.test("clock leaves most of a bar's time to those who decide on it and who place stops, and makes up for nothing", () => {
  const clock = clockBehavior({ market: { kind: "tape", tape: flatSession(9).tape }, barsPerSecond: 10 });
  const { state } = clock.step(clock.init(), { kind: "SessionStarted" }, ctxAt(100));
  const dueAfter = (nowMs: number) => {
    const { timers } = clock.step(state, { kind: "TimerFired", name: "tick" }, ctxAt(nowMs));
    return timers.map((timer) => timer.op === "set" ? timer.dueMs : null);
  };
  // a few ms late each time: open, two extremes, close, bar, and the next bar's open
  const dues = [113, 144, 153, 162, 171, 213].map(dueAfter);
  assert.deepEqual(dues, [[140], [150], [160], [170], [210], [240]]);
  // away for a second
  assert.deepEqual([dueAfter(1_200), dueAfter(1_221)], [[1_200], [1_221]]);
});

Deno.test("clock plays at another pace from the moment it is told so, also where the next instant was long in coming", () => {
  const clock = clockBehavior({
    market: { kind: "tape", tape: flatSession(9).tape },
    barsPerSecond: 1 / 3600,
  });
  const { state, timers: [slow] } = clock.step(clock.init(), { kind: "SessionStarted" }, ctxAt(100));
  assert.deepEqual(slow, { op: "set", name: "tick", dueMs: 360_100 });
  const { timers, sends } = clock.step(state, { kind: "SetMarketSpeed", barsPerSecond: 20 }, ctxAt(5_000));
  assert.deepEqual([timers, sends], [[{ op: "set", name: "tick", dueMs: 5_005 }], []]);
  const next = clock.step(structuredClone(state), { kind: "TimerFired", name: "tick" }, ctxAt(5_005));
  assert.deepEqual(next.timers, [{ op: "set", name: "tick", dueMs: 5_020 }]);
});
