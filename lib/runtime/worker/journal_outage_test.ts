import assert from "node:assert/strict";
import type { CommitBatch } from "../commit_port.ts";
import type { JournalCall, PacketBody } from "../tree/protocol.ts";
import { letter } from "./agent_fixture.ts";
import { createJournalRole } from "./journal_role.ts";
import { JournalServer } from "./journal_server.ts";
import { type FlakyStore, flakyStore, type Rig, rigOf } from "./role_fixture.ts";

const DONE = { ok: true, value: null };
const epoch = { writer: "w", number: 1 };
const away = (message: string) => ({ ok: false, unavailable: true, message });

function batch(inputNo: number): CommitBatch {
  const row = { actor: "a", inputNo, input: letter(inputNo, { kind: "One" }), seqAfter: 0 };
  return { rounds: null, handled: [{ ...row, events: [], sends: [], timers: [] }], snapshots: [] };
}

const commit = (inputNo: number): JournalCall => ({ op: "commit", batch: batch(inputNo), epoch });
const LOAD: JournalCall = { op: "load", actor: "a", schema: 1 };

const CALLS: readonly JournalCall[] = [
  commit(1),
  LOAD,
  { op: "raiseEpoch", writer: "v" },
  { op: "resumePoint" },
];

for (const call of CALLS) {
  Deno.test(`JournalServer.answer() says that a store cannot now, and answers the same question later (${call.op})`, () => {
    const store = flakyStore();
    store.raiseEpoch("w");
    const server = JournalServer.create(store);
    const ask = () => JournalServer.answer(server, { from: "w", incarnation: 1, requestId: 1, call });
    store.away = "no disk";
    assert.deepEqual([ask(), ask()], [away("no disk"), away("no disk")]);
    assert.equal(server.unavailable, "no disk");
    store.away = "";
    assert.equal(ask().ok, true);
    assert.equal(store.batches.length, call.op === "commit" ? 1 : 0);
  });
}

/** A journal's worker over a store, whom the test asks by itself. */
function journal(store: FlakyStore, isAway = "") {
  store.away = isAway;
  const rig: Rig = rigOf({ store: flakyStore() }, { id: "journal", actors: [] });
  const role = createJournalRole(rig.context, store);
  let requestId = 0;
  const ask = async (call: JournalCall) => {
    const body: PacketBody = { kind: "JournalRequest", requestId: ++requestId, call };
    role.receive({ from: "w", to: "journal", incarnation: 1, body });
    return (await rig.packet("JournalReply")).result;
  };
  const notices = () =>
    rig.reports.map((report) => report.kind === "Store" ? report.unavailable : report.kind);
  return { ...rig, ask, notices };
}

Deno.test("the journal's worker tells once of an outage, whatever it is asked and why it cannot, and once of its end", async () => {
  const store = flakyStore();
  store.raiseEpoch("w");
  const { ask, notices, deaths } = journal(store);
  assert.deepEqual(await ask(commit(1)), DONE);
  assert.deepEqual(notices(), []);
  for (const why of ["no disk", "no disk", "no answer"]) {
    store.away = why;
    assert.deepEqual(await ask(commit(2)), away(why));
    assert.deepEqual(await ask(LOAD), away(why));
  }
  assert.deepEqual(notices(), ["no disk"]);
  store.away = "";
  assert.deepEqual(await ask(commit(2)), DONE);
  assert.deepEqual(await ask(commit(3)), DONE);
  assert.deepEqual([notices(), deaths], [["no disk", ""], []]);
});

Deno.test("the journal's worker is not misled by a store that can read and not write", async () => {
  const store = flakyStore();
  store.raiseEpoch("w");
  const { ask, notices } = journal(store);
  store.readOnly = "full disk";
  for (let i = 0; i < 2; i++) {
    assert.deepEqual(await ask(commit(1)), away("full disk"));
    assert.equal((await ask(LOAD)).ok, true);
  }
  store.readOnly = "";
  await ask(commit(1));
  assert.deepEqual(notices(), ["full disk", ""]);
});

Deno.test("the journal's worker begins without its store, tells of it, and begins its life there later", async () => {
  const store = flakyStore();
  store.raiseEpoch("w");
  const { ask, notices } = journal(store, "no server");
  assert.deepEqual(notices(), ["no server"]);
  assert.deepEqual(await ask(commit(1)), away("no server"));
  store.away = "";
  assert.deepEqual(await ask(commit(1)), DONE);
  await ask(commit(2));
  assert.deepEqual(notices(), ["no server", ""]);
  assert.deepEqual(await ask({ op: "raiseEpoch", writer: "journal" }), {
    ok: true,
    value: { writer: "journal", number: 2 },
  });
});
