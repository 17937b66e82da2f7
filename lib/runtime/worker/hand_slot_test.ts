import assert from "node:assert/strict";
import { type Envelope, LANE } from "../envelope.ts";
import { HandSlot } from "./hand_slot.ts";

function input(to: string, kind = "Bar"): Envelope {
  return { from: "feed/x", seq: 7, to, lane: LANE.data, atMs: 0, causedBy: "", body: { kind } };
}

Deno.test("HandSlot tells through shared memory what is in hand", () => {
  const slot = HandSlot.create();
  const seenByOther = HandSlot.create(slot.buffer);
  assert.equal(HandSlot.read(seenByOther), null);
  HandSlot.note(slot, input("symbol/ÄÖ ☃"));
  assert.deepEqual(HandSlot.read(seenByOther), { actor: "symbol/ÄÖ ☃", messageId: "feed/x#7", kind: "Bar" });
  HandSlot.note(slot, input("a", "B"));
  assert.deepEqual(HandSlot.read(seenByOther), { actor: "a", messageId: "feed/x#7", kind: "B" });
  HandSlot.clear(slot);
  assert.equal(HandSlot.read(seenByOther), null);
});

Deno.test("HandSlot blames nobody where the text does not fit", () => {
  const slot = HandSlot.create();
  HandSlot.note(slot, input("a"));
  HandSlot.note(slot, input("a".repeat(3_000)));
  assert.equal(HandSlot.read(slot), null);
});
