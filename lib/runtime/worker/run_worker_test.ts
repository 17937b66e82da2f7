import assert from "node:assert/strict";
import { LANE, timerAddress } from "../envelope.ts";
import { MemoryCommit } from "../memory_commit.ts";
import {
  type Agent,
  bootOf,
  deliver,
  holdInItsPlace,
  isAlive,
  isGone,
  letter,
  startAgent,
} from "./agent_fixture.ts";

const wrap = [{ kind: "mischief", args: null }];

async function ready(changes: Parameters<typeof bootOf>[0] = {}): Promise<Agent & { incarnation: number }> {
  const boot = bootOf(changes, { wrap });
  const agent = startAgent({ boot, store: MemoryCommit.create() });
  await agent.report("Ready");
  return Object.assign(agent, { incarnation: boot.incarnation });
}

Deno.test("runWorker() locks, says so, loads, and is ready with its actors' timers", async () => {
  const boot = bootOf();
  await using agent = startAgent({ boot, store: MemoryCommit.create() });
  await agent.report("Locked");
  assert.equal(await isAlive("w", boot.incarnation), true);
  const { actors } = await agent.report("Ready");
  assert.deepEqual(actors, [
    { address: "a", timers: [], fired: 0 },
    { address: "b", timers: [], fired: 0 },
  ]);
  assert.equal(await isAlive("w", boot.incarnation), true);
});

Deno.test("runWorker() ends at once if its lock is taken: this life was declared dead", async () => {
  const boot = bootOf();
  const free = await holdInItsPlace("w", boot.incarnation);
  const agent = startAgent({ boot, store: MemoryCommit.create() });
  // others are ready long after this one would have been
  await using other = await ready();
  await using another = await ready();
  assert.deepEqual(agent.untaken(), []);
  free();
  await agent[Symbol.asyncDispose]();
  assert.deepEqual([...other.outerErrors, ...another.outerErrors], []);
});

const crashes = [
  { kind: "Throw", name: "ActorCrash", message: "Actor a crashed on message y#7: the toy broke" },
  { kind: "ThrowString", name: "ActorCrash", message: "Actor a crashed on message y#7: only words" },
  { kind: "Reject", name: "RangeError", message: "nobody waits for me" },
  { kind: "RejectBefore", name: "RangeError", message: "somebody waits for me" },
];

for (const { kind, name, message } of crashes) {
  Deno.test(`runWorker() reports its death by ${kind} itself, and frees its lock`, async () => {
    await using agent = await ready();
    agent.send(deliver(1, letter(7, { kind })));
    const { report } = await agent.report("Crashed");
    assert.deepEqual(report.reason, { kind: "crash", detail: message });
    assert.equal(report.name, name);
    assert.ok(report.stack.includes(message));
    if (kind === "Throw") assert.match(report.cause, /^Error: the toy broke/);
    const handling = { actor: "a", messageId: "y#7", kind };
    // a promise that nobody waits for is noticed when the message is done
    assert.deepEqual(report.handling, kind === "Reject" ? null : handling);
    await isGone("w", agent.incarnation);
    assert.deepEqual(agent.outerErrors, []);
  });
}

Deno.test("runWorker() reports a message that no thread can take, as what it is", async () => {
  await using agent = await ready();
  agent.send(deliver(1, letter(7, { kind: "Unclonable" })));
  assert.equal((await agent.report("Crashed")).report.name, "DataCloneError");
  await isGone("w", agent.incarnation);
});

Deno.test("runWorker() says nothing of self.close(): only its lock tells", async () => {
  await using agent = await ready();
  agent.send(deliver(1, letter(7, { kind: "Close" })));
  await isGone("w", agent.incarnation);
  assert.ok(!agent.untaken().includes("Crashed"));
});

const failures = [
  { what: "a registry that throws", module: "./broken_worker_fixture.ts", kind: "toy", name: "SyntaxError" },
  { what: "an unknown kind", module: "./toy_worker_fixture.ts", kind: "nobody", name: "TypeError" },
];

for (const { what, module, kind, name } of failures) {
  Deno.test(`runWorker() reports ${what} as load_failed`, async () => {
    const poison = { afterCrashes: 2, byKind: {}, otherwise: "halt" } as const;
    const boot = bootOf({}, { actors: [{ address: "a", kind, args: null, poison }] });
    await using agent = startAgent({ boot, module, store: MemoryCommit.create() });
    const { report } = await agent.report("Crashed");
    assert.equal(report.reason.kind, "load_failed");
    assert.equal(report.name, name);
    await isGone("w", boot.incarnation);
  });
}

Deno.test("runWorker() stops when told to, also while it waits for the journal", async () => {
  for (const isLoaded of [true, false]) {
    const boot = bootOf();
    await using agent = startAgent({ boot, ...(isLoaded ? { store: MemoryCommit.create() } : {}) });
    if (isLoaded) await agent.report("Ready");
    else await agent.packet("JournalRequest");
    agent.tell({ kind: "Stop" });
    await agent.report("Stopped");
    await isGone("w", boot.incarnation);
    assert.ok(!agent.untaken().includes("Crashed"));
  }
});

Deno.test("runWorker() asks the journal again, and takes the first answer alone", async () => {
  const boot = bootOf({}, { actors: bootOf().spec.actors.slice(0, 1) });
  await using agent = startAgent({ boot });
  const first = await agent.packet("JournalRequest");
  const second = await agent.packet("JournalRequest");
  assert.deepEqual(second.body, first.body);
  const { requestId } = first.body;
  const value = { snapshot: null, inputs: [], outbox: [] };
  const reply = { kind: "JournalReply", requestId, result: { ok: true, value } } as const;
  for (let i = 0; i < 2; i++) agent.send(reply, { from: "journal", incarnation: 1 });
  await agent.report("Ready");
  agent.send(deliver(1, letter(1, { kind: "Hello" })));
  assert.equal((await agent.packet("Handled")).body.rows[0].inputNo, 1);
});

Deno.test("heartbeats tell how long a message has been in hand, and what waits behind it", async () => {
  await using agent = await ready();
  agent.send(
    deliver(
      1,
      letter(7, { kind: "Stall" }),
      letter(8, { kind: "Hello" }),
      letter(1, { kind: "Hello" }, { to: "b" }),
    ),
  );
  let busyMs = 0;
  for (let growths = 0; growths < 3;) {
    const { metrics } = await agent.report("Beat");
    if (metrics.busyMs <= busyMs) continue;
    growths++;
    busyMs = metrics.busyMs;
    assert.equal(metrics.isIdle, false);
    assert.deepEqual(metrics.actors.map(({ depth }) => depth), [1, 1]);
    assert.ok(metrics.actors.every(({ oldestMs }) => oldestMs > 0));
  }
});

Deno.test("a note leaves at once, after what was sent before it, though the thread goes on", async () => {
  await using agent = await ready();
  const startMs = performance.now();
  agent.send(deliver(1, letter(7, { kind: "Note" })));
  const { note } = await agent.report("Note");
  assert.ok(performance.now() - startMs < 250, "the thread was busy for 300 ms");
  assert.deepEqual(note, { worker: "w", incarnation: agent.incarnation });
  const { from, incarnation } = await agent.packet("PeerGone");
  assert.deepEqual({ from, incarnation }, { from: "w", incarnation: agent.incarnation });
  await agent.packet("Handled");
});

Deno.test("a packet of a wrapper leaves at once, though the thread goes on", async () => {
  await using agent = await ready();
  const startMs = performance.now();
  agent.send(deliver(1, letter(7, { kind: "Zombie" })));
  await agent.packet("PeerGone");
  assert.ok(performance.now() - startMs < 250, "the thread was busy for 300 ms");
  await agent.packet("Handled");
});

Deno.test("packets that are malformed, misrouted or of an earlier life are counted and left out", async () => {
  await using agent = await ready();
  agent.send(deliver(1, letter(1, { kind: "Hello" })), { from: "root", incarnation: 3 });
  await agent.packet("Handled");
  agent.send(deliver(2, letter(2, { kind: "Hello" })), { from: "root", incarnation: 2 });
  const bad = { to: "w", from: "root", incarnation: 3, body: { kind: "Deliver", round: "2" } };
  const elsewhere = { to: "v", from: "root", incarnation: 3, body: { kind: "TakeSnapshots" } };
  agent.tell({ kind: "Carry", packets: [bad, null, elsewhere] as never });
  let beat = await agent.report("Beat");
  while (Object.keys(beat.metrics.deadLetters).length < 3) beat = await agent.report("Beat");
  assert.deepEqual(beat.metrics.deadLetters, { stale_incarnation: 1, malformed: 2, misrouted: 1 });
  assert.equal(beat.metrics.actors[0].processed, 1);
});

Deno.test("a restored actor goes on where the store stands, timers included", async () => {
  const store = MemoryCommit.create();
  const epoch = store.raiseEpoch("root");
  await using first = startAgent({ boot: bootOf(), store });
  await first.report("Ready");
  first.send(deliver(1, letter(1, { kind: "SetTwo", dueMs: 2_000, to: "b" })));
  const { rows, snapshots } = (await first.packet("Handled")).body;
  store.commit({ rounds: { from: 1, to: 1, atMs: 1_000, marketSeq: 0 }, handled: rows, snapshots }, epoch);
  await using second = startAgent({ boot: bootOf(), store });
  const [a] = (await second.report("Ready")).actors;
  assert.deepEqual(a.timers, [
    { name: "a", dueMs: 2_000, setBy: "y#1" },
    { name: "b", dueMs: 2_000, setBy: "y#1" },
  ]);
  const firing = letter(1, { kind: "TimerFired", name: "a" } as never, {
    ...{ from: timerAddress("a"), lane: LANE.control, causedBy: "y#1" },
  });
  second.send(deliver(2, letter(1, { kind: "SetTwo" }), firing));
  const answer = (await second.packet("Handled")).body;
  assert.deepEqual(answer.rows.map(({ inputNo, input }) => [inputNo, input.body.kind]), [[2, "TimerFired"]]);
});
