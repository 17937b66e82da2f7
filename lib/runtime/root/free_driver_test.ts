import assert from "node:assert/strict";
import type { LinkAck } from "../delivery/link_wire.ts";
import { LANE, MARKET } from "../envelope.ts";
import { FatalError } from "../errors.ts";
import { scriptedWorld, tell } from "../toy_actors_test.ts";
import { type PacketBody, ROOT } from "../tree/protocol.ts";
import type { TreeSpec } from "../tree/tree_spec.ts";
import type { WorldSource } from "../world.ts";
import { createFreeDriver } from "./free_driver.ts";
import { actorMetrics, life, metrics, workerSpec } from "./life_fixture.ts";
import type { WorkerLife } from "./worker_life.ts";

const PLACES = new Map([["a", { worker: "w1", cell: "c", journal: "journal" }], ["b", {
  worker: "w2",
  cell: "c",
  journal: "journal",
}]]);
/** Of acks: everything is welcome. */
const WINDOW = 256;

function bars(to: string, count: number) {
  return Array.from({ length: count }, (_, i) => tell(i, to, { kind: "Bar" }));
}

/** A free driver whose packets are kept; `w1` hosts actor a, `w2` actor b. */
function driven(script: Parameters<typeof scriptedWorld>[0], lives: () => readonly WorkerLife[] = () => []) {
  const sent: { readonly worker: string; readonly body: PacketBody }[] = [];
  const deadLetters: string[] = [];
  let pulled = 0;
  const inner = scriptedWorld(script);
  const world: WorldSource = { ...inner, next: () => (pulled++, inner.next()) };
  const driver = createFreeDriver({
    tree: { timing: { heartbeatMs: 4, silenceMs: 1_000 } } as TreeSpec,
    ...{ places: PLACES, world },
    link: {
      send: (worker, body) => void sent.push({ worker, body }),
      lives,
      deadLetter: (reason, what) => void deadLetters.push(`${reason}: ${what}`),
    },
  });
  let shallStop = false;
  const run = () => driver.run({ maxRounds: Infinity, shouldStop: () => shallStop });

  /** Seqs transmitted since the last call, by worker. */
  function seqs(): Record<string, number[]> {
    const all: Record<string, number[]> = {};
    for (const { worker, body } of sent.splice(0)) {
      assert.equal(body.kind, "Link");
      for (const { envelopes } of body.frames) (all[worker] ??= []).push(...envelopes.map(({ seq }) => seq));
    }
    return all;
  }

  async function ack(to: string, handled: number, more: Partial<LinkAck> = {}): Promise<void> {
    const full = {
      from: MARKET,
      to,
      lane: LANE.data,
      handled,
      accepted: handled,
      window: WINDOW,
      refused: false,
    };
    const body: PacketBody = { kind: "Link", frames: [], acks: [{ ...full, ...more }] };
    driver.onPacket({ from: "w1", to: ROOT, incarnation: 1, body });
    for (let i = 0; i < 10; i++) await null;
  }

  const stop = () => void (shallStop = true, driver.abandon());
  return { driver, run, stop, seqs, ack, deadLetters, pulled: () => pulled };
}

Deno.test("createFreeDriver() pulls from the world what there is credit for, and transmits what the receiver allows", async () => {
  const it = driven(bars("a", 3_000));
  const ended = it.run();
  assert.equal(it.pulled(), 1_024);
  assert.equal(it.seqs().w1.length, 16, "before the receiver has said a word");
  await it.ack("a", 16);
  assert.deepEqual([it.pulled(), it.seqs().w1.length], [1_040, WINDOW]);
  await it.ack("a", 16);
  assert.deepEqual([it.pulled(), it.seqs()], [1_040, {}], "the same ack once more");
  await it.ack("nobody", 99);
  await it.ack("a", 99, { from: "b" });
  assert.deepEqual([it.pulled(), it.seqs()], [1_040, {}], "acks that are not for the world");
  it.stop();
  assert.equal(await ended, "stopped");
  await it.ack("a", 200);
  assert.deepEqual([it.pulled(), it.seqs()], [1_040, {}], "nothing is told after the end");
});

Deno.test("createFreeDriver() tells a new life again what is not settled, and nobody else", async () => {
  const it = driven([...bars("a", 3), ...bars("b", 2)]);
  const ended = it.run();
  assert.deepEqual(it.seqs(), { w1: [1, 2, 3], w2: [4, 5] });
  await it.ack("a", 1);
  it.driver.onReady(life("w1"), []);
  await it.ack("b", 4);
  assert.deepEqual(it.seqs(), { w1: [2, 3] });
  it.stop();
  await ended;
});

Deno.test("createFreeDriver() gives up what goes to a worker that never comes back, and its credit", async () => {
  const it = driven([...bars("a", 1_020), ...bars("b", 10), ...bars("a", 2)]);
  const ended = it.run();
  assert.equal(it.pulled(), 1_024);
  it.driver.onDropped("w1");
  await it.ack("b", 1_021);
  assert.deepEqual(it.deadLetters, [
    "receiver_gone: 1020 messages of the world to a",
    "receiver_gone: Bar market#1031 to a",
    "receiver_gone: Bar market#1032 to a",
  ]);
  assert.equal(it.pulled(), 1_033, "to the end");
  assert.deepEqual(Object.keys(it.seqs()), ["w1", "w2"], "before it was gone");
  it.stop();
  await ended;
});

Deno.test("createFreeDriver() is done once the world has ended, all is settled, and every worker rests", async () => {
  let count = 0;
  let lives: WorkerLife[] = [];
  const beat = () => {
    const actors = [actorMetrics("a", count)];
    lives = [life("w1", { metrics: metrics({ takenMs: Date.now(), isIdle: count === 2, actors }) })];
  };
  beat();
  const beats = setInterval(beat, 1);
  const it = driven(bars("a", 2), () => lives);
  let outcome = "";
  const ended = it.run().then((how) => outcome = how);
  count = 1;
  await it.ack("a", 1);
  assert.equal(outcome, "");
  count = 2;
  await it.ack("a", 2);
  assert.equal(await ended, "done");
  clearInterval(beats);
});

Deno.test("createFreeDriver() rejects with FatalError where the world tells nobody, also later", async () => {
  await assert.rejects(driven([tell(1, "nobody", { kind: "Bar" })]).run(), FatalError);
  const it = driven([...bars("a", 1_024), tell(1, "nobody", { kind: "Bar" })]);
  const ended = it.run();
  ended.catch(() => {});
  await it.ack("a", 1);
  await assert.rejects(ended, /its receiver must exist: current value is "nobody"/);
});

Deno.test("createFreeDriver() tells the world again from its beginning after each start of the root", async () => {
  let from = -1;
  const world: WorldSource = { next: () => null, seek: (seq) => void (from = seq) };
  const driver = createFreeDriver({
    tree: { timing: { heartbeatMs: 4, silenceMs: 1_000 } } as TreeSpec,
    ...{ places: PLACES, world, link: { send: () => {}, lives: () => [], deadLetter: () => {} } },
  });
  const at = life("w1");
  driver.onDown(at);
  driver.onVerdict({ actor: "a", messageId: "m#1", action: "halt" });
  await driver.beforeStart(at);
  assert.equal(await driver.run({ maxRounds: Infinity, shouldStop: () => false }), "done", "there is nobody");
  assert.equal(from, 0);
});

Deno.test("createFreeDriver() has finished only while there is a journal, for workers to commit at their stop", async () => {
  const journal = life("journal", {
    spec: workerSpec("journal", [], { store: { kind: "memory", args: null } }),
  });
  const it = driven([], () => [life("w1"), journal]);
  await it.driver.finish();
  journal.phase = "failed";
  let isFinished = false;
  const finished = it.driver.finish().then(() => isFinished = true);
  it.driver.onReady(life("w1"), []);
  for (let i = 0; i < 10; i++) await null;
  assert.equal(isFinished, false);
  journal.phase = "ready";
  it.driver.onReady(journal, []);
  await finished;
});

Deno.test("createFreeDriver() has finished only while all journals are there", async () => {
  const store = { kind: "memory", args: null };
  const [main, own] = ["journal", "harbour"].map((id) => life(id, { spec: workerSpec(id, [], { store }) }));
  const it = driven([], () => [main, life("w1"), own]);
  own.phase = "gone";
  let isFinished = false;
  const finished = it.driver.finish().then(() => isFinished = true);
  it.driver.onReady(main, []);
  for (let i = 0; i < 10; i++) await null;
  assert.equal(isFinished, false);
  own.phase = "ready";
  it.driver.onReady(own, []);
  await finished;
});
