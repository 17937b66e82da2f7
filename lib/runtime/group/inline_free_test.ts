import assert from "node:assert/strict";
import { Rng } from "../../core/mod.ts";
import type { Behavior } from "../behavior.ts";
import { MemoryCommit } from "../memory_commit.ts";
import { bank, bankWorld } from "./bank_fixture.ts";
import { judgeBank, type Judged } from "./bank_judge_fixture.ts";
import { obedient, order, send } from "./group_fixture.ts";
import { createInlineFree } from "./inline_free.ts";
import type { FreeCounters, FreeFaults } from "./free_state.ts";
import type { GroupLimits } from "./group_limits.ts";

const START_MS = 1_000_000;

/** Runs the bank until it rests and judges it. */
function play(
  seed: string,
  { faults, limits }: { faults?: Partial<FreeFaults>; limits?: Partial<GroupLimits> } = {},
): { counters: FreeCounters; judged: Judged; store: MemoryCommit } {
  const store = MemoryCommit.create();
  const world = bankWorld({ seed, count: 24, startMs: START_MS, bombs: faults === undefined ? 0 : 0.03 });
  const actors = bank();
  const options = { actors, commit: store, world, seed, startMs: START_MS, snapshotEvery: 7, worldCredit: 4 };
  const host = createInlineFree({ ...options, ...(faults && { faults }), ...(limits && { limits }) });
  const { outcome, counters } = host.run({ maxSteps: 60_000 });
  assert.equal(outcome, "idle");
  return { counters, store, judged: judgeBank({ host, store, actors, script: world.script }) };
}

/** Faults and limits of a seed: half of them with tiny mailboxes and batches. */
function hardship(seed: string): { faults: FreeFaults; limits: Partial<GroupLimits> } {
  const rng = Rng.create("hardship " + seed);
  const faults = {
    crashChance: [0.002, 0.01, 0.04][Rng.below(rng, 3)],
    maxCrashes: 30,
    clockChance: [0, 0.01, 0.1][Rng.below(rng, 3)],
  };
  if (Rng.below(rng, 2) === 0) return { faults, limits: {} };
  const capacities = { system: 1, control: 1 + Rng.below(rng, 3), orders: 1 + Rng.below(rng, 3), data: 2 };
  const maxUnsettled = 2 + Rng.below(rng, 4);
  return {
    faults,
    limits: {
      maxBatchRows: 1 + Rng.below(rng, 6),
      maxUnsettled,
      crashUnsettled: [8, 1_000][Rng.below(rng, 2)],
      capacities,
    },
  };
}

function addUp<T extends object>(sum: Record<string, number>, counted: T): void {
  for (const [name, value] of Object.entries(counted)) sum[name] = (sum[name] ?? 0) + value;
}

Deno.test("createInlineFree() loses, doubles and reorders nothing, whatever dies when (400 seeds)", () => {
  const sum: Record<string, number> = {};
  for (let i = 0; i < 400; i++) {
    const seed = "bank " + i;
    try {
      const { counters, judged } = play(seed, hardship(seed));
      addUp(sum, counters);
      addUp(sum, judged);
    } catch (error) {
      throw new Error(`Seed "${seed}": ${error}`, { cause: error });
    }
  }
  const floors: Record<string, number> = {
    ...{ rows: 50_000, timerRows: 5_000, quarantinedRows: 200, superseded: 4_000, snapshots: 5_000 },
    ...{
      crashes: 4_000,
      throws: 400,
      lostPackets: 6_000,
      lostAnswers: 500,
      lateAccepted: 300,
      staleRefused: 300,
    },
    ...{ duplicates: 20_000, refused: 3_000, conflated: 6_000, clockMoves: 10_000 },
  };
  for (const [name, floor] of Object.entries(floors)) assert.ok(sum[name] >= floor, `${name}: ${sum[name]}`);
  assert.equal(sum.staleAccepted, 0);
});

Deno.test("createInlineFree() does the same twice with one seed, and something else with another", () => {
  const faults = { crashChance: 0.01 };
  const journal = (seed: string) => play(seed, { faults }).store.batches;
  assert.deepEqual(journal("same"), journal("same"));
  assert.notDeepEqual(journal("same"), journal("other"));
});

Deno.test("createInlineFree() without faults crashes nothing and repeats nothing", () => {
  const { counters, judged } = play("calm");
  assert.ok(judged.rows > 100 && judged.timerRows > 5);
  assert.deepEqual([counters.crashes, counters.throws, counters.duplicates, counters.lostPackets], [
    0,
    0,
    0,
    0,
  ]);
});

Deno.test("createInlineFree() halts an actor on a poison message by policy; its producers wait, up to the world", () => {
  const bodies = Array.from({ length: 50 }, () => order({ sends: [send("sink")] }));
  const script = bodies.map((body, i) => ({ atMs: START_MS, seq: i + 1, to: "producer", body }));
  let told = 0;
  const world = { next: () => script[told++] ?? null, seek: () => {} };
  const sink: Behavior<null> = {
    schema: 1,
    init: () => null,
    step: () => {
      throw new Error("boom");
    },
  };
  const host = createInlineFree({
    ...{ actors: { w1: { producer: obedient }, w2: { sink } }, commit: MemoryCommit.create(), world },
    ...{ seed: "halt", startMs: START_MS, worldCredit: 3, limits: { maxUnsettled: 5 } },
    poison: { afterCrashes: 2, byKind: { Nothing: "halt" }, otherwise: "quarantine" },
  });
  const { outcome, counters } = host.run({ maxSteps: 5_000 });
  assert.equal(outcome, "stopped", "what waits for a halted actor goes out again for ever");
  assert.deepEqual([counters.throws, counters.quarantined, counters.handled], [2, 0, 5]);
  assert.equal(told, 5 + 3 + 1, "handled, in credit, and asked for ahead");
});
