import assert from "node:assert/strict";
import fc from "fast-check";
import { Conductor } from "../conductor.ts";
import { createInlineHost } from "../inline_host.ts";
import { MemoryCommit } from "../memory_commit.ts";
import { restoreActor } from "../restore_actor.ts";
import { scriptedWorld, TOWN } from "../toy_actors_test.ts";
import { townScript } from "../town_script_fixture.ts";
import { Loop } from "./stepped_loop_fixture.ts";

const script = townScript({ minLength: 4, maxLength: 20 });
const layout = fc.constantFrom<Readonly<Record<string, readonly string[]>>>(
  Object.fromEntries(Object.keys(TOWN).map((address) => [address, [address]])),
  { a: ["account/a", "counter", "player/2"], b: ["listener", "account/b"], c: ["player/1", "account/c"] },
  { all: Object.keys(TOWN) },
);
/** How one root ends: in order after so many rounds, by giving up a round after so many moves, or killed at a move. */
const end = fc.record({
  how: fc.constantFrom("stop", "give up", "kill"),
  after: fc.integer({ min: 1, max: 150 }),
});
const plan = fc.record({
  script,
  layout,
  ends: fc.array(end, { maxLength: 3 }),
  snapshotEvery: fc.integer({ min: 1, max: 12 }),
  maxRoundsPerCommit: fc.integer({ min: 1, max: 8 }),
  probability: fc.constantFrom(0, 0.05, 0.2),
  seed: fc.string({ maxLength: 4 }),
});

class RootKilled extends Error {}

function outcome(store: MemoryCommit) {
  return {
    journal: store.batches.flatMap((batch) => batch.handled),
    actors: Object.entries(TOWN).map(([address, behavior]) => {
      const timing = Conductor.create(store.resumePoint());
      const actor = restoreActor({ address, behavior, history: store.load(address, 1) }, timing);
      return [address, actor.state, actor.inputNo, actor.seq, timing.timers.sorted];
    }),
    point: store.resumePoint(),
  };
}

async function runOnce(
  loop: Loop,
  { how, after }: { how: string; after: number },
): Promise<"done" | "stopped"> {
  const isDue = () => loop.moves >= after;
  if (how === "stop") return await Loop.run(loop, { maxRounds: after % 20 });
  if (how === "give up") {
    return await Loop.run(loop, { shouldStop: () => isDue() && (loop.driver.abandon(), true) });
  }
  await Loop.start(loop);
  let isOver = false;
  loop.driver.run({ maxRounds: Infinity, shouldStop: () => false }).then(() => isOver = true);
  await Loop.drive(loop, () => isOver || isDue());
  if (!isOver) throw new RootKilled();
  return "stopped";
}

Deno.test("createSteppedDriver() writes the journal of the inline host, whoever dies when", async () => {
  const counted = {
    workerDeaths: 0,
    answeredDeaths: 0,
    staleAnswers: 0,
    journalDeaths: 0,
    roots: 0,
    timers: 0,
  };
  await fc.assert(
    fc.asyncProperty(plan, async ({ script, layout, ends, probability, seed, ...bounds }) => {
      const undisturbed = MemoryCommit.create();
      createInlineHost({ actors: TOWN, commit: undisturbed, world: scriptedWorld(script), ...bounds }).run();
      const store = MemoryCommit.create();
      for (const [index, how] of [...ends, { how: "stop", after: 0 }].entries()) {
        const isLast = index === ends.length;
        const faults = { probability, most: 12 };
        const loop = Loop.create({
          ...{ actors: TOWN, workers: layout, script, store, faults, ...bounds },
          seed: `${seed}/${index}`,
        });
        try {
          const ended = isLast ? await Loop.run(loop) : await runOnce(loop, how);
          if (isLast) assert.equal(ended, "done");
        } catch (error) {
          if (!(error instanceof RootKilled)) throw error;
        }
        counted.roots++;
        for (const [what, count] of Object.entries(loop.counts)) {
          counted[what as keyof typeof loop.counts] += count;
        }
      }
      const expected = outcome(undisturbed);
      counted.timers += expected.journal.filter((row) => row.input.from.startsWith("timer:")).length;
      assert.deepEqual(outcome(store), expected);
    }),
    { seed: 12, numRuns: 400 },
  );
  for (const [what, count] of Object.entries(counted)) {
    assert.ok(count >= 100, `too few ${what} to prove anything: ${count}`);
  }
});
