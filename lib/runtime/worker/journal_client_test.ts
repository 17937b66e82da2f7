import assert from "node:assert/strict";
import { createJournalClient } from "./journal_client.ts";
import type { JournalCall, JournalResult } from "../tree/protocol.ts";

const call: JournalCall = { op: "resumePoint" };
const first: JournalResult = { ok: true, value: null };
const late: JournalResult = { ok: false, stale: true, newest: 2, message: "late" };

interface Asked {
  readonly id: number;
  readonly isAgain: boolean;
}

function rig(incarnation: number) {
  const asked: Asked[] = [];
  const { promise: twoMore, resolve } = Promise.withResolvers<void>();
  const client = createJournalClient({
    incarnation,
    askAgainMs: 5,
    send: (body, isAgain) => {
      if (body.kind === "JournalRequest") asked.push({ id: body.requestId, isAgain });
      if (asked.length === 3) resolve();
    },
  });
  return { client, asked, twoMore };
}

Deno.test("ask() asks the same again by the other way, until the first answer", async () => {
  const { client, asked, twoMore } = rig(1);
  const answer = client.ask(call);
  await twoMore;
  const [{ id }] = asked;
  assert.deepEqual(asked, [false, true, true].map((isAgain) => ({ id, isAgain })));
  client.onReply(id, first);
  client.onReply(id, late);
  assert.deepEqual(await answer, first);
});

Deno.test("ask() gives each question of each life an id of its own", async () => {
  const ids = new Set<number>();
  for (const incarnation of [1, 2, 3]) {
    const { client, asked } = rig(incarnation);
    const answers = [client.ask(call), client.ask(call)];
    for (const { id } of [...asked]) {
      assert.ok(Number.isSafeInteger(id));
      ids.add(id);
      client.onReply(id, first);
    }
    await Promise.all(answers);
  }
  assert.equal(ids.size, 6);
});

Deno.test("onReply() leaves out an answer to an earlier life's question", async () => {
  const earlier = rig(1), now = rig(2);
  const answers = [earlier.client.ask(call), now.client.ask(call)];
  now.client.onReply(earlier.asked[0].id, late);
  earlier.client.onReply(earlier.asked[0].id, late);
  now.client.onReply(now.asked[0].id, first);
  assert.deepEqual(await Promise.all(answers), [late, first]);
});

const away: JournalResult = { ok: false, unavailable: true, message: "no disk" };

Deno.test("ask() goes on asking a journal that cannot now", async () => {
  const { client, asked, twoMore } = rig(1);
  const answer = client.ask(call);
  client.onReply(asked[0].id, away);
  await twoMore;
  client.onReply(asked[0].id, away);
  client.onReply(asked[0].id, first);
  assert.deepEqual(await answer, first);
});

Deno.test("askOnce() gives up at the first word that the journal cannot now, and asks no more", async () => {
  const { client, asked } = rig(1);
  const answer = client.askOnce(call, 10_000);
  client.onReply(asked[0].id, away);
  client.onReply(asked[0].id, first);
  assert.equal(await answer, null);
  await new Promise((resolve) => setTimeout(resolve, 15));
  assert.equal(asked.length, 1);
});

Deno.test("askOnce() asks a silent journal again, and gives up after so long", async () => {
  const { client, asked, twoMore } = rig(1);
  const startMs = performance.now();
  const [answer, answered] = [client.askOnce(call, 60), client.askOnce(call, 60)];
  client.onReply(asked[1].id, late);
  assert.deepEqual(await answered, late);
  await twoMore;
  assert.equal(await answer, null);
  assert.ok(performance.now() - startMs > 50);
  const count = asked.length;
  await new Promise((resolve) => setTimeout(resolve, 15));
  assert.equal(asked.length, count, "a question that was given up is not asked again");
});
