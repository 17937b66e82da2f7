import assert from "node:assert/strict";
import { createFreeWorld, type FreeWorld } from "./free_world.ts";

const T0 = Date.UTC(2026, 10, 21);

function drain(world: FreeWorld): string[] {
  const told: string[] = [];
  for (let next = world.next(); next !== null; next = world.next()) told.push(`${next.to} ${next.body.kind}`);
  return told;
}

const STARTED = ["execution/paper", "guardian/paper", "reconciliation/paper", "clock/paper"]
  .map((to) => `${to} SessionStarted`);
const RESUMED = ["execution/paper", "guardian/paper", "reconciliation/paper"].map((to) =>
  `${to} SessionResumed`
);

Deno.test("createFreeWorld() starts the session, tells what it is told to, and never ends", () => {
  const world = createFreeWorld({ startedAtMs: T0, isResumed: false });
  assert.deepEqual(drain(world), STARTED);
  assert.equal(world.next(), null);
  world.tell("execution/paper", { kind: "CancelEntries" });
  assert.deepEqual(drain(world), ["execution/paper CancelEntries"]);
  world.report({ kind: "PartRestarted", part: "deck-1", reason: "crash", restarts: 1, atMs: T0 });
  assert.deepEqual(drain(world), ["reporter Reported"]);
  assert.equal(world.isEndless, true);
});

Deno.test("createFreeWorld() resumes a session that another life began", () => {
  assert.deepEqual(drain(createFreeWorld({ startedAtMs: T0, isResumed: true })), [...STARTED, ...RESUMED]);
});

Deno.test("createFreeWorld() tells each life's messages with seqs above those of the life before, but for the start", () => {
  const seqsOf = (world: FreeWorld) => {
    world.tell("execution/paper", { kind: "CancelEntries" });
    const seqs: number[] = [];
    for (let next = world.next(); next !== null; next = world.next()) seqs.push(next.seq);
    return seqs;
  };
  const first = seqsOf(createFreeWorld({ startedAtMs: T0, isResumed: false }));
  const second = seqsOf(createFreeWorld({ startedAtMs: T0 + 1, isResumed: true }));
  assert.deepEqual(first.slice(0, 4), second.slice(0, 4));
  assert.ok(second[4]! > first.at(-1)!);
  for (const seqs of [first, second]) assert.deepEqual(seqs, [...new Set(seqs)].sort((a, b) => a - b));
  assert.ok(second.every(Number.isSafeInteger));
});

Deno.test("createFreeWorld() goes on after any of its messages", () => {
  const world = createFreeWorld({ startedAtMs: T0, isResumed: true });
  drain(world);
  world.seek(3);
  assert.deepEqual(drain(world), [...STARTED.slice(3), ...RESUMED]);
  world.seek(0);
  assert.equal(drain(world).length, 7);
});

Deno.test("createFreeWorld() forgets what was given long ago, and says so where it is asked for it", () => {
  const world = createFreeWorld({ startedAtMs: T0, isResumed: false });
  let last = 0, told = 0;
  for (let i = 0; i < 10_000; i++) {
    world.tell("feed/paper", { kind: "CancelEntries" });
    for (let next = world.next(); next !== null; next = world.next()) {
      assert.ok(next.seq > last);
      last = next.seq;
      told += 1;
    }
  }
  assert.equal(told, 10_004);
  assert.throws(
    () => world.seek(0),
    /^RangeError: Cannot go on after message 0: those up to \d+ are forgotten$/,
  );
  world.seek(last - 900);
  assert.equal(drain(world).length, 900);
});
