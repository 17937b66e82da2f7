import assert from "node:assert/strict";
import type { FatalError } from "../errors.ts";
import { tell } from "../toy_actors_test.ts";
import type { AgentReport } from "../tree/protocol.ts";
import type { WorldSource } from "../world.ts";
import type { FakeCell } from "./fake_cells_fixture.ts";
import { endlessWorld, type FakeTree, fakeTree, STRICT, treeSpec, until } from "./fake_tree_fixture.ts";
import { runTree } from "./run_tree.ts";
import type { TreeHostOptions } from "./tree_state.ts";

/** After that the tree is stopped, and the test fails. */
const DEADLINE_MS = 5_000;
const BAR = { kind: "Bar" };

function worldThat(next: WorldSource["next"]): WorldSource {
  return { next, seek: () => {} };
}

/** Once the deck's worker has handled something. */
async function atWork({ host }: FakeTree): Promise<void> {
  await until(() => host.metrics().actors.some(({ processed }) => processed > 0), "work");
}

interface FatalCase {
  readonly name: string;
  readonly options?: Partial<TreeHostOptions>;
  readonly script?: Parameters<typeof tell>[];
  readonly then?: (it: FakeTree) => Promise<void>;
  readonly says: RegExp;
}

const FOLD = "Fold diverged: actor b, input 3";

function deck({ machine }: FakeTree): FakeCell {
  return machine.cell("deck");
}

const CASES: readonly FatalCase[] = [
  {
    name: "the world tells nobody",
    script: [[1, "nobody", BAR]],
    says: /^Cannot deliver Bar \(message market#1\).*"nobody"/,
  },
  {
    name: "the world of a free tree tells nobody",
    options: { tree: treeSpec({ delivery: "free" }) },
    script: [[1, "nobody", BAR]],
    says: /^Cannot deliver Bar \(message market#1\).*"nobody"/,
  },
  {
    name: "an actor sends to nobody",
    script: [[1, "b", { kind: "Lost" }]],
    says: /^Cannot deliver Hi \(message b#1\) from b .*"nobody"/,
  },
  {
    name: "the world goes back in time",
    script: [[2, "b", BAR], [1, "b", BAR]],
    says: /the world must go forward/,
  },
  {
    name: "the world throws",
    options: {
      world: worldThat(() => {
        throw new SyntaxError("line 7 of the history is broken");
      }),
    },
    says: /^Cannot go on: SyntaxError: line 7 of the history is broken/,
  },
  {
    name: "a worker finds that its fold is not what the journal says",
    options: { world: endlessWorld("b") },
    then: async (it) => {
      await atWork(it);
      deck(it).crash("w2", { name: "FatalError", message: FOLD });
    },
    says: /^Worker w2 cannot go on: Fold diverged: actor b, input 3$/,
  },
  {
    name: "the journal finds its store broken",
    options: { world: endlessWorld("b") },
    then: async (it) => {
      await atWork(it);
      it.machine.cell("vault").crash("journal", {
        name: "FatalError",
        message: "the store is not what it was",
      });
    },
    says: /^Worker journal cannot go on: the store is not what it was$/,
  },
  {
    name: "a later root writes the store",
    options: { world: endlessWorld("b") },
    then: async (it) => {
      await atWork(it);
      it.machine.store.raiseEpoch("root");
    },
    says: /a later life of it has taken over/,
  },
  {
    name: "the budget is spent",
    options: { tree: treeSpec({ flags: STRICT }), world: endlessWorld("b") },
    then: async (it) => {
      await atWork(it);
      deck(it).exit({ kind: "heap", detail: "a heap is full" });
    },
    says: /^The root gave up on cell deck \(intensity\): 1 restarts in 60000 ms.*heap: a heap is full$/,
  },
  {
    name: "a cell cannot be killed",
    options: { tree: treeSpec({ flags: { ...STRICT, killMs: 20 } }), world: endlessWorld("b") },
    then: async (it) => {
      await atWork(it);
      const stuck = deck(it);
      it.machine.isUnkillable = (cell) => cell === stuck;
      it.host.killCell("deck");
      stuck.isFrozen = true;
      // long after the root gave up
      setTimeout(() => stuck.exit({ kind: "killed", detail: "at last" }), 400);
    },
    says: /^The root gave up on cell deck \(unkillable\)/,
  },
  {
    name: "whoever is told of notices throws",
    options: {
      onNotice({ kind }) {
        if (kind === "WorkerReady") throw new Error("the log is full");
      },
    },
    says: /^Cannot go on: Error: the log is full/,
  },
  {
    name: "whoever is told of notices throws at a restart",
    options: {
      world: endlessWorld("b"),
      onNotice({ kind }) {
        if (kind === "Restarting") throw new Error("the log is full");
      },
    },
    then: async (it) => {
      await atWork(it);
      deck(it).exit({ kind: "heap", detail: "a heap is full" });
    },
    says: /^Cannot go on: Error: the log is full/,
  },
  {
    name: "a cell says what cannot be read",
    options: { world: endlessWorld("b") },
    then: async (it) => {
      await atWork(it);
      deck(it).report({ kind: "Carry" } as AgentReport);
    },
    says: /^Cannot go on: TypeError/,
  },
];

for (const { name, options = {}, script = [], then, says } of CASES) {
  Deno.test(`run() rejects with FatalError, all processes gone, where ${name}`, async () => {
    using it = fakeTree({ ...options, script: script.map((told) => tell(...told)) });
    const told: FatalError[] = [];
    const code = runTree(it.host, { onFatal: (error) => void told.push(error) });
    const late = setTimeout(it.host.stop, DEADLINE_MS);
    await then?.(it);
    assert.equal(await code.finally(() => clearTimeout(late)), 70);
    assert.equal(told.length, 1);
    assert.match(told[0].message, says);
    assert.deepEqual(it.machine.cells.filter(({ isGone }) => !isGone), []);
    assert.deepEqual(it.machine.breaches, []);
  });
}

Deno.test("run() goes on where a worker that was declared dead learns that it is superseded", async () => {
  using it = fakeTree({ world: endlessWorld("b") });
  const ended = it.run();
  await atWork(it);
  deck(it).crash("w2", { name: "StaleEpochError", reason: { kind: "killed", detail: "superseded" } });
  await until(() => deck(it).workers.has("w2"), "the next life");
  it.host.stop();
  assert.equal((await ended).end, "stopped");
});
