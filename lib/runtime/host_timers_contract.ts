// impure-ok: test suite
import assert from "node:assert/strict";
import type { TimerOp } from "./behavior.ts";
import { LANE } from "./envelope.ts";
import type { HostPromise, MakeHost } from "./host_case_fixture.ts";
import { LISTENER, scripted } from "./host_kinds_fixture.ts";
import { heard, play } from "./host_play_fixture.ts";
import { tell, to } from "./toy_actors_test.ts";

/** When timers fire, and which do not. */
export const TIMER_PROMISES: readonly HostPromise[] = [
  ["timers fire when due, replaced ones once, cleared ones never, past ones now", checkTimers],
  ["timers of one instant fire by address and name, before the world goes on", checkInstant],
  [
    "a timer that fired with another one reaches its actor, though the other's firing replaces it",
    checkOvertaken,
  ],
  ["timers due after the world's end stay set", checkEnd],
];

function set(name: string, dueMs: number): TimerOp {
  return { op: "set", name, dueMs };
}

/** An actor that tells the listener which of its timers fires. */
function chatty(address: string, timers: Record<string, TimerOp[]>, names: readonly string[]) {
  const tells = names.map((
    name,
  ) => [`TimerFired ${name}`, { sends: [to("listener", { kind: "fired", name })] }]);
  const sets = Object.entries(timers).map(([kind, ops]) => [kind, { timers: ops }]);
  return scripted(address, Object.fromEntries([...sets, ...tells]));
}

async function checkTimers(makeHost: MakeHost): Promise<void> {
  const timers = {
    First: [
      set("past", -5),
      set("twice", 11),
      set("twice", 15),
      set("gone", 12),
      {
        op: "clear",
        name: "gone",
      } as const,
      set("late", 14),
    ],
    Second: [set("same", 15), { op: "clear", name: "late" } as const],
  };
  const script = [
    tell(10, "chatty", { kind: "First" }),
    tell(13, "chatty", { kind: "Second" }),
    tell(15, "listener", { kind: "Bar" }),
  ];
  const names = ["past", "twice", "gone", "late", "same"];
  const { outcome } = await play(makeHost, { actors: [chatty("chatty", timers, names), LISTENER], script });
  assert.deepEqual(heard(outcome), [
    "10 chatty#1 fired past",
    "15 chatty#2 fired same",
    "15 chatty#3 fired twice",
    "15 market#3 Bar",
  ]);
}

async function checkInstant(makeHost: MakeHost): Promise<void> {
  const actors = [
    chatty("a", { Go: [set("y", 20), set("x", 20)] }, ["x", "y"]),
    chatty("b", { Go: [set("w", 20)] }, ["w"]),
    LISTENER,
  ];
  const script = [
    tell(10, "b", { kind: "Go" }),
    tell(10, "a", { kind: "Go" }),
    tell(20, "listener", { kind: "Bar" }),
    tell(21, "listener", { kind: "Bar" }),
  ];
  const { outcome } = await play(makeHost, { actors, script, snapshotEvery: 1 });
  assert.deepEqual(heard(outcome), [
    "20 a#1 fired x",
    "20 a#2 fired y",
    "20 b#1 fired w",
    "20 market#3 Bar",
    "21 market#4 Bar",
  ]);
  const firings = outcome.journal.map(({ input }) => input).filter(({ from }) => from.startsWith("timer:"));
  assert.deepEqual(firings.map(({ from, seq, lane, causedBy }) => ({ from, seq, lane, causedBy })), [
    { from: "timer:a", seq: 1, lane: LANE.control, causedBy: "market#2" },
    { from: "timer:a", seq: 2, lane: LANE.control, causedBy: "market#2" },
    { from: "timer:b", seq: 1, lane: LANE.control, causedBy: "market#1" },
  ]);
}

async function checkOvertaken(makeHost: MakeHost): Promise<void> {
  const tells = (name: string, timers: TimerOp[] = []) => ({
    sends: [to("listener", { kind: "fired", name })],
    timers,
  });
  const actors = [
    scripted("a", {
      Go: { timers: [set("x", 20), set("y", 20)] },
      "TimerFired x": tells("x", [set("y", 25)]),
      "TimerFired y": tells("y"),
    }),
    LISTENER,
  ];
  const script = [
    tell(10, "a", { kind: "Go" }),
    ...[22, 30].map((atMs) => tell(atMs, "listener", { kind: "Bar" })),
  ];
  const lives = [2, 1, Infinity];
  const { outcome } = await play(makeHost, { actors, script, maxRoundsPerCommit: 1 }, lives);
  assert.deepEqual(heard(outcome), [
    "20 a#1 fired x",
    "20 a#2 fired y",
    "22 market#2 Bar",
    "25 a#3 fired y",
    "30 market#3 Bar",
  ]);
}

async function checkEnd(makeHost: MakeHost): Promise<void> {
  const actors = [chatty("chatty", { Go: [set("end", 99), set("now", 10)] }, ["now", "end"]), LISTENER];
  const { ends, outcome } = await play(makeHost, { actors, script: [tell(10, "chatty", { kind: "Go" })] });
  assert.deepEqual(ends, ["done"]);
  assert.deepEqual(heard(outcome), ["10 chatty#1 fired now"]);
  assert.deepEqual(outcome.snapshots.chatty.timers, [{ name: "end", dueMs: 99, setBy: "market#1" }]);
}
