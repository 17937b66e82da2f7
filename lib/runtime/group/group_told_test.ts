import assert from "node:assert/strict";
import { LANE, messageId } from "../envelope.ts";
import { ActorGroup } from "./actor_group.ts";
import { heard, order, rowsOf, subject } from "./group_fixture.ts";

const DEGRADED = { kind: "StoreDegraded" };

Deno.test("ActorGroup.tellAll() tells each actor before all that waits, by a sender of its own", () => {
  const here = subject();
  here.tell("a", order({ timers: [{ op: "set", name: "t", dueMs: 5 }] }), { from: "x", lane: LANE.system });
  ActorGroup.tellAll(here.group, DEGRADED);
  assert.deepEqual(here.handleAll(9), ["store:a#1", "store:b#1", "x#1", "timer:a#1"]);
  const { handled } = here.commit();
  assert.deepEqual([handled[0].input.lane, handled[0].input.atMs], [LANE.system, 9]);
  assert.equal(new Set(handled.map(({ input }) => messageId(input))).size, handled.length);
  assert.deepEqual(
    ActorGroup.outgoing(here.group, 9).map(({ worker }) => worker),
    ["there"],
    "no ack to a store",
  );
});

Deno.test("ActorGroup.tellAll() counts on, also over what waits, what is in hand, and the next life", () => {
  const here = subject();
  ActorGroup.tellAll(here.group, DEGRADED);
  ActorGroup.tellAll(here.group, DEGRADED);
  const inHand = ActorGroup.next(here.group, 0)!;
  ActorGroup.tellAll(here.group, DEGRADED);
  ActorGroup.handle(here.group, inHand, 0);
  here.handleAll();
  const rows = rowsOf(here.commit().handled);
  for (const to of ["a", "b"]) {
    const told = [1, 2, 3].map((no) => `${to}#${no} store:${to}#${no}`);
    assert.deepEqual(rows.filter((row) => row.startsWith(to)), told);
  }
  const reborn = here.reborn();
  ActorGroup.tellAll(reborn.group, DEGRADED);
  assert.deepEqual(reborn.handleAll(), ["store:a#4", "store:b#4"]);
  reborn.commit();
  ActorGroup.snapshotAll(reborn.group);
  reborn.commitIfAny();
  const third = here.reborn();
  ActorGroup.tellAll(third.group, DEGRADED);
  assert.deepEqual(third.handleAll(), ["store:a#5", "store:b#5"], "a snapshot knows too");
});

Deno.test("ActorGroup.tellAll() tells a halted actor nothing, whenever it was halted, and the others go on", () => {
  const here = subject();
  ActorGroup.halt(here.group, "a");
  assert.equal(ActorGroup.isIdle(here.group), true);
  ActorGroup.tellAll(here.group, DEGRADED);
  assert.equal(ActorGroup.isIdle(here.group), false);
  assert.deepEqual(here.handleAll(), ["store:b#1"]);
  const later = subject();
  ActorGroup.tellAll(later.group, DEGRADED);
  ActorGroup.halt(later.group, "a");
  assert.deepEqual(later.handleAll(), ["store:b#1"]);
  assert.deepEqual(heard(later, "a"), []);
});
