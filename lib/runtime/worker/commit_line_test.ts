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

/** Of batches that were made one, in their order. */
const nameOf = ({ snapshots }: CommitBatch) => snapshots.map(({ actor }) => actor).join("+");

/** A line to a journal that answers as `answers` say, one after the other; null = it cannot. Keeps what happens. */
function rig(answers: (JournalAnswer | null)[], hasLog = true, fault = "") {
  const story: string[] = [];
  const recovered = Promise.withResolvers<void>(), stale = Promise.withResolvers<StaleEpochError>();
  const answer = (call: JournalCall) => {
    const given = answers.length > 0 ? answers.shift()! : DONE;
    const name = nameOf((call as { batch: CommitBatch }).batch);
    story.push(`${given === null ? "cannot" : given.ok ? "stored" : "stale"} ${name}`);
    if (fault !== "slow") return Promise.resolve(given);
    // slower than the log
    return new Promise<JournalAnswer | null>((resolve) => setTimeout(() => resolve(given), 0));
  };
  const log: EmergencyLog = {
    left: [],
    append(it) {
      if (fault === "append") throw new Error("the disk is full");
      story.push(`logged ${nameOf(it)}`);
    },
    clear() {
      if (fault === "clear") throw new Error("the disk is gone");
      story.push("cleared");
    },
    close() {},
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

Deno.test("commit() rejects where neither the journal nor the log takes it: it is not durable", async () => {
  const { line, story } = rig([null], true, "append");
  await assert.rejects(line.commit(batch("a")), /the disk is full/);
  assert.deepEqual(story, ["cannot a"]);
});

Deno.test("a merge whose log cannot be cleared is told: the next life merges it again", async () => {
  const { line, story, stale } = rig([null], true, "clear");
  await line.commit(batch("a"));
  assert.match((await stale).message, /the disk is gone/);
  assert.ok(!story.includes("recovered"));
});

Deno.test("commit() lets a busy worker not outrun the merge of its log", async () => {
  const { line, story } = rig([null], true, "slow");
  let count = 0;
  while (!story.includes("recovered") && ++count < 2_000) {
    await line.commit(batch(`${count}`));
    // the log is four times as quick as the journal
    if (count % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  const stored = story.filter((line) => line.startsWith("stored"))
    .flatMap((line) => line.slice("stored ".length).split("+"));
  assert.deepEqual(stored, stored.map((_, i) => `${i + 1}`));
  assert.ok(count < 2_000, "it never came to an end");
});

Deno.test("commit() merges what waits in one, but what was told once unchanged until it is stored", async () => {
  const { line, story, recovered } = rig([null, null, null]);
  for (const name of ["a", "b", "c", "d"]) await line.commit(batch(name));
  await recovered;
  const told = story.filter((line) => /^(cannot|stored)/.test(line));
  assert.deepEqual(told, ["cannot a", "cannot a", "cannot a", "stored a", "stored b+c+d"]);
});

Deno.test("commit() merges no more inputs at once than a commit should have", async () => {
  const { line, story, recovered } = rig([null, null]);
  const row = { actor: "x" } as CommitBatch["handled"][number];
  const many = (name: string, inputs: number) => ({ ...batch(name), handled: Array(inputs).fill(row) });
  await line.commit(batch("a"));
  for (const [name, inputs] of [["b", 100], ["c", 28], ["d", 1], ["e", 500], ["f", 1]] as const) {
    await line.commit(many(name, inputs));
  }
  await recovered;
  const stored = story.filter((line) => line.startsWith("stored"));
  assert.deepEqual(stored, ["stored a", "stored b+c", "stored d", "stored e", "stored f"]);
});

Deno.test("commit() waits for no merge while the journal takes nothing", async () => {
  const { line, story } = rig(Array.from({ length: 10_000 }, () => null), true, "slow");
  for (let i = 0; i < 500; i++) await line.commit(batch(`${i}`));
  assert.equal(story.filter((line) => line.startsWith("logged")).length, 500);
});
