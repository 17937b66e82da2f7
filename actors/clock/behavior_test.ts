import assert from "node:assert/strict";
import { createTapeWorld } from "../../lib/simulator/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { ctxAt, flatSession } from "../session_fixture.ts";
import { clockBehavior } from "./behavior.ts";

Deno.test("clock moves the exchange through every instant of the tape at its pace, and then rests", () => {
  const { tape } = flatSession(9);
  const clock = clockBehavior({ tape, instantEveryMs: 20 });
  let { state, timers, sends } = clock.step(clock.init(), { kind: "SessionStarted" }, ctxAt(5));
  assert.deepEqual([timers, sends], [[{ op: "set", name: "tick", dueMs: 25 }], []]);
  const told: unknown[] = [];
  for (let nowMs = 25; timers.length > 0; nowMs += 20) {
    // as after a restart: what it was is in the state alone
    const again = clockBehavior({ tape, instantEveryMs: 20 });
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

Deno.test("clock keeps time with itself, and makes up for nothing that it missed", () => {
  const clock = clockBehavior({ tape: flatSession(9).tape, instantEveryMs: 20 });
  const { state } = clock.step(clock.init(), { kind: "SessionStarted" }, ctxAt(100));
  const dueAfter = (nowMs: number) => {
    const { timers } = clock.step(state, { kind: "TimerFired", name: "tick" }, ctxAt(nowMs));
    return timers.map((timer) => timer.op === "set" ? timer.dueMs : null);
  };
  // a few ms late each time, then away for a second
  assert.deepEqual([dueAfter(123), dueAfter(144), dueAfter(1_200), dueAfter(1_221)], [
    [140],
    [160],
    [1_200],
    [1_221],
  ]);
});
