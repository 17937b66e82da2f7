import assert from "node:assert/strict";
import { LANE, type Message } from "../envelope.ts";
import { ActorGroup } from "./actor_group.ts";
import { ack, heard, leaving, order, send, subject } from "./group_fixture.ts";

Deno.test("ActorGroup.quarantine() journals the input as handled without a step", () => {
  const here = subject();
  here.tell("a", order({ bomb: true }), { from: "x", lane: LANE.orders });
  ActorGroup.quarantine(here.group, ActorGroup.next(here.group, 7)!, 7);
  const [row] = here.commit().handled;
  assert.deepEqual(
    { ...row, input: row.input.atMs },
    {
      ...{ actor: "a", inputNo: 1, input: 7, sends: [], timers: [], seqAfter: 0, quarantined: true },
      events: [{ kind: "Quarantined", messageId: "x#1", messageKind: "Order" }],
    },
  );
  assert.deepEqual(ActorGroup.deadLetters(here.group), { quarantined: 1 });
  assert.deepEqual(ActorGroup.outgoing(here.group, 7)[0].acks[0].handled, 1, "the sender may forget it");
  const [{ processed, failed }] = ActorGroup.metrics(here.group, 7);
  assert.deepEqual([processed, failed], [1, 1]);
  const reborn = here.reborn();
  assert.deepEqual(heard(reborn, "a"), []);
  assert.equal(reborn.group.slots.get("a")!.record.inputNo, 1);
});

Deno.test("ActorGroup.quarantine() of a firing spends the timer, for good", () => {
  const here = subject();
  here.tell("a", order({ timers: [{ op: "set", name: "t", dueMs: 5 }] }));
  here.handleAll();
  ActorGroup.quarantine(here.group, ActorGroup.next(here.group, 5)!, 5);
  assert.equal(ActorGroup.next(here.group, 5), null);
  here.commit();
  const reborn = here.reborn();
  assert.equal(ActorGroup.nextDueMs(reborn.group), Infinity);
  reborn.tell("a", order({ timers: [{ op: "set", name: "t", dueMs: 5 }] }), { from: "x" });
  assert.deepEqual(reborn.handleAll(9), ["x#1", "timer:a#2"]);
});

Deno.test("ActorGroup.halt() leaves an actor's messages and timers waiting; others go on", () => {
  const here = subject({ limits: { capacities: { system: 1, control: 1, orders: 1, data: 1 } } });
  const timers = [{ op: "set", name: "t", dueMs: 5 }] as const;
  here.tell("a", order({ timers, sends: [send("x")] }));
  here.handleAll();
  here.tell("a", order(), { from: "x", lane: LANE.orders });
  here.tell("a", order(), { from: "y", lane: LANE.data });
  const inHand = ActorGroup.next(here.group, 0)!;
  ActorGroup.halt(here.group, "a");
  ActorGroup.handle(here.group, inHand, 0);
  ActorGroup.quarantine(here.group, inHand, 0);
  assert.equal(heard(here, "a").length, 1, "what was in hand is not handled any more");
  here.tell("a", order(), { from: "x", lane: LANE.orders });
  here.tell("a", order(), { from: "x", lane: LANE.orders });
  here.tell("b", order(), { from: "x", lane: LANE.orders });
  assert.deepEqual(here.handleAll(9), ["x#4"]);
  assert.equal(ActorGroup.nextDueMs(here.group), 0, "the refusal is to be sent");
  here.commit();
  assert.deepEqual(leaving(here.group).there, ["a#1"], "what it sent before still goes out");
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 1), 0);
  ActorGroup.outgoing(here.group, 2_000);
  assert.equal(ActorGroup.nextDueMs(here.group), Infinity, "its timer is not awaited");
  assert.equal(ActorGroup.isIdle(here.group), false);
  ActorGroup.snapshotAll(here.group);
  assert.deepEqual(here.commit().snapshots.map(({ actor }) => actor), ["b"], "or its timers would be lost");
  assert.deepEqual(here.reborn().handleAll(9), ["timer:a#1"], "a life without the halt goes on");
});

Deno.test("ActorGroup.onPeerGone() gives up what is under way to a worker, and whatever is sent to it later", () => {
  const here = subject({ limits: { maxUnsettled: 3 } });
  const told: Message = order({ sends: [send("x"), send("y", LANE.data), send("b")] });
  here.tell("a", told, { from: "x", lane: LANE.orders });
  here.handleAll();
  here.commit();
  ActorGroup.onPeerGone(here.group, "there");
  assert.deepEqual(ActorGroup.deadLetters(here.group), { receiver_gone: 2 });
  assert.equal(ActorGroup.metrics(here.group, 0)[0].unsettled, 1);
  assert.deepEqual(ActorGroup.outgoing(here.group, 0), [], "nothing leaves, not even acks");
  assert.equal(here.group.links.length, 1);
  here.tell("a", told);
  assert.deepEqual(here.handleAll(), ["a#3", "market#1"]);
  here.commit();
  assert.deepEqual(ActorGroup.deadLetters(here.group), { receiver_gone: 4 });
  assert.deepEqual(leaving(here.group), { root: [] });
  assert.deepEqual(here.handleAll(), ["a#6"]);
  here.commit();
  assert.equal(ActorGroup.isIdle(here.group) || ActorGroup.outgoing(here.group, 0).length > 0, true);
  assert.equal(ActorGroup.isIdle(here.group), true);
  ActorGroup.onPeerUp(here.group, "there");
  assert.deepEqual(leaving(here.group), {});
});
