import assert from "node:assert/strict";
import { MemoryCommit } from "../memory_commit.ts";
import type { PacketBody } from "../tree/protocol.ts";
import { type Agent, bootOf, deliver, isGone, letter, type Of, startAgent } from "./agent_fixture.ts";

async function ready(snapshotEvery = 1_000): Promise<Agent> {
  const boot = bootOf({ snapshotEvery }, { wrap: [{ kind: "mischief", args: null }] });
  const agent = startAgent({ boot, store: MemoryCommit.create() });
  await agent.report("Ready");
  return agent;
}

function numbers({ rows }: Of<PacketBody, "Handled">): string[] {
  return rows.map(({ actor, inputNo, input }) => `${actor} ${inputNo} ${input.body.kind}`);
}

Deno.test("a Deliver is answered with its rows in order, without those handled before", async () => {
  await using agent = await ready();
  const [one, two] = [letter(1, { kind: "One" }), letter(2, { kind: "Two" })];
  agent.send(deliver(1, one));
  assert.deepEqual(numbers((await agent.packet("Handled")).body), ["a 1 One"]);
  agent.send(deliver(2, one, two, letter(1, { kind: "Other" }, { to: "b" })));
  const { body, to, from } = await agent.packet("Handled");
  assert.deepEqual([to, from, body.round], ["root", "w", 2]);
  assert.deepEqual(numbers(body), ["a 2 Two", "b 1 Other"]);
  let beat = await agent.report("Beat");
  while (beat.metrics.actors[0]?.duplicates !== 1) beat = await agent.report("Beat");
  assert.equal(beat.metrics.isIdle, true);
});

Deno.test("a Deliver that comes again in the same life is answered with the same rows again", async () => {
  await using agent = await ready(1);
  const order = deliver(1, letter(1, { kind: "One" }));
  agent.send(order);
  const first = (await agent.packet("Handled")).body;
  agent.send(order);
  assert.deepEqual((await agent.packet("Handled")).body, first);
  assert.equal(first.snapshots.length, 1);
});

Deno.test("Delivers are handled one after the other, also where a message waits", async () => {
  await using agent = await ready();
  agent.send(deliver(1, letter(1, { kind: "Wait" }), letter(2, { kind: "Two" })));
  agent.send(deliver(2, letter(3, { kind: "Wait" })));
  agent.send({ kind: "TakeSnapshots" });
  assert.deepEqual(numbers((await agent.packet("Handled")).body), ["a 1 Wait", "a 2 Two"]);
  assert.deepEqual(numbers((await agent.packet("Handled")).body), ["a 3 Wait"]);
  const { snapshots } = (await agent.packet("SnapshotsTaken")).body;
  assert.deepEqual(snapshots.map(({ actor, inputNo }) => [actor, inputNo]), [["a", 3]]);
});

Deno.test("a quarantined message is neither stepped nor shown to the wrappers", async () => {
  await using agent = await ready();
  const inputs = [letter(1, { kind: "Stall" }), letter(2, { kind: "Two" })];
  agent.send({
    kind: "Deliver",
    round: 1,
    committedRound: 0,
    inputs: inputs.map((envelope, i) => ({ envelope, quarantine: i === 0 })),
  });
  const { rows } = (await agent.packet("Handled")).body;
  assert.deepEqual(rows.map(({ quarantined }) => quarantined), [true, undefined]);
});

Deno.test("a stepped worker stops at once, in the middle of a message too", async () => {
  const boot = bootOf({}, { wrap: [{ kind: "mischief", args: null }] });
  await using agent = startAgent({ boot, store: MemoryCommit.create() });
  await agent.report("Ready");
  agent.send(deliver(1, letter(1, { kind: "Stall" })));
  agent.tell({ kind: "Stop" });
  await agent.report("Stopped");
  await isGone("w", boot.incarnation);
});

Deno.test("a Deliver to an actor that lives elsewhere is a crash", async () => {
  await using agent = await ready();
  agent.send(deliver(1, letter(1, { kind: "One" }, { to: "x" })));
  assert.equal((await agent.report("Crashed")).report.name, "FatalError");
});
