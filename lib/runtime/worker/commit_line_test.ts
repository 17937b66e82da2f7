import assert from "node:assert/strict";
import type { CommitBatch } from "../commit_port.ts";
import type { StaleEpochError } from "../errors.ts";
import type { JournalCall } from "../tree/protocol.ts";
import { createCommitLine } from "./commit_line.ts";
import type { EmergencyLog } from "./emergency_log.ts";
import type { JournalAnswer } from "./journal_client.ts";

const DONE: JournalAnswer = { ok: true, value: null };
const STALE: JournalAnswer = { ok: false, stale: true, newest: 9, message: "" };
const epoch = { writer: "w", number: 1 };

/** Batches are told apart by the actor of their one snapshot. */
function batch(name: string): CommitBatch {
  const it = { actor: name, schema: 1, inputNo: 1, seq: 0, timers: [], seen: [], state: "", stateHash: "" };
  return { rounds: null, handled: [], snapshots: [it] };
}

const nameOf = ({ snapshots }: CommitBatch) => snapshots[0].actor;

/** A line to a journal that answers as `answers` say, one after the other; null = it cannot. Keeps what happens. */
function rig(answers: (JournalAnswer | null)[], hasLog = true) {
  const story: string[] = [];
  const recovered = Promise.withResolvers<void>(), stale = Promise.withResolvers<StaleEpochError>();
  const answer = (call: JournalCall) => {
    const given = answers.length > 0 ? answers.shift()! : DONE;
    const name = nameOf((call as { batch: CommitBatch }).batch);
    story.push(`${given === null ? "cannot" : given.ok ? "stored" : "stale"} ${name}`);
    return Promise.resolve(given);
  };
  const log: EmergencyLog = {
    left: [],
    append: (it) => void story.push(`logged ${nameOf(it)}`),
    clear: () => void story.push("cleared"),
  };
  const line = createCommitLine({
    ...{ epoch, log: hasLog ? log : null, tryAgainMs: 1 },
    journal: { ask: (call) => answer(call) as Promise<JournalAnswer>, askOnce: answer, onReply: () => {} },
    onDegraded: () => void story.push("degraded"),
    onRecovered: () => {
      story.push("recovered");
      recovered.resolve();
    },
    onStale: stale.resolve,
  });
  return { line, story, recovered: recovered.promise, stale: stale.promise };
}

Deno.test("commit() goes to the journal while it takes what it is given", async () => {
  const { line, story } = rig([DONE, DONE]);
  await line.commit(batch("a"));
  await line.commit(batch("b"));
  assert.deepEqual(story, ["stored a", "stored b"]);
});

Deno.test("commit() is durable in the log while the journal cannot, and the log is merged in order before anything else", async () => {
  const { line, story, recovered } = rig([null, null]);
  await line.commit(batch("a"));
  await line.commit(batch("b"));
  await recovered;
  assert.deepEqual(story.slice(0, 4), ["cannot a", "logged a", "degraded", "cannot a"]);
  assert.deepEqual(story.filter((line) => line.startsWith("stored")), ["stored a", "stored b"]);
  assert.ok(story.indexOf("logged b") < story.indexOf("stored b"));
  assert.deepEqual(story.slice(-2), ["cleared", "recovered"]);
  await line.commit(batch("c"));
  assert.equal(story.at(-1), "stored c");
});

Deno.test("commit() rejects, and a merge ends, where a later life writes", async () => {
  await assert.rejects(rig([STALE]).line.commit(batch("a")), /newest epoch 9/);
  const { line, story, stale } = rig([null, STALE]);
  await line.commit(batch("a"));
  assert.match((await stale).message, /newest epoch 9/);
  assert.ok(!story.includes("cleared"), "the next life finds the log");
});

Deno.test("commit() waits for the journal where there is no log", async () => {
  const { line, story } = rig([DONE], false);
  await line.commit(batch("a"));
  assert.deepEqual(story, ["stored a"]);
});
