import assert from "node:assert/strict";
import { LANE } from "../envelope.ts";
import { MemoryCommit } from "../memory_commit.ts";
import type { Boot, PacketBody, Verdict } from "../tree/protocol.ts";
import { type Agent, bootOf, deliver, letter, startAgent } from "./agent_fixture.ts";
import type { Toy } from "./toy_behavior_fixture.ts";

/** Actor a is a port, b a toy. */
function portBoot(changes: Partial<Boot> = {}): Boot {
  const boot = bootOf(changes);
  const actors = boot.spec.actors.map((actor) => actor.address === "a" ? { ...actor, kind: "port" } : actor);
  return { ...boot, spec: { ...boot.spec, actors } };
}

async function ready(boot: Boot, store = MemoryCommit.create()): Promise<Agent> {
  if (!store.epochs.has("w")) store.raiseEpoch("w");
  const agent = startAgent({ boot, store });
  await agent.report("Ready");
  return agent;
}

/** Letters to the port in free delivery, numbered from 1. */
function told(...bodies: readonly Toy[]): PacketBody {
  const envelopes = bodies.map((body, i) => letter(1 + i, body));
  return { kind: "Link", frames: [{ from: "y", to: "a", lane: LANE.orders, after: 0, envelopes }], acks: [] };
}

const HANDLING = { actor: "a", messageId: "y#2", kind: "Throw" };

Deno.test("a port in stepped delivery takes its turn among the actors, and its sends are rows like any", async () => {
  await using agent = await ready(portBoot());
  const inputs = [letter(1, { kind: "Slow", to: "x" }), letter(2, { kind: "Fast", to: "b" })];
  agent.send(deliver(1, ...inputs, letter(1, { kind: "One", to: "x" }, { to: "b" })));
  const { rows } = (await agent.packet("Handled")).body;
  assert.deepEqual(rows.map(({ actor, inputNo, seqAfter }) => [actor, inputNo, seqAfter]), [
    ["a", 1, 1],
    ["a", 2, 2],
    ["b", 1, 1],
  ]);
  assert.deepEqual(rows[0].sends.map(({ from, seq, to, atMs, body }) => [from, seq, to, atMs, body]), [
    ["a", 1, "x", 1_000, { kind: "Told", text: "Slow" }],
  ]);
});

Deno.test("a port in stepped delivery that rejects is a crash of its worker, for which its message is blamed", async () => {
  await using agent = await ready(portBoot());
  agent.send(deliver(1, letter(1, { kind: "Fast" }), letter(2, { kind: "Throw" })));
  const { report } = await agent.report("Crashed");
  assert.deepEqual([report.name, report.message], [
    "ActorCrash",
    "Actor a crashed on message y#2: the port broke",
  ]);
  assert.deepEqual(report.handling, HANDLING);
});

Deno.test("a port in stepped delivery does not perform what is quarantined", async () => {
  await using agent = await ready(portBoot());
  agent.send({
    ...{ kind: "Deliver", round: 1, committedRound: 0 },
    inputs: [{ envelope: letter(2, { kind: "Throw", to: "x" }), quarantine: true }],
  });
  const { rows } = (await agent.packet("Handled")).body;
  assert.deepEqual(rows.map(({ quarantined, sends }) => [quarantined, sends]), [[true, []]]);
});

Deno.test("a port in free delivery performs, is journalled, and sends when that is stored", async () => {
  const store = MemoryCommit.create();
  await using agent = await ready(portBoot({ delivery: "free" }), store);
  agent.send(told({ kind: "Slow", to: "x" }, { kind: "Fast", to: "y" }));
  let beat = await agent.report("Beat");
  while (beat.metrics.actors[0]?.processed !== 2) {
    assert.equal(beat.metrics.busyMs, 0, "no supervisor knows how long a network may take");
    beat = await agent.report("Beat");
  }
  const frames: unknown[] = [];
  while (frames.length < 2) {
    const { to, body } = await agent.packet("Link");
    for (const { envelopes } of body.frames) frames.push([to, envelopes[0].seq, envelopes[0].body]);
  }
  assert.deepEqual(frames.slice(0, 2), [
    ["peer", 1, { kind: "Told", text: "Slow" }],
    ["far", 2, { kind: "Told", text: "Fast" }],
  ]);
  const rows = store.batches.flatMap(({ handled }) => handled);
  assert.deepEqual(rows.map(({ actor, inputNo, seqAfter }) => [actor, inputNo, seqAfter]), [["a", 1, 1], [
    "a",
    2,
    2,
  ]]);
});

Deno.test("a port in free delivery that rejects is a crash, and its verdict lets the next life go on", async () => {
  const store = MemoryCommit.create();
  const letters = told({ kind: "Fast", to: "y" }, { kind: "Throw" }, { kind: "Fast", to: "y" });
  {
    await using agent = await ready(portBoot({ delivery: "free" }), store);
    agent.send(letters);
    assert.deepEqual((await agent.report("Crashed")).report.handling, HANDLING);
  }
  const verdicts: Verdict[] = [{ actor: "a", messageId: "y#2", action: "quarantine" }];
  const epoch = store.raiseEpoch("w");
  await using agent = await ready(portBoot({ delivery: "free", verdicts, epoch }), store);
  agent.send(letters);
  while (store.load("a", 1).inputs.length < 3) await agent.report("Beat");
  const { inputs, outbox } = store.load("a", 1);
  assert.deepEqual(inputs.map(({ inputNo, quarantined }) => [inputNo, quarantined]), [
    [1, undefined],
    [2, true],
    [3, undefined],
  ]);
  assert.deepEqual(outbox.map(({ seq }) => seq), [1, 2]);
});

for (const delivery of ["stepped", "free"] as const) {
  Deno.test(`a port in ${delivery} delivery is opened before it is ready, and hears what is told from outside`, async () => {
    await using agent = await ready(portBoot({ delivery }));
    agent.send({ kind: "Told", body: { speed: 3 } });
    assert.deepEqual((await agent.report("Note")).note, { heard: { speed: 3 } });
    const { metrics } = await agent.report("Beat");
    assert.deepEqual(metrics.deadLetters, {}, "it is no message of an actor");
  });
}
