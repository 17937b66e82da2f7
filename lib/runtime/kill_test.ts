import assert from "node:assert/strict";
import fc from "fast-check";
import type { Behavior } from "./behavior.ts";
import type { CommitPort, HandledInput, ResumePoint } from "./commit_port.ts";
import { createInlineHost } from "./inline_host.ts";
import { MemoryCommit } from "./memory_commit.ts";
import { scriptedWorld, TOWN } from "./toy_actors_test.ts";
import { townScript } from "./town_script_fixture.ts";

const script = townScript({ minLength: 5, maxLength: 40 });
/** Each life ends after so many steps and commits, in order (stop) or not; the last life lives on. */
const lives = fc.array(
  fc.record({
    hooks: fc.integer({ min: 1, max: 60 }),
    stopAfter: fc.option(fc.integer({ min: 1, max: 20 })),
  }),
  {
    minLength: 1,
    maxLength: 8,
  },
);
const settings = fc.record({
  snapshotEvery: fc.integer({ min: 1, max: 12 }),
  maxRoundsPerCommit: fc.integer({ min: 1, max: 8 }),
});

class Killed extends Error {}

/** Dies at its `left`-th call and stays dead. */
function fuse(left: number): () => void {
  return () => {
    if (--left <= 0) throw new Killed("killed");
  };
}

/** The behaviors, each step of which may be the last. */
function mortal(burn: () => void): Record<string, Behavior> {
  const entries = Object.entries(TOWN).map(([address, behavior]): [string, Behavior] => [
    address,
    { ...behavior, step: (state, message, ctx) => (burn(), behavior.step(state, message, ctx)) },
  ]);
  return Object.fromEntries(entries);
}

/** The store, killed just before a commit (lost) or just after it (stored, but nobody learns of it). */
function mortalStore(store: CommitPort, burn: () => void): CommitPort {
  return { ...store, commit: (batch, epoch) => (burn(), store.commit(batch, epoch), burn()) };
}

function isKill(error: unknown): boolean {
  return error instanceof Killed ||
    (error instanceof Error && error.cause !== undefined && isKill(error.cause));
}

interface Outcome {
  readonly journal: readonly HandledInput[];
  readonly actors: readonly unknown[];
  readonly point: ResumePoint;
}

function outcome(store: MemoryCommit): Outcome {
  return {
    journal: store.batches.flatMap((batch) => batch.handled),
    actors: Object.keys(TOWN).map((address) => store.load(address, 1)),
    point: store.resumePoint(),
  };
}

Deno.test("createInlineHost() leads to the same journal and states however often it is killed and stopped", () => {
  const counted = { kills: 0, killsInRound: 0, stops: 0, timers: 0 };
  fc.assert(
    fc.property(script, lives, settings, (messages, plan, bounds) => {
      const start = (commit: CommitPort, actors = TOWN) =>
        createInlineHost({ actors, commit, world: scriptedWorld(messages), freeze: true, ...bounds });
      const undisturbed = MemoryCommit.create();
      start(undisturbed).run();
      let store = MemoryCommit.create();
      for (const { hooks, stopAfter } of plan) {
        const burn = fuse(hooks);
        try {
          start(mortalStore(store, burn), mortal(burn)).run({ maxRounds: stopAfter ?? Infinity });
          counted.stops++;
        } catch (error) {
          if (!isKill(error)) throw error;
          counted.kills++;
          if (!(error instanceof Killed)) counted.killsInRound++;
        }
        store = MemoryCommit.create(store.batches);
      }
      assert.equal(start(store).run(), "done");
      const expected = outcome(undisturbed);
      counted.timers += expected.journal.filter((row) => row.input.from.startsWith("timer:")).length;
      assert.deepEqual(outcome(store), expected);
    }),
    { seed: 4, numRuns: 200 },
  );
  for (const [what, count] of Object.entries(counted)) {
    assert.ok(count >= 100, `too few ${what} to prove anything: ${count}`);
  }
});
