import assert from "node:assert/strict";
import { LANE } from "../envelope.ts";
import { ActorGroup } from "./actor_group.ts";
import { ack, leaving, order, send, subject } from "./group_fixture.ts";

/** x commits elsewhere, y where a and b do. */
const PLACES = new Map([
  ["a", { worker: "here", journal: "main" }],
  ["b", { worker: "here", journal: "main" }],
  ["x", { worker: "there", journal: "own" }],
  ["y", { worker: "there", journal: "main" }],
]);
const SETUP = { places: PLACES, journal: "main" };

/** After a sent `count` messages to `to`, in one batch. */
function sent(to: string, count: number) {
  const here = subject({ ...SETUP, limits: { maxBatchSends: 10_000 } });
  here.tell("a", order({ sends: Array.from({ length: count }, () => send(to)) }));
  here.handleAll();
  here.commit();
  leaving(here.group);
  return here;
}

Deno.test("ActorGroup.takeBatch() has what actors of another store handled, with the next rows and once", () => {
  const here = sent("x", 3);
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 2), 0);
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 2), 0);
  assert.equal(ActorGroup.takeBatch(here.group), null, "worth no batch of its own");
  assert.equal(ActorGroup.isIdle(here.group), false, "of the third nobody knows");
  here.tell("b", order());
  here.handleAll();
  assert.deepEqual(here.commit().settled, [{ from: "a", seq: 1 }, { from: "a", seq: 2 }]);
  here.tell("b", order());
  here.handleAll();
  assert.equal(here.commit().settled, undefined);
  assert.deepEqual(leaving(here.reborn().group), { there: ["a#3"] });
});

Deno.test("ActorGroup.takeBatch() leaves to the store what actors of the same store handled", () => {
  const here = sent("y", 3);
  ActorGroup.onAck(here.group, ack("a", "y", LANE.orders, 3), 0);
  ActorGroup.snapshotAll(here.group);
  assert.equal(here.commit().settled, undefined);
});

Deno.test("ActorGroup.takeBatch() brings settled sends alone where there are many, or at a stop", () => {
  const here = sent("x", 260);
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 256), 0);
  assert.equal(ActorGroup.takeBatch(here.group), null);
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 257), 0);
  const { settled, handled } = here.commit();
  assert.deepEqual([settled!.length, handled], [257, []]);
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 259), 0);
  assert.equal(ActorGroup.takeBatch(here.group), null);
  ActorGroup.snapshotAll(here.group);
  assert.deepEqual(here.commit().settled!.map(({ seq }) => seq), [258, 259]);
  assert.deepEqual(here.store.load("a", 1).outbox.map(({ seq }) => seq), [260]);
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 260), 0);
  assert.deepEqual(here.commit().settled!.map(({ seq }) => seq), [260], "also after the last snapshot");
});

Deno.test("ActorGroup.takeBatch() settles what was conflated on its way to another store", () => {
  const here = subject(SETUP);
  here.tell("a", order({ sends: [1, 2, 3].map(() => send("x", LANE.data, "k")) }));
  here.handleAll();
  here.commit();
  here.tell("b", order());
  here.handleAll();
  assert.deepEqual(here.commit().settled!.map(({ seq }) => seq), [1, 2]);
});
