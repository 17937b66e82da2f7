import assert from "node:assert/strict";
import { canonicalJson } from "../../lib/core/mod.ts";
import { createInlineHost, MemoryCommit, type Message, type WorldSource } from "../../lib/runtime/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, approvalOf, DEAF, flatSession, START_MS } from "../session_fixture.ts";
import { paperTree, paperWorld } from "../tree.ts";

const BARS = 6;

/** The paper tree through an entry that is filled and stays: what was recorded, and what reconciliation sent, by kind. */
function play(isWatched: boolean) {
  const session = flatSession(BARS);
  const actors = paperTree(session);
  for (const address of [ADDRESS.guardian, ADDRESS.reporter, ADDRESS.notifier]) actors[address] = DEAF;
  if (!isWatched) actors[ADDRESS.reconciliation] = DEAF;
  const commit = MemoryCommit.create();
  const messages = said(paperWorld(session.tape));
  let seq = 0;
  const world: WorldSource = {
    next() {
      const { value } = messages.next();
      return value ? { ...value, seq: ++seq } : null;
    },
    seek() {},
  };
  assert.equal(createInlineHost({ actors, world, commit, freeze: true }).run(), "done");
  const rows = commit.batches.flatMap((batch) => batch.handled);
  const sent: Record<string, number> = {};
  for (
    const { body } of rows.filter(({ input }) => input.to === ADDRESS.reconciliation).flatMap((r) => r.sends)
  ) {
    sent[body.kind] = (sent[body.kind] ?? 0) + 1;
  }
  return { events: rows.flatMap((row) => row.events).map(canonicalJson), sent };
}

/** The three starts of the session, the first open, an entry as if by risk, and the rest of the tape. */
function* said(inner: WorldSource) {
  const extra = (to: string, body: Message) => ({ atMs: START_MS, seq: 0, to, body });
  for (let i = 0; i < 4; i++) yield inner.next();
  const entry = { kind: "EnterPosition", approval: approvalOf(A, START_MS), atMs: START_MS };
  yield extra(ADDRESS.execution, entry);
  for (let message = inner.next(); message !== null; message = inner.next()) yield message;
}

Deno.test("reconciliation changes nothing of a healthy stepped run: it asks once a bar, and that is all", () => {
  const plain = play(false), watched = play(true);
  assert.ok(plain.events.some((text) => text.includes("FillBooked")));
  assert.deepEqual(watched.events, plain.events);
  assert.deepEqual(watched.sent, { QueryAccount: BARS + 1, QueryBook: BARS + 1, QueryRisk: BARS + 1 });
});
