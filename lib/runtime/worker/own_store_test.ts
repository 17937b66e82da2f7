import assert from "node:assert/strict";
import type { HandledInput } from "../commit_port.ts";
import { type Envelope, LANE } from "../envelope.ts";
import { OwnStore } from "./own_store.ts";

function letter(from: string, seq: number): Envelope {
  return { from, seq, to: "venue", lane: LANE.orders, atMs: 0, causedBy: "", body: { kind: "Order" } };
}

/** The row of the input `x#no`, which led to the sends `venue#<each of sent>`. */
function row(no: number, ...sent: readonly number[]): HandledInput {
  return {
    ...{ actor: "venue", inputNo: no, input: letter("x", no), events: [], timers: [], seqAfter: 0 },
    sends: sent.map((seq) => letter("venue", seq)),
  };
}

const outbox = (...seqs: readonly number[]) => [{
  snapshot: null,
  inputs: [],
  outbox: seqs.map((seq) => letter("venue", seq)),
}];
const seqs = (own: OwnStore) => OwnStore.takeSettled(own).map(({ seq }) => seq);

Deno.test("OwnStore.answer() gives the row of what was answered, until the tree has committed it", () => {
  const own = OwnStore.create([], []);
  OwnStore.note(own, [row(1, 1, 2)], 5);
  OwnStore.note(own, [row(2, 3)], 6);
  assert.deepEqual(OwnStore.answer(own, letter("x", 1), 5), row(1, 1, 2));
  assert.equal(OwnStore.isLevel(own), false);
  OwnStore.onCommitted(own, 5);
  assert.equal(OwnStore.answer(own, letter("x", 1), 5), null);
  assert.deepEqual(OwnStore.answer(own, letter("x", 2), 6), row(2, 3));
  assert.deepEqual(seqs(own), [1, 2]);
  OwnStore.onCommitted(own, 6);
  assert.equal(OwnStore.isLevel(own), true);
  assert.deepEqual([seqs(own), seqs(own)], [[3], []]);
});

Deno.test("OwnStore.create() keeps the rows of an earlier life for a tree that asks again", () => {
  const own = OwnStore.create([row(7, 10), row(8, 11, 12)], outbox(9, 10, 11, 12));
  assert.deepEqual(seqs(own), [9], "sent before the snapshot, so the tree has it");
  OwnStore.onCommitted(own, 3);
  assert.equal(OwnStore.isLevel(own), false, "of no round known yet");
  assert.deepEqual(OwnStore.answer(own, letter("x", 8), 4), row(8, 11, 12));
  OwnStore.onCommitted(own, 4);
  assert.deepEqual(seqs(own), [11, 12]);
  assert.equal(OwnStore.isLevel(own), false, "it may ask for the other one still");
});

Deno.test("OwnStore.note() drops what the tree goes on behind", () => {
  const own = OwnStore.create([row(7, 10)], outbox(10));
  OwnStore.note(own, [row(8)], 4);
  assert.equal(OwnStore.answer(own, letter("x", 7), 4), null);
  assert.deepEqual(seqs(own), [10]);
  OwnStore.onCommitted(own, 4);
  assert.equal(OwnStore.isLevel(own), true);
});
