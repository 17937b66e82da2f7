import assert from "node:assert/strict";
import type { ActorSnapshot, HandledInput } from "../commit_port.ts";
import { type Envelope, LANE } from "../envelope.ts";
import { SteppedRound } from "./stepped_round.ts";

function letter(to: string, seq: number): Envelope {
  return { from: "market", seq, to, lane: LANE.data, atMs: 0, causedBy: "", body: { kind: "Bar" } };
}

function row(actor: string, inputNo: number): HandledInput {
  return { actor, inputNo, input: letter(actor, inputNo), events: [], sends: [], timers: [], seqAfter: 0 };
}

const INPUTS = [letter("a", 1), letter("a", 2), letter("b", 3), letter("c", 4)];

/** Round 7: a and c live in w1, b lives in w2; a's second input is quarantined. */
function round() {
  return SteppedRound.create(7, INPUTS, {
    workerOf: ({ to }) => to === "b" ? "w2" : "w1",
    isQuarantined: (actor, id) => actor === "a" && id === "market#2",
  });
}

function answer(rows: readonly HandledInput[] = [], snapshots: readonly ActorSnapshot[] = []) {
  return { round: 7, rows, snapshots };
}

Deno.test("SteppedRound.create() gives each worker its inputs in order, and says which are quarantined", () => {
  const { deliveries } = round();
  assert.deepEqual([...deliveries.keys()], ["w1", "w2"]);
  const list = deliveries.get("w1")!.map(({ envelope: { to, seq }, quarantine }) => [to, seq, quarantine]);
  assert.deepEqual(list, [["a", 1, false], ["a", 2, true], ["c", 4, false]]);
});

Deno.test("SteppedRound.answer() takes one answer of each worker concerned, and none to another round", () => {
  const it = round();
  const given: readonly [worker: string, round: number, isTaken: boolean][] = [
    ["w1", 6, false],
    ["w1", 8, false],
    ["w3", 7, false],
    ["w1", 7, true],
    ["w1", 7, false],
  ];
  for (const [worker, number, isTaken] of given) {
    assert.equal(
      SteppedRound.answer(it, worker, { ...answer(), round: number }),
      isTaken,
      `${worker} ${number}`,
    );
  }
  assert.equal(SteppedRound.isDone(it), false);
  assert.equal(SteppedRound.answer(it, "w2", answer()), true);
  assert.equal(SteppedRound.isDone(it), true);
});

Deno.test("SteppedRound.forget() has a worker answer again, and the new answer counts", () => {
  const it = round();
  SteppedRound.answer(it, "w1", answer([row("a", 1)]));
  SteppedRound.answer(it, "w2", answer());
  SteppedRound.forget(it, "w1");
  assert.deepEqual([SteppedRound.isDone(it), SteppedRound.rows(it)], [false, []]);
  assert.equal(SteppedRound.answer(it, "w1", answer([row("c", 1)])), true);
  assert.deepEqual(SteppedRound.rows(it).map(({ actor }) => actor), ["c"]);
});

Deno.test("SteppedRound.rows() are by actor, each actor's in its order, whoever answers first", () => {
  const it = round();
  SteppedRound.answer(it, "w2", answer([row("b", 9)], [{ actor: "b" } as ActorSnapshot]));
  SteppedRound.answer(
    it,
    "w1",
    answer([row("a", 4), row("a", 5), row("c", 1)], [{ actor: "a" } as ActorSnapshot]),
  );
  const rows = SteppedRound.rows(it).map(({ actor, inputNo }) => [actor, inputNo]);
  assert.deepEqual(rows, [["a", 4], ["a", 5], ["b", 9], ["c", 1]]);
  assert.deepEqual(SteppedRound.snapshots(it).map(({ actor }) => actor).sort(), ["a", "b"]);
});

Deno.test("SteppedRound.leaveOut() takes back what is not answered for, and is done when nothing is left", () => {
  const it = round();
  const out = SteppedRound.leaveOut(it, "w1", ({ to }) => to === "a");
  assert.deepEqual(out.map(({ seq }) => seq), [1, 2]);
  assert.deepEqual(it.deliveries.get("w1")!.map(({ envelope }) => envelope.seq), [4]);
  SteppedRound.answer(it, "w1", answer());
  assert.deepEqual(SteppedRound.leaveOut(it, "w1", () => true), [], "answered");
  assert.deepEqual(SteppedRound.leaveOut(it, "w3", () => true), [], "not concerned");
  assert.deepEqual(SteppedRound.leaveOut(it, "w2", () => true).map(({ seq }) => seq), [3]);
  assert.equal(SteppedRound.isDone(it), true);
});

Deno.test("SteppedRound.quarantine() marks that one message of that actor, also for workers not concerned", () => {
  const it = round();
  SteppedRound.quarantine(it, "w1", { actor: "c", messageId: "market#4", action: "quarantine" });
  SteppedRound.quarantine(it, "w1", { actor: "c", messageId: "market#1", action: "quarantine" });
  SteppedRound.quarantine(it, "w3", { actor: "d", messageId: "market#1", action: "quarantine" });
  const marked = it.deliveries.get("w1")!.map(({ quarantine }) => quarantine);
  assert.deepEqual(marked, [false, true, true]);
});
