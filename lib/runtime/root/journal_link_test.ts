import assert from "node:assert/strict";
import type { CommitBatch } from "../commit_port.ts";
import { StaleEpochError } from "../errors.ts";
import { MemoryCommit } from "../memory_commit.ts";
import { flakyStore } from "../worker/role_fixture.ts";
import type { JournalCall, PacketBody } from "../tree/protocol.ts";
import { JournalServer } from "../worker/journal_server.ts";
import { createJournalLink } from "./journal_link.ts";

type Request = Extract<PacketBody, { readonly kind: "JournalRequest" }>;

/** A link to a journal that answers when it is told to. */
function linked(store = MemoryCommit.create()) {
  const inner = flakyStore(store);
  const requests: Request[] = [];
  let server = JournalServer.create(inner);
  let isAway = false;
  const waiting: (() => void)[] = [];
  const link = createJournalLink((body) => {
    if (!isAway) requests.push(body as Request);
  }, (act) => void waiting.push(act));
  /** Stores what was asked first; `isHeard`: the reply gets through. */
  function answer(isHeard = true): JournalCall {
    const { requestId, call } = requests.shift()!;
    const result = JournalServer.answer(server, { from: "root", incarnation: 0, requestId, call });
    if (isHeard) link.onReply(requestId, result);
    return call;
  }
  return {
    ...{ link, store, inner, requests, answer, waiting },
    die() {
      isAway = true;
      requests.length = 0;
    },
    up() {
      isAway = false;
      server = JournalServer.create(inner);
      link.onUp();
    },
  };
}

function batch(round: number): CommitBatch {
  return { rounds: { from: round, to: round, atMs: round, marketSeq: round }, handled: [], snapshots: [] };
}

const EPOCH = { writer: "root", number: 1 };

/** Whether a promise is settled once all that waits for nothing has run. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  const open = {};
  for (let i = 0; i < 10; i++) await null;
  return await Promise.race([promise, Promise.resolve(open)]) === open;
}

Deno.test("createJournalLink() resolves each question with its own answer, in any order", async () => {
  const { link, requests } = linked();
  const [a, b] = [link.raiseEpoch("a"), link.raiseEpoch("b")];
  assert.deepEqual(requests.map(({ requestId }) => requestId), [1, 2]);
  link.onReply(2, { ok: true, value: { writer: "b", number: 9 } });
  assert.deepEqual(await b, { writer: "b", number: 9 });
  assert.equal(await isOpen(a), true);
  link.onReply(1, { ok: true, value: { writer: "a", number: 1 } });
  link.onReply(1, { ok: true, value: { writer: "a", number: 2 } });
  link.onReply(77, { ok: true, value: null });
  assert.deepEqual(await a, { writer: "a", number: 1 });
});

Deno.test("createJournalLink() asks again what is not answered when the journal has a new life", async () => {
  const it = linked();
  const point = it.link.resumePoint();
  it.die();
  const epoch = it.link.raiseEpoch("a");
  assert.equal(await isOpen(Promise.race([point, epoch])), true);
  it.up();
  assert.deepEqual(it.requests.map(({ call }) => call.op), ["resumePoint", "raiseEpoch"]);
  it.answer();
  it.answer();
  assert.equal((await point).lastRound, 0);
  assert.deepEqual(await epoch, { writer: "a", number: 1 });
  it.up();
  assert.deepEqual(it.requests, [], "nothing is open");
});

Deno.test("createJournalLink() does not send a commit again that was stored before the journal died", async () => {
  const it = linked();
  it.store.raiseEpoch("root");
  const committed = it.link.commit(batch(1), EPOCH);
  it.answer(false);
  it.die();
  it.up();
  assert.equal(await isOpen(committed), true);
  it.answer();
  await committed;
  assert.deepEqual([it.requests.length, it.store.batches.length], [0, 1]);
});

Deno.test("createJournalLink() stores snapshots without rounds that the journal's death kept from being stored", async () => {
  const it = linked();
  it.store.raiseEpoch("root");
  it.store.commit(batch(1), EPOCH);
  const snapshots = [{ actor: "a" }] as unknown as CommitBatch["snapshots"];
  const nothing = { from: 2, to: 1, atMs: 1, marketSeq: 1 };
  const committed = it.link.commit({ rounds: nothing, handled: [], snapshots }, EPOCH);
  it.die();
  it.up();
  while (it.requests.length > 0) {
    it.answer();
    await isOpen(committed);
  }
  await committed;
  assert.deepEqual(it.store.batches.at(-1)!.snapshots, snapshots);
});

Deno.test("createJournalLink() rejects a commit that a later root overtook while the journal was away", async () => {
  const it = linked();
  it.store.raiseEpoch("root");
  const committed = it.link.commit(batch(1), EPOCH);
  it.die();
  it.store.commit(batch(1), it.store.raiseEpoch("root"));
  it.up();
  it.answer();
  await assert.rejects(committed, new StaleEpochError(EPOCH, 2));
});

Deno.test("createJournalLink() commits again what was not stored, however often the journal dies", async () => {
  const it = linked();
  it.store.raiseEpoch("root");
  const committed = it.link.commit(batch(1), EPOCH);
  it.die();
  it.up();
  it.die();
  it.up();
  assert.equal(it.answer().op, "commit");
  await committed;
  assert.equal(it.store.batches.length, 1);
});

Deno.test("createJournalLink() rejects a commit with StaleEpochError where a later root writes", async () => {
  const it = linked();
  it.store.raiseEpoch("root");
  it.store.raiseEpoch("root");
  const direct = it.link.commit(batch(1), EPOCH);
  it.answer();
  await assert.rejects(direct, new StaleEpochError(EPOCH, 2));
  const again = it.link.commit(batch(1), EPOCH);
  it.die();
  it.up();
  it.answer();
  await assert.rejects(again, StaleEpochError);
});

Deno.test("createJournalLink() rejects other questions with what the journal says", async () => {
  const { link } = linked();
  const epoch = link.raiseEpoch("a");
  link.onReply(1, { ok: false, stale: true, newest: 3, message: "no more of it" });
  await assert.rejects(epoch, new Error("no more of it"));
});

Deno.test("createJournalLink() asks a store that cannot now again after a while, under the same id, until it can", async () => {
  const it = linked();
  it.store.raiseEpoch("root");
  it.inner.away = "no disk";
  const committed = it.link.commit(batch(1), EPOCH);
  for (let i = 0; i < 3; i++) {
    it.answer();
    assert.deepEqual([it.requests, it.waiting.length], [[], 1], "not at once");
    it.waiting.shift()!();
    assert.deepEqual(it.requests.map(({ requestId }) => requestId), [1]);
  }
  assert.equal(await isOpen(committed), true);
  it.inner.away = "";
  it.answer();
  await committed;
  assert.equal(it.store.batches.length, 1);
});

Deno.test("createJournalLink() asks no more for what was answered while it waited", async () => {
  const it = linked();
  it.inner.away = "no disk";
  const epoch = it.link.raiseEpoch("a");
  it.answer();
  it.inner.away = "";
  it.up();
  it.answer();
  assert.deepEqual(await epoch, { writer: "a", number: 1 });
  it.waiting.forEach((act) => act());
  assert.deepEqual(it.requests, []);
});
