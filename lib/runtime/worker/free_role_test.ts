import assert from "node:assert/strict";
import type { CommitBatch } from "../commit_port.ts";
import { RETRANSMIT_MS } from "../delivery/link_out.ts";
import type { LinkAck, LinkFrame } from "../delivery/link_wire.ts";
import { LANE, MARKET } from "../envelope.ts";
import { MemoryCommit } from "../memory_commit.ts";
import type { Boot, JournalResult, Packet, PacketBody, WorkerMetrics } from "../tree/protocol.ts";
import type { WorkerSpec } from "../tree/tree_spec.ts";
import { type Agent, bootOf, isGone, letter, type Of, startAgent } from "./agent_fixture.ts";
import type { Toy } from "./toy_behavior_fixture.ts";

const wrap = [{ kind: "mischief", args: null }];
const DONE: JournalResult = { ok: true, value: null };
const JOURNAL = { from: "journal", incarnation: 1 };

/** A store in which "w" is in its first life. */
function newStore(): MemoryCommit {
  const store = MemoryCommit.create();
  store.raiseEpoch("w");
  return store;
}

function freeBoot(changes: Partial<Boot> = {}, spec: Partial<WorkerSpec> = {}): Boot {
  return bootOf({ delivery: "free", ...changes }, spec);
}

async function ready(store: MemoryCommit, boot: Boot = freeBoot()): Promise<Agent> {
  const agent = startAgent({ boot, store });
  await agent.report("Ready");
  return agent;
}

/** What the world tells a, from its message `first` on. */
function told(first: number, ...bodies: readonly Toy[]): PacketBody {
  const about = { from: MARKET, lane: LANE.data, atMs: 5 };
  const envelopes = bodies.map((body, i) => letter(first + i, body, about));
  const frame: LinkFrame = { from: MARKET, to: "a", lane: LANE.data, after: first - 1, envelopes };
  return { kind: "Link", frames: [frame], acks: [] };
}

async function metricsWhen(agent: Agent, isSo: (metrics: WorkerMetrics) => boolean): Promise<WorkerMetrics> {
  for (;;) {
    const { metrics } = await agent.report("Beat");
    if (isSo(metrics)) return metrics;
  }
}

/** The next ack that settles something, to the root. */
async function settled(agent: Agent): Promise<LinkAck> {
  for (;;) {
    const { to, body } = await agent.packet("Link");
    for (const ack of body.acks) if (to === "root" && ack.handled > 0) return ack;
  }
}

/** An agent that answers the loads, and leaves commits to the test. */
async function readyByHand(boot: Boot, early: readonly PacketBody[] = []): Promise<Agent> {
  const agent = startAgent({ boot });
  early.forEach((body) => agent.send(body));
  for (const _ of boot.spec.actors) {
    const { requestId } = (await agent.packet("JournalRequest")).body;
    const value = { snapshot: null, inputs: [], outbox: [] };
    agent.send({ kind: "JournalReply", requestId, result: { ok: true, value } }, JOURNAL);
  }
  await agent.report("Ready");
  return agent;
}

type Commit = { readonly requestId: number; readonly batch: CommitBatch };

async function commitOf(agent: Agent): Promise<Commit> {
  const { requestId, call } = (await agent.packet("JournalRequest")).body;
  assert.ok(call.op === "commit" && call.epoch.writer === "w");
  return { requestId, batch: call.batch };
}

function reply(agent: Agent, requestId: number, result: JournalResult = DONE): void {
  agent.send({ kind: "JournalReply", requestId, result }, JOURNAL);
}

Deno.test("free delivery handles what comes, commits it, and acknowledges it to the root", async () => {
  const store = newStore();
  await using agent = await ready(store);
  agent.send(told(1, { kind: "One" }, { kind: "Two" }));
  let { handled } = await settled(agent);
  if (handled < 2) ({ handled } = await settled(agent));
  assert.equal(handled, 2);
  const rows = store.batches.flatMap((batch) => batch.handled);
  assert.deepEqual(rows.map(({ inputNo, input }) => [inputNo, input.body.kind]), [[1, "One"], [2, "Two"]]);
  assert.ok(rows[0].input.atMs > Date.now() - 60_000, "handled by the wall clock");
  // a beat may be of before
  const { actors } = await metricsWhen(agent, ({ isIdle, actors }) => isIdle && actors[0].processed === 2);
  assert.equal(actors[0].handlingUs.reduce((sum, count) => sum + count, 0), 2);
});

Deno.test("free delivery sends and acknowledges nothing before the commit, and settles it once", async () => {
  await using agent = await readyByHand(freeBoot());
  agent.send(told(1, { kind: "One", to: "y" }));
  const first = await commitOf(agent);
  // what comes meanwhile is handled, and is in the next batch
  agent.send(told(2, { kind: "Two" }, { kind: "Three" }));
  await metricsWhen(agent, ({ actors }) => actors[0]?.processed === 3);
  const again = await commitOf(agent);
  assert.deepEqual(again, first);
  for (const packet of await linksSoFar(agent)) {
    assert.ok(packet.body.acks.every(({ handled }) => handled === 0));
  }
  for (let i = 0; i < 2; i++) reply(agent, first.requestId);
  let sent = await agent.packet("Link");
  while (sent.body.frames.length === 0) sent = await agent.packet("Link");
  assert.deepEqual([sent.to, sent.body.frames[0].envelopes[0].body], ["far", { kind: "Told", text: "One" }]);
  const second = await commitOf(agent);
  assert.deepEqual(second.batch.handled.map(({ inputNo }) => inputNo), [2, 3]);
  assert.ok(!agent.untaken().includes("Crashed"));
});

/** Takes the links that came already. */
async function linksSoFar(agent: Agent): Promise<(Packet & { readonly body: Of<PacketBody, "Link"> })[]> {
  const packets = [];
  while (agent.untaken().includes("Link")) packets.push(await agent.packet("Link"));
  return packets;
}

Deno.test("free delivery hands on at once what an actor of the worker tells another, with nothing else to do", async () => {
  await using agent = await readyByHand(freeBoot());
  agent.send(told(1, { kind: "Pass", to: "b" }));
  const first = await commitOf(agent);
  const fromMs = performance.now();
  reply(agent, first.requestId);
  const { batch } = await commitOf(agent);
  assert.deepEqual(batch.handled.map(({ actor, input }) => [actor, input.from]), [["b", "a"]]);
  assert.ok(performance.now() - fromMs < RETRANSMIT_MS.first / 2, "it was not sent for a second time");
});

Deno.test("free delivery handles what came while the worker was loading", async () => {
  await using agent = await readyByHand(freeBoot(), [told(1, { kind: "One" })]);
  assert.equal((await commitOf(agent)).batch.handled[0].input.body.kind, "One");
});

Deno.test("free delivery fires timers when they are due", async () => {
  const store = newStore();
  await using agent = await ready(store);
  agent.send(told(1, { kind: "SetTwo", dueMs: Date.now() + 150 }));
  await metricsWhen(agent, ({ actors, isIdle }) => isIdle && actors[0].processed === 3);
  const rows = store.batches.flatMap((batch) => batch.handled);
  assert.deepEqual(rows.map(({ input }) => input.from), [MARKET, "timer:a", "timer:a"]);
  assert.ok(rows[1].input.atMs >= rows[0].input.atMs + 100);
});

Deno.test("free delivery lets heartbeats and a Stop through while there is work", async () => {
  const busy = Array.from({ length: 250 }, () => ({ kind: "Busy" }));
  const store = newStore();
  await using agent = await ready(store);
  // 1 s of work, a beat every 20 ms
  agent.send(told(1, ...busy));
  agent.send(told(1 + busy.length, ...busy));
  const depths = new Set<number>();
  await metricsWhen(agent, ({ actors }) => depths.add(actors[0]?.depth ?? 0).size === 5);
  agent.tell({ kind: "Stop" });
  await agent.report("Stopped");
  const handled = store.batches.flatMap((batch) => batch.handled).length;
  assert.ok(handled > 0 && handled < 400, `${handled} handled`);
});

Deno.test("free delivery leaves a judged message out, and another one steps", async () => {
  const store = newStore();
  const verdicts = [{ actor: "a", messageId: "market#1", action: "quarantine" as const }];
  await using agent = await ready(store, freeBoot({ verdicts }, { wrap }));
  agent.send({ kind: "Poisoned", verdicts: [{ actor: "a", messageId: "market#2", action: "quarantine" }] });
  agent.send(told(1, { kind: "Throw" }, { kind: "Stall" }, { kind: "Three" }));
  const { deadLetters } = await metricsWhen(
    agent,
    ({ actors, isIdle }) => isIdle && actors[0].processed === 3,
  );
  assert.deepEqual(deadLetters, { quarantined: 2 });
  const rows = store.batches.flatMap((batch) => batch.handled);
  assert.deepEqual(rows.map(({ quarantined }) => quarantined), [true, true, undefined]);
});

Deno.test("free delivery gives a halted actor nothing, not even the message in hand", async () => {
  const store = newStore();
  await using agent = await ready(store, freeBoot({}, { wrap }));
  agent.send(told(1, { kind: "WaitLong" }, { kind: "Two" }));
  await metricsWhen(agent, ({ busyMs }) => busyMs > 0);
  agent.send({ kind: "Poisoned", verdicts: [{ actor: "a", messageId: "market#1", action: "halt" }] });
  await metricsWhen(agent, ({ busyMs }) => busyMs === 0);
  assert.deepEqual(store.batches, []);
});

Deno.test("free delivery ends where a later life of the worker writes", async () => {
  const store = newStore();
  store.raiseEpoch("w");
  const boot = freeBoot();
  await using agent = await ready(store, boot);
  agent.send(told(1, { kind: "One" }));
  const { report } = await agent.report("Crashed");
  assert.deepEqual(report.reason, { kind: "killed", detail: "superseded" });
  assert.equal(report.name, "StaleEpochError");
  await isGone("w", boot.incarnation);
  assert.deepEqual(store.batches, []);
});

Deno.test("free delivery reports a crash with the message in hand, and commits nothing of it", async () => {
  const store = newStore();
  await using agent = await ready(store);
  agent.send(told(1, { kind: "One" }, { kind: "Throw" }));
  const { report } = await agent.report("Crashed");
  assert.deepEqual(report.handling, { actor: "a", messageId: "market#2", kind: "Throw" });
  const kinds = store.batches.flatMap(({ handled }) => handled.map(({ input }) => input.body.kind));
  assert.ok(!kinds.includes("Throw"));
});

Deno.test("free delivery stops when all is stored, with a snapshot of each actor that has something new", async () => {
  const boot = freeBoot();
  await using agent = await readyByHand(boot);
  agent.send(told(1, { kind: "One" }));
  const first = await commitOf(agent);
  agent.send(told(2, { kind: "Two" }));
  await metricsWhen(agent, ({ actors }) => actors[0]?.processed === 2);
  agent.tell({ kind: "Stop" });
  agent.send(told(3, { kind: "Three" }));
  reply(agent, first.requestId);
  let last = await commitOf(agent);
  while (last.requestId === first.requestId) last = await commitOf(agent);
  assert.deepEqual(last.batch.handled.map(({ inputNo }) => inputNo), [2]);
  assert.deepEqual(last.batch.snapshots.map(({ actor, inputNo }) => [actor, inputNo]), [["a", 2]]);
  assert.ok(!agent.untaken().includes("Stopped"));
  reply(agent, last.requestId);
  await agent.report("Stopped");
  const acks = (await linksSoFar(agent)).flatMap(({ body }) => body.acks.map(({ handled }) => handled));
  assert.equal(Math.max(...acks), 2);
  await isGone("w", boot.incarnation);
});

Deno.test("two workers of a cell talk over a direct port once they have it", async () => {
  const store = newStore();
  store.raiseEpoch("peer");
  const boot = freeBoot();
  const actors = [{ ...boot.spec.actors[0], address: "x" }];
  const peerBoot = freeBoot({ epoch: { writer: "peer", number: 1 } }, { id: "peer", actors });
  await using w = await ready(store, boot);
  await using peer = await ready(store, peerBoot);
  w.send(told(1, { kind: "One", to: "x" }));
  while ((await w.report("WantPort")).worker !== "peer");
  let first = await w.packet("Link");
  while (first.to !== "peer") first = await w.packet("Link");
  const { port1, port2 } = new MessageChannel();
  w.tell({ kind: "PeerPort", worker: "peer", incarnation: peerBoot.incarnation, port: port1 }, [port1]);
  peer.tell({ kind: "PeerPort", worker: "w", incarnation: boot.incarnation, port: port2 }, [port2]);
  peer.send(first.body, { from: "w", incarnation: boot.incarnation });
  w.send(told(2, { kind: "Two", to: "x" }));
  await metricsWhen(peer, ({ actors }) => actors[0]?.processed === 2);
  await metricsWhen(w, ({ isIdle, actors }) => isIdle && actors[0].processed === 2);
  const outer = [...await linksSoFar(w), ...await linksSoFar(peer)];
  assert.deepEqual(outer.filter(({ to }) => to !== "root"), []);
});
