import assert from "node:assert/strict";
import type { Behavior, TimerOp } from "./behavior.ts";
import type { CommitBatch } from "./commit_port.ts";
import { messageId } from "./envelope.ts";
import { createInlineHost, type InlineHostOptions } from "./inline_host.ts";
import { MemoryCommit } from "./memory_commit.ts";
import { say, scriptedWorld, tell, type Toy } from "./toy_actors_test.ts";

/** Sets two timers for the same instant; the one that fires first does `then`. Its state tells what fired. */
function twins(then: readonly TimerOp[]): Behavior<{ fired: string[] }, Toy> {
  return {
    schema: 1,
    init: () => ({ fired: [] }),
    step(state, { kind, name = "" }, { nowMs }) {
      if (kind === "TimerFired") state.fired.push(`${nowMs} ${name}`);
      if (kind === "TimerFired" && state.fired.length === 1) return say(state, { timers: then });
      if (kind !== "Go") return say(state);
      return say(state, { timers: ["t1", "t2"].map((name) => ({ op: "set", name, dueMs: 5 })) });
    },
  };
}

const SCRIPT = [tell(1, "a", { kind: "Go" }), tell(6, "a", { kind: "Bar" }), tell(50, "a", { kind: "Bar" })];

/** What was handled, in order. */
function inputsOf(batches: readonly CommitBatch[]): string[] {
  return batches.flatMap((batch) => batch.handled.map(({ input }) => messageId(input)));
}

const cases: [name: string, then: TimerOp[], fired: string[]][] = [
  ["leaves the other alone", [], ["5 t1", "5 t2"]],
  ["clears the other, which has fired already", [{ op: "clear", name: "t2" }], ["5 t1", "5 t2"]],
  ["sets the other anew", [{ op: "set", name: "t2", dueMs: 20 }], ["5 t1", "5 t2", "20 t2"]],
  ["sets the other anew in the past", [{ op: "set", name: "t2", dueMs: 0 }], ["5 t1", "5 t2", "5 t2"]],
];
for (const [name, then, fired] of cases) {
  Deno.test(`restoreActor() folds two timers that fire at once as they were: one ${name}`, () => {
    const play = (commit: MemoryCommit, bounds: Partial<InlineHostOptions> = {}) => {
      const actors = { a: twins(then) };
      createInlineHost({ actors, world: scriptedWorld(SCRIPT), commit, ...bounds }).run();
      return { inputs: inputsOf(commit.batches), state: commit.load("a", 1).snapshot!.state };
    };
    const expected = play(MemoryCommit.create());
    assert.deepEqual(JSON.parse(expected.state), { fired });
    for (const snapshotEvery of [1, 2, 3, 1000]) {
      const whole = MemoryCommit.create();
      play(whole, { snapshotEvery, maxRoundsPerCommit: 1 });
      whole.batches.forEach((_, kept) => {
        const killed = MemoryCommit.create(whole.batches.slice(0, kept));
        assert.deepEqual(play(killed), expected, `snapshots every ${snapshotEvery}, ${kept} commits kept`);
      });
    }
  });
}
