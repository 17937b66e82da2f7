import assert from "node:assert/strict";
import { LANE, MARKET } from "../envelope.ts";
import { ActorCrash, FatalError } from "../errors.ts";
import { MemoryCommit } from "../memory_commit.ts";
import { ActorGroup } from "./actor_group.ts";
import { ack, frame, heard, leaving, order, rowsOf, send, subject } from "./group_fixture.ts";

Deno.test("ActorGroup releases sends and acks with the commit and not before", () => {
  const here = subject();
  here.tell("a", order({ sends: [send("x"), send("b")] }), { from: "x", lane: LANE.orders });
  here.tell("a", order(), { lane: LANE.data });
  assert.deepEqual(here.handleAll(), ["x#1", "market#1"]);
  assert.deepEqual(ActorGroup.outgoing(here.group, 0), [], "handled");
  const batch = ActorGroup.takeBatch(here.group)!;
  assert.equal(batch.rounds, null);
  assert.deepEqual(rowsOf(batch.handled), ["a#1 x#1", "a#2 market#1"]);
  assert.deepEqual(ActorGroup.outgoing(here.group, 0), [], "in flight");
  assert.equal(ActorGroup.next(here.group, 0), null, "its own send is not released either");
  ActorGroup.committed(here.group, 0);
  const packets = ActorGroup.outgoing(here.group, 0);
  assert.deepEqual(packets.map(({ worker }) => worker).sort(), ["root", "there"]);
  const there = packets.find(({ worker }) => worker === "there")!;
  assert.deepEqual(there.frames.map(({ to, after, envelopes }) => [to, after, envelopes[0].seq]), [[
    "x",
    0,
    1,
  ]]);
  assert.deepEqual(there.acks.map(({ from, to, handled }) => [from, to, handled]), [["x", "a", 1]]);
  const root = packets.find(({ worker }) => worker === "root")!;
  assert.deepEqual(root.acks.map(({ from, to, handled }) => [from, to, handled]), [[MARKET, "a", 1]]);
  assert.deepEqual(here.handleAll(), ["a#2"], "b gets what a sent");
  here.commit();
  assert.equal(ActorGroup.isIdle(here.group), false, "x has not acknowledged");
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 1), 0);
  assert.equal(ActorGroup.isIdle(here.group), true);
});

Deno.test("ActorGroup.next() goes by lane over all actors, and in turns within a lane", () => {
  const here = subject();
  const lanes = [LANE.data, LANE.orders, LANE.control, LANE.system];
  for (const lane of lanes) {
    for (const from of ["x", "x", "y"]) here.tell("a", order(), { from, lane });
    here.tell("b", order(), { from: "y", lane });
  }
  const order1 = here.handleAll();
  // per lane: a x, b y, a x, a y
  assert.deepEqual(order1, [
    ...["x#7", "y#8", "x#8", "y#7"],
    ...["x#5", "y#6", "x#6", "y#5"],
    ...["x#3", "y#4", "x#4", "y#3"],
    ...["x#1", "y#2", "x#2", "y#1"],
  ]);
});

Deno.test("ActorGroup.handle() journals the time of the handling, which never goes back", () => {
  const here = subject({ nowMs: 50 });
  const times = [[100, 100], [90, 100], [40, 100], [101, 101]];
  for (const [nowMs, atMs] of times) {
    here.tell("a", order());
    here.handleAll(nowMs);
    assert.equal(here.commit().handled[0].input.atMs, atMs);
  }
  const reborn = here.reborn({ nowMs: 10 });
  assert.deepEqual(heard(reborn, "a"), heard(here, "a"), "replay gives the same times");
  reborn.tell("a", order(), { from: "x" });
  reborn.handleAll(20);
  assert.equal(reborn.commit().handled[0].input.atMs, 101, "not even in the next life");
});

Deno.test("ActorGroup.create() sends what was not settled again, under the same ids", () => {
  const here = subject();
  here.tell("a", order({ sends: [send("x"), send("x"), send("b"), send("x", LANE.control)] }));
  here.handleAll();
  here.commit();
  assert.deepEqual(leaving(here.group), { root: [], there: ["a#1", "a#2", "a#4"] });
  const reborn = here.reborn();
  assert.deepEqual(leaving(reborn.group), { there: ["a#1", "a#2", "a#4"] });
  assert.deepEqual(reborn.handleAll(), ["a#3"]);
  reborn.commit();
  ActorGroup.onAck(reborn.group, ack("a", "x", LANE.orders, 2), 0);
  ActorGroup.onAck(reborn.group, ack("a", "y", LANE.orders, 2), 0);
  assert.equal(ActorGroup.metrics(reborn.group, 0)[0].unsettled, 1, "an ack of no link settles nothing");
  assert.deepEqual(leaving(reborn.group), {});
  ActorGroup.onPeerUp(reborn.group, "elsewhere");
  assert.deepEqual(leaving(reborn.group), {});
  ActorGroup.onPeerUp(reborn.group, "there");
  assert.equal(ActorGroup.nextDueMs(reborn.group), 0);
  assert.deepEqual(leaving(reborn.group), { there: ["a#4"] });
});

Deno.test("ActorGroup.receive() takes a message once, in this life and the next", () => {
  const here = subject();
  const again = frame({ from: "x", to: "a", lane: LANE.orders, seq: 1, body: order() });
  for (let i = 0; i < 2; i++) ActorGroup.receive(here.group, again, 0);
  assert.deepEqual(here.handleAll(), ["x#1"]);
  here.commit();
  const reborn = here.reborn();
  ActorGroup.receive(reborn.group, again, 0);
  assert.deepEqual(reborn.handleAll(), []);
  const [{ worker, acks }] = ActorGroup.outgoing(reborn.group, 0);
  assert.deepEqual(
    [worker, acks[0].handled],
    ["there", 1],
    "acknowledged again, as the first ack may be lost",
  );
  assert.equal(ActorGroup.metrics(reborn.group, 0)[0].duplicates, 1);
});

Deno.test("ActorGroup.nextDueMs() is that of the next timer or repetition", () => {
  const here = subject();
  assert.equal(ActorGroup.nextDueMs(here.group), Infinity);
  here.tell("a", order({ sends: [send("x")], timers: [{ op: "set", name: "t", dueMs: 5_000 }] }));
  here.handleAll();
  assert.equal(ActorGroup.nextDueMs(here.group), 5_000);
  here.commit(10);
  assert.equal(ActorGroup.nextDueMs(here.group), 0, "there is something to transmit");
  assert.deepEqual(leaving(here.group, 10).there, ["a#1"]);
  assert.equal(ActorGroup.nextDueMs(here.group), 2_010);
  assert.deepEqual(leaving(here.group, 2_009), {});
  assert.deepEqual(leaving(here.group, 2_010), { there: ["a#1"] });
  assert.equal(ActorGroup.nextDueMs(here.group), 5_000, "the repetition doubled its delay to 6,010");
  ActorGroup.onAck(here.group, ack("a", "x", LANE.orders, 1), 2_011);
  assert.deepEqual(leaving(here.group, 6_010), {});
});

Deno.test("ActorGroup.takeBatch() snapshots whom its rows took past a multiple, and all on demand", () => {
  const here = subject({ snapshotEvery: 3 });
  for (let i = 0; i < 4; i++) here.tell("a", order());
  here.tell("b", order());
  here.handleAll();
  const { snapshots } = here.commit();
  assert.deepEqual(
    snapshots.map(({ actor, inputNo }) => [actor, inputNo]),
    [["a", 4]],
    "as it is after the last row",
  );
  assert.equal(ActorGroup.takeBatch(here.group), null);
  ActorGroup.snapshotAll(here.group);
  assert.equal(ActorGroup.isIdle(here.group), false);
  const stop = here.commit();
  assert.deepEqual(stop.handled, []);
  assert.deepEqual(stop.snapshots.map(({ actor, inputNo }) => [actor, inputNo]), [["b", 1]]);
  assert.deepEqual(heard(here.reborn(), "a"), heard(here, "a"));
});

Deno.test("ActorGroup conflates keyed data on its links and in its mailboxes, and counts it", () => {
  const here = subject();
  const quotes = [1, 2, 3].map(() => send("x", LANE.data, "k"));
  here.tell("a", order({ sends: [...quotes, send("x", LANE.data)] }));
  for (let i = 0; i < 3; i++) here.tell("b", order(), { from: "y", key: "k" });
  assert.deepEqual(here.handleAll(), ["market#1", "y#3"]);
  here.commit();
  assert.deepEqual(leaving(here.group).there, ["a#3", "a#4"]);
  const [a, b] = ActorGroup.metrics(here.group, 0);
  assert.deepEqual([a.conflated, a.unsettled, a.processed], [2, 2, 1]);
  assert.deepEqual([b.conflated, b.unsettled, b.processed], [2, 0, 1]);
});

Deno.test("ActorGroup throws FatalError for what is addressed to nobody", () => {
  const here = () => subject();
  const cases: [name: string, run: () => void, text: RegExp][] = [
    ["a send", () => {
      const it = here();
      it.tell("a", order({ sends: [send("z")] }));
      it.handleAll();
    }, /Cannot send Nothing \(message a#1\) from a as its receiver must exist: current value is "z"/],
    ["a frame", () => here().tell("x", order()), /Cannot receive from market as "x" is not of here/],
    ["an ack", () => {
      const it = here();
      it.tell("a", order(), { from: "z" });
      it.handleAll();
      it.commit();
    }, /Cannot acknowledge to "z"/],
  ];
  for (const [name, run, text] of cases) {
    assert.throws(run, (error: unknown) => {
      assert.ok(error instanceof FatalError, name);
      assert.match(error.message, text);
      return true;
    });
  }
});

Deno.test("ActorGroup.handle() throws ActorCrash from a throwing step, and the group is of no use then", () => {
  const here = subject();
  here.tell("a", order());
  here.tell("a", order({ bomb: true }));
  assert.throws(() => here.handleAll(), (error: unknown) => {
    assert.ok(error instanceof ActorCrash);
    assert.deepEqual([error.actor, error.messageId], ["a", "market#2"]);
    return true;
  });
  assert.throws(() => ActorGroup.takeBatch(here.group), /Cannot go on with here as it crashed/);
  assert.equal(ActorGroup.metrics(here.group, 0)[0].failed, 1);
  assert.deepEqual(here.store.batches, []);
});

Deno.test("ActorGroup throws Error when it is driven in a wrong order", () => {
  const here = subject({ store: MemoryCommit.create() });
  here.tell("a", order());
  here.tell("a", order());
  const first = ActorGroup.next(here.group, 0)!;
  assert.throws(() => ActorGroup.next(here.group, 0), /Cannot hand out a message as market#1 is in hand/);
  assert.throws(() => ActorGroup.handle(here.group, { ...first }, 0), /not the one that next\(\) gave/);
  assert.throws(() => ActorGroup.committed(here.group, 0), /none is in flight/);
  assert.throws(() => ActorGroup.halt(here.group, "x"), /Cannot halt actor "x"/);
  ActorGroup.handle(here.group, first, 0);
  assert.notEqual(ActorGroup.takeBatch(here.group), null);
  here.handleAll();
  assert.equal(ActorGroup.takeBatch(here.group), null, "one is in flight");
});
