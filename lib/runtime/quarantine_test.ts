import assert from "node:assert/strict";
import { ActorRecord } from "./actor_record.ts";
import type { Behavior } from "./behavior.ts";
import type { ActorHistory, HandledInput } from "./commit_port.ts";
import { type Envelope, LANE, timerAddress } from "./envelope.ts";
import { ActorCrash, FatalError } from "./errors.ts";
import { MemoryCommit } from "./memory_commit.ts";
import { restoreActor } from "./restore_actor.ts";
import { TimerQueue } from "./timer_queue.ts";
import { say, to, type Toy } from "./toy_actors_test.ts";

/** Sets the timers its message names, sends on Talk, throws on Poison and when a timer of that name fires. */
const fragile: Behavior<{ steps: number }, Toy & { readonly dueMs?: number }> = {
  schema: 1,
  init: () => ({ steps: 0 }),
  step(state, { kind, name = "", dueMs = 0 }) {
    if (kind === "Poison" || (kind === "TimerFired" && name === "poison")) throw new Error("poisoned");
    state.steps++;
    if (kind === "Set") return say(state, { timers: [{ op: "set", name, dueMs }] });
    return say(state, kind === "Talk" ? { sends: [to("b", { kind: "Word" })] } : {});
  },
};

function timing() {
  return { timers: TimerQueue.create(), fired: new Map<string, number>() };
}

function told(seq: number, body: Toy & { readonly dueMs?: number }): Envelope {
  return { from: "x", seq, to: "a", lane: LANE.data, atMs: 10 * seq, causedBy: "", body };
}

function firing(seq: number, name: string, causedBy: string): Envelope {
  const body = { kind: "TimerFired", name };
  return { from: timerAddress("a"), seq, to: "a", lane: LANE.control, atMs: 500, causedBy, body };
}

/** An actor that handles what it can and skips the rest. */
function live(inputs: readonly Envelope[]) {
  const actor = ActorRecord.create("a", fragile);
  const { timers } = timing();
  const rows = inputs.map((input): HandledInput => {
    try {
      return ActorRecord.handle(actor, input, timers);
    } catch (cause) {
      assert.ok(cause instanceof ActorCrash);
      return ActorRecord.skip(actor, input, timers, [{ kind: "Quarantined" }]);
    }
  });
  return { actor, rows, timers };
}

function historyOf(rows: readonly HandledInput[]): ActorHistory {
  return MemoryCommit.create([{ rounds: null, handled: rows, snapshots: [] }]).load("a", 1);
}

const INPUTS = [
  told(1, { kind: "Set", name: "poison", dueMs: 500 }),
  told(2, { kind: "Set", name: "sound", dueMs: 900 }),
  told(3, { kind: "Talk" }),
  told(4, { kind: "Poison" }),
  firing(1, "poison", "x#1"),
  told(7, { kind: "Talk" }),
];

Deno.test("ActorRecord.skip() counts an input as handled, and changes nothing else", () => {
  const { actor, rows } = live(INPUTS);
  assert.deepEqual(rows[3], {
    ...{ actor: "a", inputNo: 4, input: INPUTS[3], events: [{ kind: "Quarantined" }] },
    ...{ sends: [], timers: [], seqAfter: 1, quarantined: true },
  });
  assert.deepEqual(rows.map((row) => row.quarantined ?? false), [false, false, false, true, true, false]);
  assert.equal(rows[0].quarantined, undefined);
  assert.ok(INPUTS.every((input) => ActorRecord.hasHandled(actor, input)));
  assert.deepEqual(actor.state, { steps: 4 });
  assert.equal(rows[5].sends[0].seq, 2);
});

Deno.test("ActorRecord.skip() of a timer's firing spends that timer, and none set since", () => {
  assert.deepEqual(TimerQueue.of(live(INPUTS).timers, "a").map(({ name }) => name), ["sound"]);
  const again = [INPUTS[0], told(2, { kind: "Set", name: "poison", dueMs: 800 }), INPUTS[4]];
  const { timers, rows } = live(again);
  assert.equal(rows[2].quarantined, true);
  assert.deepEqual(TimerQueue.of(timers, "a"), [{ name: "poison", dueMs: 800, setBy: "x#2" }]);
});

Deno.test("restoreActor() folds a quarantined input without a step", () => {
  const { actor, rows, timers } = live(INPUTS);
  const restored = timing();
  const twin = restoreActor({ address: "a", behavior: fragile, history: historyOf(rows) }, restored);
  assert.deepEqual(
    ActorRecord.snapshot(twin, restored.timers),
    ActorRecord.snapshot(actor, timers),
  );
  assert.equal(restored.fired.get("a"), 1);
});

Deno.test("restoreActor() goes on from a snapshot behind which an input is quarantined", () => {
  const { rows } = live(INPUTS);
  const early = live(INPUTS.slice(0, 3));
  const snapshot = ActorRecord.snapshot(early.actor, early.timers);
  const history = { ...historyOf(rows.slice(3)), snapshot };
  const restored = timing();
  const twin = restoreActor({ address: "a", behavior: fragile, history }, restored);
  assert.deepEqual([twin.inputNo, twin.seq, twin.state], [6, 2, { steps: 4 }]);
  assert.deepEqual(TimerQueue.of(restored.timers, "a").map(({ name }) => name), ["sound"]);
});

Deno.test("restoreActor() throws FatalError for a quarantined input that sent, or a timer never set", () => {
  const history = historyOf(live(INPUTS).rows);
  const changed = (inputNo: number, change: object): ActorHistory => ({
    ...history,
    inputs: history.inputs.map((row) => (row.inputNo === inputNo ? { ...row, ...change } : row)),
  });
  const cases: [ActorHistory, RegExp][] = [
    [changed(4, { sendCount: 1 }), /actor a, input 4 .*number of sends: the journal says 1, the fold 0/],
    [changed(4, { seqAfter: 2 }), /actor a, input 4 .*send counter: the journal says 2, the fold 1/],
    [
      changed(5, { input: firing(1, "other", "x#1") }),
      /actor a, input 5 .*timer other is set: the journal says true, the fold false/,
    ],
  ];
  for (const [broken, text] of cases) {
    assert.throws(
      () => restoreActor({ address: "a", behavior: fragile, history: broken }, timing()),
      (error: unknown) => error instanceof FatalError && text.test(error.message),
      String(text),
    );
  }
});
