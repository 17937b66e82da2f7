import assert from "node:assert/strict";
import { letter } from "./agent_fixture.ts";
import { Hand } from "./hand.ts";
import { metricsOf } from "./heartbeat.ts";

const role = {
  isIdle: true,
  staleWrites: 2,
  actors: [],
  deadLetters: { quarantined: 1, unexpected: 0, malformed: 2 },
};

Deno.test("metricsOf() tells of a worker that loads", () => {
  const metrics = metricsOf({ hand: Hand.create(), role: null, refused: {} }, 100);
  assert.deepEqual(metrics, { busyMs: 0, isIdle: false, deadLetters: {}, staleWrites: 0, actors: [] });
});

Deno.test("metricsOf() adds up the dead letters of transport and role, by reason", () => {
  const { deadLetters, staleWrites } = metricsOf(
    { hand: Hand.create(), role, refused: { malformed: 3 } },
    100,
  );
  assert.deepEqual(deadLetters, { malformed: 5, quarantined: 1 });
  assert.equal(staleWrites, 2);
});

Deno.test("metricsOf() tells how long the message in hand has been there, until it is dropped", () => {
  const hand = Hand.create();
  Hand.take(hand, letter(1, { kind: "Hello" }), 40);
  assert.equal(metricsOf({ hand, role, refused: {} }, 100).busyMs, 60);
  Hand.drop(hand);
  assert.equal(metricsOf({ hand, role, refused: {} }, 100).busyMs, 0);
});
