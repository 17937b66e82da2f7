import assert from "node:assert/strict";
import { LANE } from "../envelope.ts";
import { ActorCrash } from "../errors.ts";
import { ActorGroup } from "./actor_group.ts";
import { ack, heard, leaving, order, send, subject } from "./group_fixture.ts";
import { groupLimits } from "./group_limits.ts";

Deno.test("groupLimits() fills in the defaults; overflow is 16 times the pause", () => {
  assert.deepEqual([groupLimits().maxUnsettled, groupLimits().crashUnsettled], [4_096, 65_536]);
  assert.equal(groupLimits({ maxUnsettled: 10 }).crashUnsettled, 160);
  assert.equal(groupLimits({ maxUnsettled: 10, crashUnsettled: 11 }).crashUnsettled, 11);
});

Deno.test("ActorGroup.next() pauses the data lane alone of an actor with too much unsettled", () => {
  const here = subject({ limits: { maxUnsettled: 3 } });
  const passOn = order({ sends: [send("x")] });
  for (let i = 0; i < 6; i++) here.tell("a", passOn);
  here.tell("b", order(), { from: "y" });
  assert.deepEqual(here.handleAll(), ["market#1", "y#1", "market#2", "market#3"], "uncommitted sends count");
  here.tell("a", order({ timers: [{ op: "set", name: "t", dueMs: 0 }] }), { from: "x", lane: LANE.orders });
  here.tell("a", passOn, { from: "y", lane: LANE.control });
  assert.deepEqual(here.handleAll(), ["y#2", "x#1", "timer:a#1"], "the other lanes and timers go on");
  here.commit();
  assert.deepEqual(here.handleAll(), [], "committed is not settled");
  assert.deepEqual(leaving(here.group).there, ["a#1", "a#2", "a#3", "a#4"]);
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 1), 0);
  assert.deepEqual(here.handleAll(), [], "3 are still unsettled");
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 3), 0);
  assert.deepEqual(here.handleAll(), ["market#4", "market#5"]);
  assert.equal(ActorGroup.metrics(here.group, 0)[0].depth, 1);
  ActorGroup.onPeerGone(here.group, "there");
  assert.deepEqual(here.handleAll(), ["market#6"], "the one unsettled send is given up, two are uncommitted");
});

Deno.test("ActorGroup.next() goes on with data once a commit shows that sends were conflated", () => {
  const here = subject({ limits: { maxUnsettled: 2 } });
  for (let i = 0; i < 3; i++) here.tell("a", order({ sends: [send("x", LANE.data, "k")] }));
  assert.equal(here.handleAll().length, 2);
  here.commit();
  assert.deepEqual(here.handleAll(), ["market#3"], "two sends are one by now");
});

Deno.test("ActorGroup.next() pauses for sends within the group too, until they are handled and committed", () => {
  const here = subject({ limits: { maxUnsettled: 1 } });
  for (let i = 0; i < 3; i++) here.tell("a", order({ sends: [send("b")] }));
  for (let i = 1; i <= 3; i++) {
    assert.deepEqual(here.handleAll(), ["market#" + i]);
    here.commit();
    assert.deepEqual(here.handleAll(), [], "not yet delivered");
    ActorGroup.outgoing(here.group, 0);
    assert.deepEqual(here.handleAll(), ["a#" + i]);
    here.commit();
  }
  ActorGroup.outgoing(here.group, 0);
  assert.equal(ActorGroup.isIdle(here.group), true);
});

Deno.test("ActorGroup.committed() throws ActorCrash on overflow, and nothing is lost", () => {
  const limits = { maxUnsettled: 1, crashUnsettled: 5 };
  const here = subject({ limits });
  const sends = [1, 2, 3].map(() => send("x", LANE.control));
  for (let i = 0; i < 2; i++) here.tell("a", order({ sends }), { from: "y", lane: LANE.control });
  assert.equal(here.handleAll().length, 2);
  assert.throws(() => here.commit(), (error: unknown) => {
    assert.ok(error instanceof ActorCrash);
    assert.deepEqual([error.actor, error.messageId], ["a", "y#2"]);
    assert.match(error.message, /Nothing to x on lane control .* 5 sends .*\(overflow\): current value is 6/);
    return true;
  });
  assert.throws(() => ActorGroup.next(here.group, 0), /it crashed/);
  const reborn = here.reborn({ limits });
  assert.equal(leaving(reborn.group).there.length, 6);
  assert.deepEqual(reborn.handleAll(), []);
  ActorGroup.onAck(reborn.group, ack("a", "x", LANE.control, 6), 0);
  reborn.tell("a", order({ sends }), { from: "x", lane: LANE.control });
  reborn.handleAll();
  reborn.commit();
  assert.equal(heard(reborn, "a").length, 3);
});

Deno.test("ActorGroup.next() holds back beyond so many rows until they are in a batch", () => {
  const here = subject({ limits: { maxBatchRows: 2 } });
  for (let i = 0; i < 5; i++) here.tell("a", order({ timers: [{ op: "set", name: "t", dueMs: 0 }] }));
  assert.equal(here.handleAll().length, 2);
  assert.equal(ActorGroup.nextDueMs(here.group), Infinity, "the due timer waits for the commit");
  const first = ActorGroup.takeBatch(here.group)!;
  assert.equal(here.handleAll().length, 2, "handling goes on while a commit is in flight");
  assert.equal(ActorGroup.takeBatch(here.group), null);
  assert.equal(first.handled.length, 2);
  ActorGroup.committed(here.group, 0);
  assert.equal(here.handleAll().length, 0, "durable, but the open batch is still full");
  assert.equal(ActorGroup.takeBatch(here.group)!.handled.length, 2);
  assert.ok(here.handleAll().length > 0);
});

Deno.test("ActorGroup.next() holds back beyond so many sends too, however few rows they are of", () => {
  const here = subject({ limits: { maxBatchSends: 3 } });
  const sends = [send("x"), send("x")];
  for (let i = 0; i < 5; i++) here.tell("a", order({ sends }));
  assert.deepEqual(here.handleAll(), ["market#1", "market#2"], "the last may pass the bound");
  const first = ActorGroup.takeBatch(here.group)!;
  assert.equal(first.handled.length, 2);
  assert.equal(here.handleAll().length, 2, "handling goes on while a commit is in flight");
  ActorGroup.committed(here.group, 0);
  assert.equal(here.handleAll().length, 0);
  here.commit();
  assert.deepEqual(here.handleAll(), ["market#5"]);
});

Deno.test("ActorGroup.receive() refuses what its mailbox cannot hold, and asks for it when there is room", () => {
  const here = subject({ limits: { capacities: { system: 1, control: 1, orders: 2, data: 1 } } });
  for (let i = 0; i < 3; i++) here.tell("a", order(), { from: "x", lane: LANE.orders });
  const [{ acks }] = ActorGroup.outgoing(here.group, 0);
  assert.deepEqual(
    acks.map(({ accepted, handled, window, refused }) => [accepted, handled, window, refused]),
    [[2, 0, 0, true]],
  );
  assert.equal(here.handleAll().length, 2);
  here.commit();
  const [{ acks: [credit] }] = ActorGroup.outgoing(here.group, 0);
  assert.deepEqual([credit.handled, credit.window > 0, credit.refused], [2, true, true]);
  assert.equal(ActorGroup.metrics(here.group, 0)[0].refused, 1);
});
