import assert from "node:assert/strict";
import type { CommitBatch, HandledInput } from "../commit_port.ts";
import { MemoryCommit } from "../memory_commit.ts";
import type { JournalCall } from "../tree/protocol.ts";
import { letter } from "./agent_fixture.ts";
import { JournalServer } from "./journal_server.ts";

const epoch = { writer: "w", number: 1 };

function row(inputNo: number, changes: Partial<HandledInput> = {}): HandledInput {
  const input = letter(inputNo, { kind: "Hello" });
  return { actor: "a", inputNo, input, events: [], sends: [], timers: [], seqAfter: 0, ...changes };
}

function free(...handled: readonly HandledInput[]): CommitBatch {
  return { rounds: null, handled, snapshots: [] };
}

function rounds(from: number, to: number, ...handled: readonly HandledInput[]): CommitBatch {
  return { rounds: { from, to, atMs: 0, marketSeq: 0 }, handled, snapshots: [] };
}

function ask(server: JournalServer, requestId: number, call: JournalCall, from = "w") {
  return JournalServer.answer(server, { from, incarnation: 1, requestId, call });
}

function create(store = MemoryCommit.create()): { server: JournalServer; store: MemoryCommit } {
  if (store.batches.length === 0) store.raiseEpoch("w");
  return { server: JournalServer.create(store), store };
}

const ok = { ok: true, value: null };

Deno.test("JournalServer.answer() commits, loads, raises and resumes as its store does", () => {
  const { server, store } = create();
  assert.deepEqual(ask(server, 1, { op: "commit", batch: rounds(1, 2, row(1)), epoch }), ok);
  assert.deepEqual(ask(server, 2, { op: "load", actor: "a", schema: 1 }), {
    ok: true,
    value: store.load("a", 1),
  });
  assert.deepEqual(ask(server, 3, { op: "raiseEpoch", writer: "v" }), {
    ok: true,
    value: { writer: "v", number: 1 },
  });
  assert.deepEqual(ask(server, 4, { op: "resumePoint" }), { ok: true, value: store.resumePoint() });
  assert.equal(store.batches.length, 1);
});

Deno.test("JournalServer.answer() refuses an earlier epoch, counts it, and stores nothing of it", () => {
  const { server, store } = create();
  store.raiseEpoch("w");
  const answer = ask(server, 1, { op: "commit", batch: free(row(1)), epoch });
  assert.ok("newest" in answer && answer.newest === 2 && answer.message.includes("newest epoch 2"));
  assert.equal(server.staleWrites, 1);
  assert.equal(store.batches.length, 0);
});

Deno.test("JournalServer.answer() makes a change once, however often the same question comes", () => {
  const { server, store } = create();
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(ask(server, 1, { op: "commit", batch: free(row(1)), epoch }), ok);
    assert.deepEqual(ask(server, 2, { op: "raiseEpoch", writer: "v" }), {
      ok: true,
      value: { writer: "v", number: 1 },
    });
  }
  assert.equal(store.batches.length, 1);
  ask(server, 2, { op: "raiseEpoch", writer: "v" }, "another");
  assert.equal(store.epochs.get("v"), 2);
});

Deno.test("JournalServer.answer() remembers a bounded number of answers", () => {
  const { server } = create();
  for (let i = 1; i <= 1_000; i++) ask(server, i, { op: "raiseEpoch", writer: "v" });
  assert.equal(server.recent.size, 256);
});

const batches = [
  { what: "rounds", batch: rounds(1, 3, row(1)) },
  {
    what: "a free batch",
    batch: free(row(1), row(2), row(1, { actor: "b", input: letter(9, { kind: "Hello" }) })),
  },
];

for (const { what, batch } of batches) {
  Deno.test(`JournalServer.answer() says done to ${what} that an earlier life of it stored and never answered`, () => {
    const { store } = create();
    store.commit(batch, epoch);
    const { server } = create(store);
    assert.deepEqual(ask(server, 9, { op: "commit", batch: structuredClone(batch), epoch }), ok);
    assert.equal(store.batches.length, 1);
  });
}

const clashes = [
  { what: "rounds that do not follow", stored: rounds(1, 3, row(1)), batch: rounds(2, 4, row(2)) },
  {
    what: "another message under the same number",
    stored: free(row(1)),
    batch: free(row(1, { input: letter(9, { kind: "Hello" }) })),
  },
  { what: "another send counter", stored: free(row(1)), batch: free(row(1, { seqAfter: 1 })) },
  { what: "a batch of which only a part is stored", stored: free(row(1)), batch: free(row(1), row(2)) },
  {
    what: "a batch stored for one actor only",
    stored: free(row(1)),
    batch: free(row(1), row(1, { actor: "b", input: letter(9, { kind: "Hello" }) })),
  },
];

for (const { what, stored, batch } of clashes) {
  Deno.test(`JournalServer.answer() throws on ${what}`, () => {
    const { server, store } = create();
    store.commit(stored, epoch);
    assert.throws(() => ask(server, 1, { op: "commit", batch, epoch }), /Cannot commit/);
  });
}
