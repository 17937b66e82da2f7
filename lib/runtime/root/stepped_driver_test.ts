import assert from "node:assert/strict";
import type { Behavior } from "../behavior.ts";
import { FatalError, StaleEpochError } from "../errors.ts";
import { MemoryCommit } from "../memory_commit.ts";
import { flakyStore } from "../worker/role_fixture.ts";
import { account, listener, player, say, tell, to, type Toy } from "../toy_actors_test.ts";
import { Loop, type LoopOptions } from "./stepped_loop_fixture.ts";

/** Throws on each Poison, after changing its state. */
const fragile: Behavior<{ heard: string[] }, Toy> = {
  ...listener,
  step(state, message, ctx) {
    const step = listener.step(state, message, ctx);
    if (message.kind.startsWith("Poison")) throw new Error(message.kind);
    return step;
  },
};

/** Sends what it is told to. */
const teller: Behavior<null, Toy> = {
  schema: 1,
  init: () => null,
  step: (state, { name = "", payee = "" }) => say(state, { sends: [to(payee, { kind: name })] }),
};

function loop(more: Partial<LoopOptions>): Loop {
  return Loop.create({
    ...{ actors: { fragile, listener }, workers: { w1: ["fragile"], w2: ["listener"] }, script: [] },
    ...{ store: MemoryCommit.create(), snapshotEvery: 1_000, maxRoundsPerCommit: 64, seed: "unit" },
    ...more,
  });
}

function heard({ options: { store } }: Loop, actor: string): string[] {
  const rows = store.load(actor, -1).inputs;
  return rows.map(({ input, quarantined }) => `${input.body.kind}${quarantined ? " quarantined" : ""}`);
}

const POISONED = [
  tell(1, "fragile", { kind: "Bar" }),
  tell(2, "fragile", { kind: "Poison" }),
  tell(3, "fragile", { kind: "Bar" }),
  tell(4, "listener", { kind: "Bar" }),
];

Deno.test("createSteppedDriver() journals a message that crashed too often as quarantined, and goes on", async () => {
  const poison = { afterCrashes: 3, byKind: { Poison: "quarantine" }, otherwise: "halt" } as const;
  const it = loop({ script: POISONED, poison });
  assert.equal(await Loop.run(it), "done");
  assert.deepEqual(heard(it, "fragile"), ["Bar", "Poison quarantined", "Bar"]);
  assert.deepEqual(heard(it, "listener"), ["Bar"]);
  assert.equal(it.counts.workerDeaths, 3);
});

Deno.test("createSteppedDriver() gives a halted actor nothing more; its letters are dead ones", async () => {
  const poison = { afterCrashes: 2, byKind: {}, otherwise: "halt" } as const;
  const it = loop({ script: POISONED, poison });
  assert.equal(await Loop.run(it), "done");
  assert.deepEqual(heard(it, "fragile"), ["Bar"]);
  assert.deepEqual(heard(it, "listener"), ["Bar"]);
  assert.deepEqual(it.deadLetters, [
    "halted: Poison market#2 to fragile",
    "halted: Bar market#3 to fragile",
  ]);
});

Deno.test("createSteppedDriver() hands the other actors of a halted one's worker their inputs all the same", async () => {
  const poison = { afterCrashes: 1, byKind: {}, otherwise: "halt" } as const;
  const script = [
    tell(1, "teller", { kind: "Go", name: "Poison", payee: "fragile" }),
    tell(2, "listener", { kind: "Bar" }),
  ];
  const actors = { fragile, listener, teller };
  const it = loop({ actors, workers: { w1: ["fragile", "listener"], w2: ["teller"] }, script, poison });
  assert.equal(await Loop.run(it), "done");
  assert.deepEqual(heard(it, "listener"), ["Bar"]);
  const { pending } = it.options.store.resumePoint();
  assert.deepEqual(pending.map(({ to, body }) => [to, body.kind]), [["fragile", "Poison"]], "kept for later");
});

Deno.test("createSteppedDriver() goes on without a worker that never comes back", async () => {
  const script = [tell(1, "listener", { kind: "Bar" }), tell(2, "fragile", { kind: "Bar" })];
  const it = loop({ script });
  await Loop.start(it);
  let outcome = "";
  it.driver.run({ maxRounds: Infinity, shouldStop: () => false }).then((ended) => outcome = ended);
  const gone = it.workers.get("w2")!;
  await Loop.drive(it, () => gone.inbox.length > 0);
  Object.assign(gone, { inbox: [] });
  gone.life.phase = "failed";
  it.driver.onDropped("w2");
  await Loop.drive(it, () => outcome !== "");
  assert.equal(outcome, "done");
  let isFinished = false;
  it.driver.finish().then(() => isFinished = true);
  await Loop.drive(it, () => isFinished);
  assert.deepEqual(it.deadLetters, ["receiver_gone: Bar market#1 to listener"]);
  assert.deepEqual(heard(it, "fragile"), ["Bar"]);
});

Deno.test("createSteppedDriver() commits nothing of a round that was given up, and takes no snapshots then", async () => {
  const actors = { "player/1": player("player/2"), "player/2": player("player/1") };
  const script = [
    tell(1, "player/1", { kind: "Ball", count: 1 }),
    tell(2, "player/2", { kind: "Ball", count: 9 }),
  ];
  const it = loop({ actors, workers: { w1: ["player/1"], w2: ["player/2"] }, script });
  await Loop.start(it);
  const ended = it.driver.run({ maxRounds: Infinity, shouldStop: () => false });
  const silent = it.workers.get("w2")!;
  await Loop.drive(it, () => silent.inbox.length > 0);
  it.driver.abandon();
  assert.equal(await ended, "stopped");
  await it.driver.finish();
  const { batches } = it.options.store;
  assert.deepEqual(batches.map(({ rounds }) => [rounds!.from, rounds!.to]), [[1, 1]]);
  assert.deepEqual(batches.flatMap(({ snapshots }) => snapshots), []);
});

Deno.test("createSteppedDriver() snapshots each actor at an ordered end, and a later root goes on from there", async () => {
  const actors = { "player/1": player("player/2"), "player/2": player("player/1") };
  const script = [tell(1, "player/1", { kind: "Ball", count: 5 })];
  const workers = { w1: ["player/1"], w2: ["player/2"] };
  const first = loop({ actors, workers, script });
  assert.equal(await Loop.run(first, { maxRounds: 2 }), "stopped");
  const { store } = first.options;
  const snapshots = store.batches.at(-1)!.snapshots.map(({ actor }) => actor);
  assert.deepEqual(snapshots.sort(), ["player/1", "player/2"]);
  assert.equal(await Loop.run(loop({ actors, workers, script, store })), "done");
  assert.equal(heard(first, "player/1").length + heard(first, "player/2").length, 6);
});

Deno.test("createSteppedDriver() rejects with StaleEpochError once a later root has taken the store over", async () => {
  const actors = { a: account(10n), listener };
  const it = loop({
    actors,
    workers: { w1: ["a"], w2: ["listener"] },
    script: [tell(1, "a", { kind: "Receive", count: 1 })],
  });
  await Loop.start(it);
  const ended = it.driver.run({ maxRounds: Infinity, shouldStop: () => false });
  ended.catch(() => {});
  await Loop.drive(it, () => it.workers.get("w1")!.inbox.length > 0);
  it.options.store.raiseEpoch("root");
  await Loop.drive(it, () => it.journal.replies.length > 0);
  await Loop.drive(it, () => it.journal.replies.length === 0);
  await assert.rejects(ended, StaleEpochError);
  const life = it.workers.get("w1")!.life;
  await assert.rejects(
    it.driver.beforeStart(life),
    StaleEpochError,
    "nobody starts on a store that is another's",
  );
});

Deno.test("createSteppedDriver() refuses messages to nobody, from the world and from actors", async () => {
  const cases = [
    { name: "world", script: [tell(1, "nobody", { kind: "Bar" })] },
    { name: "actor", script: [tell(1, "teller", { kind: "Go", name: "Hi", payee: "nobody" })] },
  ];
  for (const { name, script } of cases) {
    const it = loop({ actors: { teller }, workers: { w1: ["teller"] }, script });
    await assert.rejects(Loop.run(it), FatalError, name);
    assert.deepEqual(it.options.store.batches, [], name);
  }
});

Deno.test("createSteppedDriver() ends without the snapshots of a worker that does not answer in time", async () => {
  const it = loop({ script: [tell(1, "listener", { kind: "Bar" }), tell(2, "fragile", { kind: "Bar" })] });
  await Loop.start(it);
  let isOver = false;
  const ended = it.driver.run({ maxRounds: Infinity, shouldStop: () => false }).then(() => isOver = true);
  await Loop.drive(it, () => isOver);
  await ended;
  const budgets: (() => void)[] = [];
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((fire: () => void) => budgets.push(fire)) as unknown as typeof setTimeout;
  const finished = it.driver.finish();
  await Loop.drive(it, () => budgets.length > 0);
  globalThis.setTimeout = setTimeout;
  Object.assign(it.workers.get("w2")!, { inbox: [] });
  await Loop.drive(it, () => it.workers.get("w1")!.sent.length > 0);
  await Loop.drive(it, () => it.workers.get("w1")!.sent.length === 0);
  budgets.forEach((fire) => fire());
  let isFinished = false;
  finished.then(() => isFinished = true);
  await Loop.drive(it, () => isFinished);
  const { snapshots } = it.options.store.batches.at(-1)!;
  assert.deepEqual(snapshots.map(({ actor }) => actor), ["fragile"]);
});

Deno.test("createSteppedDriver() holds a round whose store cannot now: nothing of it is released, nobody dies, and it goes on", async () => {
  const actors = { "player/1": player("player/2"), "player/2": player("player/1") };
  const store = MemoryCommit.create();
  const served = flakyStore(store);
  const it = loop({
    ...{ actors, store, served, workers: { w1: ["player/1"], w2: ["player/2"] } },
    script: [tell(1, "player/1", { kind: "Ball", count: 5 })],
  });
  await Loop.start(it);
  served.away = "no disk";
  let outcome = "";
  it.driver.run({ maxRounds: Infinity, shouldStop: () => false }).then((end) => outcome = end);
  let tries = 0;
  const again = () => it.journal.later.length > 0 && ++tries === 3;
  await Loop.drive(it, again);
  served.away = "";
  await Loop.drive(it, () => store.batches.length === 1);
  served.away = "no disk";
  tries = 0;
  await Loop.drive(it, again);
  assert.equal(it.workers.get("w1")!.actors!.byAddress.get("player/1")!.processed, 1);
  assert.equal(store.batches.length, 1, "the second round is handled and not stored");
  assert.equal(
    it.workers.get("w2")!.inbox.length + it.workers.get("w1")!.inbox.length,
    0,
    "nothing is released",
  );
  served.away = "";
  await Loop.drive(it, () => outcome !== "");
  assert.deepEqual([outcome, it.counts.workerDeaths, it.counts.journalDeaths], ["done", 0, 0]);
  let isFinished = false;
  it.driver.finish().then(() => isFinished = true);
  await Loop.drive(it, () => isFinished);
  assert.equal(heard(it, "player/1").length + heard(it, "player/2").length, 6);
});
