import assert from "node:assert/strict";
import { type Behavior, portBehavior, portOf, type Send } from "../behavior.ts";
import { LANE } from "../envelope.ts";
import { ActorCrash, FatalError } from "../errors.ts";
import { ActorGroup } from "./actor_group.ts";
import { frame, leaving, order, rowsOf, send, subject } from "./group_fixture.ts";

/** A port that keeps what it performed, as "nowMs from messageId", and answers with `sends`. */
function portOfWorld(sends: readonly Send[] | Error = []) {
  const performed: string[] = [];
  const behavior = portBehavior({
    // deno-lint-ignore require-await
    async perform(_, { nowMs, from, messageId }) {
      performed.push(`${nowMs} ${from} ${messageId}`);
      if (sends instanceof Error) throw sends;
      return sends;
    },
  }) as Behavior;
  return { behavior, performed, here: subject({ behavior }) };
}

Deno.test("portOf() knows a port, which nobody may step", () => {
  const { behavior } = portOfWorld();
  assert.notEqual(portOf(behavior), null);
  assert.throws(() => behavior.step(null, order(), {} as never), /Cannot step a port/);
  assert.equal(portOf({ schema: 1, init: () => null, step: () => assert.fail() }), null);
});

Deno.test("ActorGroup.book() journals what a port has sent, under the time of the end of its work", async () => {
  const { here, performed } = portOfWorld([send("x"), send("b")]);
  here.tell("a", order(), { from: "x", lane: LANE.orders });
  const input = ActorGroup.next(here.group, 5)!;
  assert.equal(ActorGroup.isPort(here.group, input), true);
  const sends = await ActorGroup.perform(here.group, input, 7);
  assert.equal(ActorGroup.takeBatch(here.group), null, "nothing is handled before it is booked");
  ActorGroup.book(here.group, input, sends, 9);
  const { handled } = here.commit(9);
  assert.deepEqual(rowsOf(handled), ["a#1 x#1"]);
  assert.deepEqual([handled[0].input.atMs, handled[0].seqAfter, handled[0].events], [9, 2, []]);
  assert.deepEqual(handled[0].sends.map(({ seq, to, causedBy }) => [seq, to, causedBy]), [
    [1, "x", "x#1"],
    [2, "b", "x#1"],
  ]);
  assert.deepEqual(leaving(here.group).there, ["a#1"]);
  const reborn = here.reborn();
  assert.deepEqual(performed, ["7 x x#1"], "nothing is done again by the fold");
  assert.deepEqual(leaving(reborn.group).there, ["a#1"], "what was sent goes out again as it was");
  const slot = reborn.group.slots.get("a")!.record;
  assert.deepEqual([slot.inputNo, slot.seq], [1, 2]);
  const again = frame({ from: "x", to: "a", lane: LANE.orders, seq: 1, body: order() });
  ActorGroup.receive(reborn.group, again, 0);
  assert.equal(ActorGroup.next(reborn.group, 0)?.to, "b", "it has handled that");
});

Deno.test("ActorGroup.perform() rejects with the crash of the port, and the group is of no use then", async () => {
  const { here } = portOfWorld(new RangeError("no line"));
  here.tell("a", order());
  const input = ActorGroup.next(here.group, 0)!;
  await assert.rejects(ActorGroup.perform(here.group, input, 7), (error: unknown) => {
    assert.ok(error instanceof ActorCrash);
    assert.deepEqual([error.actor, error.messageId, error.messageKind], ["a", "market#1", "Order"]);
    return true;
  });
  assert.throws(() => ActorGroup.takeBatch(here.group), /Cannot go on with here as it crashed/);
  assert.equal(ActorGroup.metrics(here.group, 0)[0].failed, 1);
});

Deno.test("ActorGroup.book() throws FatalError for what a port sends to nobody", () => {
  const { here } = portOfWorld();
  here.tell("a", order());
  const input = ActorGroup.next(here.group, 0)!;
  assert.throws(() => ActorGroup.book(here.group, input, [send("z")], 0), FatalError);
});

Deno.test("ActorGroup.quarantine() counts a port's message as handled, which is not performed in the next life either", () => {
  const { here, performed } = portOfWorld();
  here.tell("a", order(), { from: "x", lane: LANE.orders });
  ActorGroup.quarantine(here.group, ActorGroup.next(here.group, 0)!, 0);
  const { handled: [row] } = here.commit();
  assert.deepEqual([row.quarantined, row.events.length], [true, 1]);
  const reborn = here.reborn();
  assert.equal(reborn.group.slots.get("a")!.record.inputNo, 1);
  assert.deepEqual(performed, []);
});

Deno.test("ActorGroup.book() leaves out what a port did that was halted meanwhile", () => {
  const { here } = portOfWorld();
  here.tell("a", order());
  const input = ActorGroup.next(here.group, 0)!;
  ActorGroup.halt(here.group, "a");
  ActorGroup.book(here.group, input, [send("x")], 0);
  assert.equal(ActorGroup.takeBatch(here.group), null);
  here.tell("b", order());
  assert.equal(ActorGroup.next(here.group, 0)?.to, "b");
});
