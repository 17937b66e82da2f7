import assert from "node:assert/strict";
import type { TimerOp } from "../behavior.ts";
import { LANE } from "../envelope.ts";
import { ActorGroup } from "./actor_group.ts";
import { heard, order, subject } from "./group_fixture.ts";

function set(name: string, dueMs: number): TimerOp {
  return { op: "set", name, dueMs };
}

Deno.test("ActorGroup.next() turns due timers into inputs, after system messages and before all others", () => {
  const here = subject();
  here.tell("a", order({ timers: [set("late", 20), set("early", 10)] }));
  here.tell("b", order({ timers: [set("early", 10)] }));
  here.handleAll(5);
  assert.deepEqual(here.handleAll(9), []);
  here.tell("a", order(), { from: "x", lane: LANE.system });
  here.tell("a", order(), { from: "y", lane: LANE.control });
  assert.deepEqual(here.handleAll(10), ["x#1", "timer:a#1", "timer:b#1", "y#1"]);
  assert.deepEqual(here.handleAll(25), ["timer:a#2"]);
  const rows = here.commit().handled.filter(({ input }) => input.from === "timer:a");
  assert.deepEqual(rows.map(({ input }) => [input.seq, input.lane, input.atMs, input.causedBy, input.body]), [
    [1, LANE.control, 10, "market#1", { kind: "TimerFired", name: "early" }],
    [2, LANE.control, 25, "market#1", { kind: "TimerFired", name: "late" }],
  ]);
  ActorGroup.outgoing(here.group, 25);
  assert.equal(ActorGroup.nextDueMs(here.group), Infinity);
});

Deno.test("ActorGroup.create() restores timers, and the count of firings", () => {
  const here = subject();
  here.tell("a", order({ timers: [set("t", 10), set("u", 30), set("cleared", 20)] }));
  here.tell("a", order({ timers: [{ op: "clear", name: "cleared" }] }));
  here.handleAll(0);
  here.commit();
  const lives = [here.reborn(), here.reborn()];
  assert.deepEqual(
    lives.map((life) => life.handleAll(10)),
    [["timer:a#1"], ["timer:a#1"]],
    "uncommitted fires again",
  );
  const second = here.reborn();
  second.handleAll(10);
  second.commit();
  const third = second.reborn();
  assert.equal(ActorGroup.nextDueMs(third.group), 30);
  assert.deepEqual(third.handleAll(10), [], "committed does not");
  assert.deepEqual(third.handleAll(30), ["timer:a#2"]);
});

const THREE = order({ timers: ["r", "s", "t"].map((name) => set(name, 10)) });

Deno.test("ActorGroup.takeBatch() between timers of one instant takes snapshots that the fold can go on from", () => {
  for (let inHand = 1; inHand <= 3; inHand++) {
    // a snapshot after the input before the firing in hand: its row is folded onto that snapshot
    const here = subject({ snapshotEvery: inHand });
    here.tell("a", THREE);
    here.handleAll();
    for (let seq = 1; seq < inHand; seq++) {
      ActorGroup.handle(here.group, ActorGroup.next(here.group, 10)!, 10);
    }
    const firing = ActorGroup.next(here.group, 10)!;
    const { snapshots } = here.commit();
    assert.deepEqual(snapshots[0].timers.map(({ name }) => name), ["r", "s", "t"].slice(inHand - 1));
    assert.deepEqual(here.reborn().handleAll(10), firings(inHand), "a crash with a firing in hand");
    ActorGroup.handle(here.group, firing, 10);
    const batch = ActorGroup.takeBatch(here.group)!;
    here.store.commit({ ...batch, snapshots: [] }, { writer: "here", number: 2 });
    const reborn = here.reborn();
    assert.deepEqual(heard(reborn, "a"), heard(here, "a"));
    assert.deepEqual(reborn.handleAll(10), firings(inHand + 1));
  }
});

/** Ids of the firings of a's three timers from the given one on. */
function firings(from: number): string[] {
  return [1, 2, 3].filter((seq) => seq >= from).map((seq) => "timer:a#" + seq);
}

Deno.test("ActorGroup.handle() sets a timer anew whose firing it handles, and drops one cleared at its instant", () => {
  const here = subject();
  here.tell("a", order({ timers: [set("t", 10), set("u", 10)] }));
  here.handleAll();
  here.tell("a", order({ timers: [{ op: "clear", name: "u" }, set("t", 10)] }), {
    from: "x",
    lane: LANE.system,
  });
  assert.deepEqual(here.handleAll(10), ["x#1", "timer:a#1"], "u was due and cleared; t was replaced");
  here.commit();
  const journal = here.store.load("a", 1).inputs.at(-1)!;
  assert.equal(journal.input.causedBy, "x#1");
  assert.deepEqual(here.reborn().handleAll(100), []);
});
