import assert from "node:assert/strict";
import { decodeState } from "../../core/mod.ts";
import type { Behavior } from "../behavior.ts";
import type { ActorHistory } from "../commit_port.ts";
import { type Envelope, LANE, timerAddress } from "../envelope.ts";
import { ActorCrash, FatalError } from "../errors.ts";
import { letter } from "./agent_fixture.ts";
import { SteppedActors } from "./stepped_actors.ts";
import { toy } from "./toy_behavior_fixture.ts";

const NO_HISTORY: ActorHistory = { snapshot: null, inputs: [], outbox: [] };

function create(snapshotEvery = 1_000): SteppedActors {
  const behavior = toy as Behavior;
  const loaded = ["a", "b"].map((address) => ({ address, behavior, history: NO_HISTORY }));
  return SteppedActors.restore(loaded, snapshotEvery);
}

function handle(actors: SteppedActors, envelope: Envelope, quarantine = false) {
  return SteppedActors.handle(actors, { envelope, quarantine });
}

function firing(name: string, seq: number, setBy: string): Envelope {
  const about = { from: timerAddress("a"), lane: LANE.control, atMs: 2_000, causedBy: setBy };
  return letter(seq, { kind: "TimerFired", name }, about);
}

Deno.test("SteppedActors.handle() steps and answers the row for the journal", () => {
  const { inputNo, actor, sends, seqAfter } = handle(create(), letter(1, { kind: "Tell", to: "x" }));
  assert.deepEqual({ inputNo, actor, seqAfter }, { inputNo: 1, actor: "a", seqAfter: 1 });
  assert.deepEqual(sends.map(({ from, seq, to }) => ({ from, seq, to })), [{ from: "a", seq: 1, to: "x" }]);
});

Deno.test("SteppedActors.isDuplicate() knows and counts what was handled, also in quarantine", () => {
  const actors = create();
  const inputs = [letter(1, { kind: "Hello" }), letter(2, { kind: "Throw" })];
  for (const [i, envelope] of inputs.entries()) {
    const delivery = { envelope, quarantine: i === 1 };
    assert.equal(SteppedActors.isDuplicate(actors, delivery), false);
    SteppedActors.handle(actors, delivery);
    assert.equal(SteppedActors.isDuplicate(actors, delivery), true);
  }
  const [a] = SteppedActors.metrics(actors, new Map());
  assert.deepEqual([a.processed, a.failed, a.duplicates], [2, 1, 2]);
});

Deno.test("SteppedActors.handle() journals a quarantined message without a step, with an event that tells", () => {
  const row = handle(create(), letter(1, { kind: "Throw" }), true);
  assert.equal(row.quarantined, true);
  assert.deepEqual(row.events, [{ kind: "Quarantined", messageId: "y#1", messageKind: "Throw" }]);
});

Deno.test("SteppedActors.handle() throws what crashed and where, and on a message for nobody here", () => {
  assert.throws(() => handle(create(), letter(1, { kind: "Throw" })), ActorCrash);
  assert.throws(() => handle(create(), letter(1, { kind: "Hello" }, { to: "x" })), FatalError);
  const elsewhere = { envelope: letter(1, { kind: "Hello" }, { to: "x" }), quarantine: false };
  assert.throws(() => SteppedActors.isDuplicate(create(), elsewhere), /"x"/);
});

Deno.test("SteppedActors.endRound() snapshots the actors that passed a multiple in the round, once, as they are at its end", () => {
  const actors = create(2);
  handle(actors, letter(1, { kind: "One" }));
  assert.deepEqual(SteppedActors.endRound(actors), []);
  for (const seq of [2, 3]) handle(actors, letter(seq, { kind: "More" }));
  handle(actors, letter(1, { kind: "One" }, { to: "b" }));
  const snapshots = SteppedActors.endRound(actors);
  assert.deepEqual(snapshots.map(({ actor, inputNo }) => [actor, inputNo]), [["a", 3]]);
  assert.deepEqual(decodeState(snapshots[0].state), { heard: ["One", "More", "More"] });
  assert.deepEqual(SteppedActors.endRound(actors), []);
});

Deno.test("SteppedActors.endRound() has no timer in a snapshot that fired in the round, nor loses one that is set", () => {
  const actors = create(2);
  handle(actors, letter(1, { kind: "SetTwo", dueMs: 2_000 }));
  const both = SteppedActors.ready(actors)[0].timers;
  assert.deepEqual(both.map(({ name, setBy }) => [name, setBy]), [["a", "y#1"], ["b", "y#1"]]);
  handle(actors, firing("a", 1, "y#1"));
  handle(actors, firing("b", 2, "y#1"));
  assert.deepEqual(SteppedActors.endRound(actors)[0].timers, []);
});

Deno.test("SteppedActors.handle() leaves a timer that was set again before the firing of the earlier one came", () => {
  const actors = create();
  handle(actors, letter(1, { kind: "SetTwo", dueMs: 2_000 }));
  handle(actors, letter(2, { kind: "SetTwo", dueMs: 3_000 }));
  handle(actors, firing("a", 1, "y#1"));
  assert.deepEqual(SteppedActors.ready(actors)[0].timers.map(({ dueMs }) => dueMs), [3_000, 3_000]);
});

Deno.test("SteppedActors.snapshotAll() takes each actor that handled something since its last", () => {
  const actors = create();
  handle(actors, letter(1, { kind: "One" }));
  assert.deepEqual(SteppedActors.snapshotAll(actors).map(({ actor }) => actor), ["a"]);
  handle(actors, letter(1, { kind: "One" }, { to: "b" }));
  assert.deepEqual(SteppedActors.snapshotAll(actors).map(({ actor }) => actor), ["b"]);
  assert.deepEqual(SteppedActors.snapshotAll(actors), []);
});

Deno.test("SteppedActors.metrics() tells what waits and how long handling took", () => {
  const actors = create();
  const delivery = { envelope: letter(1, { kind: "One" }), quarantine: false };
  SteppedActors.handle(actors, delivery);
  SteppedActors.note(actors, delivery, 3);
  const [a, b] = SteppedActors.metrics(actors, new Map([["b", { depth: 4, oldestMs: 9 }]]));
  assert.deepEqual([a.depth, a.oldestMs, a.handlingUs], [0, 0, [0, 0, 1]]);
  assert.deepEqual([b.depth, b.oldestMs, b.handlingUs], [4, 9, []]);
});
