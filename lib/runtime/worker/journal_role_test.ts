import assert from "node:assert/strict";
import type { ActorHistory, CommitBatch } from "../commit_port.ts";
import type { JournalCall, JournalResult } from "../tree/protocol.ts";
import { type Agent, bootOf, isGone, letter, startAgent } from "./agent_fixture.ts";

const EMPTY = { ok: true, value: { snapshot: null, inputs: [], outbox: [] } };

function journalBoot() {
  const store = { kind: "memory", args: null };
  return bootOf({ epoch: null }, { id: "journal", actors: [], store });
}

async function ask(agent: Agent, requestId: number, call: JournalCall): Promise<JournalResult> {
  agent.send({ kind: "JournalRequest", requestId, call }, { from: "w", incarnation: 1 });
  const { to, body } = await agent.packet("JournalReply");
  assert.deepEqual([to, body.requestId], ["w", requestId]);
  return body.result;
}

function batch(inputNo: number): CommitBatch {
  const row = { actor: "a", inputNo, input: letter(inputNo, { kind: "One" }), seqAfter: 0 };
  return { rounds: null, handled: [{ ...row, events: [], sends: [], timers: [] }], snapshots: [] };
}

Deno.test("the journal's worker commits, loads, refuses a stale writer, counts it, and stops", async () => {
  const boot = journalBoot();
  await using agent = startAgent({ boot });
  assert.deepEqual((await agent.report("Ready")).actors, []);
  assert.deepEqual(await ask(agent, 1, { op: "load", actor: "a", schema: 1 }), EMPTY);
  const first = await ask(agent, 2, { op: "raiseEpoch", writer: "w" });
  assert.deepEqual(first, { ok: true, value: { writer: "w", number: 1 } });
  const epoch = { writer: "w", number: 1 };
  assert.deepEqual(await ask(agent, 3, { op: "commit", batch: batch(1), epoch }), { ok: true, value: null });
  await ask(agent, 4, { op: "raiseEpoch", writer: "w" });
  const refused = await ask(agent, 5, { op: "commit", batch: batch(2), epoch });
  assert.equal("newest" in refused && refused.newest, 2);
  const loaded = await ask(agent, 6, { op: "load", actor: "a", schema: 1 });
  assert.equal(loaded.ok && (loaded.value as ActorHistory).inputs.length, 1);
  let beat = await agent.report("Beat");
  while (beat.metrics.staleWrites !== 1) beat = await agent.report("Beat");
  agent.tell({ kind: "Stop" });
  await agent.report("Stopped");
  await isGone("journal", boot.incarnation);
});

Deno.test("the journal's worker began a life of its own in the store", async () => {
  await using agent = startAgent({ boot: journalBoot() });
  await agent.report("Ready");
  const answer = await ask(agent, 1, { op: "raiseEpoch", writer: "journal" });
  assert.deepEqual(answer, { ok: true, value: { writer: "journal", number: 2 } });
});

Deno.test("the journal's worker crashes on what its store cannot take, without an answer", async () => {
  await using agent = startAgent({ boot: journalBoot() });
  await agent.report("Ready");
  await ask(agent, 1, { op: "raiseEpoch", writer: "w" });
  const epoch = { writer: "w", number: 1 };
  await ask(agent, 2, { op: "commit", batch: batch(1), epoch });
  const other = { ...batch(1), handled: [{ ...batch(1).handled[0], seqAfter: 9 }] };
  const call: JournalCall = { op: "commit", batch: other, epoch };
  agent.send({ kind: "JournalRequest", requestId: 3, call }, { from: "w", incarnation: 1 });
  assert.match((await agent.report("Crashed")).report.message, /Cannot commit input 1 of actor a/);
  assert.ok(!agent.untaken().includes("JournalReply"));
});
