import assert from "node:assert/strict";
import { PacketGate } from "./packet_gate.ts";

const body = { kind: "TakeSnapshots" };

function packet(changes: object = {}): unknown {
  return { to: "w", from: "root", incarnation: 1, body, ...changes };
}

const malformed = [
  { what: "null", value: null },
  { what: "a number", value: 7 },
  { what: "no sender", value: packet({ from: undefined }) },
  { what: "a life that is no number", value: packet({ incarnation: "1" }) },
  { what: "no body", value: packet({ body: null }) },
  { what: "a body of no known kind", value: packet({ body: { kind: "Unknown" } }) },
  { what: "a kind every object has", value: packet({ body: { kind: "toString" } }) },
  { what: "a Deliver without inputs", value: packet({ body: { kind: "Deliver", round: 1 } }) },
  {
    what: "a Deliver whose inputs are no list",
    value: packet({ body: { kind: "Deliver", round: 1, inputs: {} } }),
  },
  {
    what: "a request without a call",
    value: packet({ body: { kind: "JournalRequest", requestId: 1, call: null } }),
  },
];

for (const { what, value } of malformed) {
  Deno.test(`PacketGate.admit() counts ${what} as malformed`, () => {
    const gate = PacketGate.create("w");
    assert.equal(PacketGate.admit(gate, value), null);
    assert.deepEqual(gate.deadLetters, { malformed: 1 });
  });
}

Deno.test("PacketGate.admit() counts what is for another worker", () => {
  const gate = PacketGate.create("w");
  assert.equal(PacketGate.admit(gate, packet({ to: "v" })), null);
  assert.deepEqual(gate.deadLetters, { misrouted: 1 });
});

Deno.test("PacketGate.admit() refuses lives earlier than the newest, of each sender apart", () => {
  const gate = PacketGate.create("w");
  const steps = [
    { from: "x", incarnation: 2, isLetIn: true },
    { from: "x", incarnation: 1, isLetIn: false },
    { from: "z", incarnation: 1, isLetIn: true },
    { from: "x", incarnation: 2, isLetIn: true },
    { from: "x", incarnation: 3, isLetIn: true },
    { from: "x", incarnation: 2, isLetIn: false },
  ];
  for (const { isLetIn, ...life } of steps) {
    assert.equal(PacketGate.admit(gate, packet(life)) !== null, isLetIn, JSON.stringify(life));
  }
  assert.deepEqual(gate.deadLetters, { stale_incarnation: 2 });
});

Deno.test("PacketGate.learn() tells whether a life is news, and holds for what comes later", () => {
  const gate = PacketGate.create("w");
  assert.deepEqual([2, 2, 1, 3].map((life) => PacketGate.learn(gate, "x", life)), [true, false, false, true]);
  assert.equal(PacketGate.admit(gate, packet({ from: "x", incarnation: 2 })), null);
});
