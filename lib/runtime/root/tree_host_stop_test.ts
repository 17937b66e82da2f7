import assert from "node:assert/strict";
import { tell } from "../toy_actors_test.ts";
import type { CellSpec, TreeSpec } from "../tree/tree_spec.ts";
import {
  cellSpec,
  endlessWorld,
  type FakeTree,
  fakeTree,
  journalSpec,
  STRICT,
  TIRELESS,
  treeSpec,
  twoCells,
  until,
} from "./fake_tree_fixture.ts";
import { workerSpec } from "./life_fixture.ts";

const SLOW = { ...TIRELESS, backoff: { firstMs: 60_000, factor: 1, maxMs: 60_000, jitterPct: 0 } };
const QUICK_KILL = { ...TIRELESS, killMs: 30 };
/** No worker of these trees takes longer to stop, ms. */
const SHUTDOWN_MS = 50;

function cells(more: Partial<CellSpec> = {}): readonly CellSpec[] {
  const quick = { shutdownMs: SHUTDOWN_MS };
  return [
    cellSpec("vault", [journalSpec(quick), workerSpec("w1", ["a"], quick)], more),
    cellSpec("deck", [workerSpec("w2", ["b"], quick)], more),
  ];
}

function isWorking({ host }: FakeTree): boolean {
  return host.metrics().actors.some(({ processed }) => processed > 0);
}

function isUp({ notices }: FakeTree): boolean {
  return notices.some((it) => it.kind === "WorkerReady" && it.worker === "w2");
}

interface StopCase {
  readonly name: string;
  readonly tree?: Partial<TreeSpec>;
  /** Before run(). */
  readonly prepare?: (it: FakeTree) => void;
  /** After it; the stop follows when this is over. */
  readonly then: (it: FakeTree) => Promise<void> | void;
  /** All that the ordered end may take, ms. */
  readonly withinMs: number;
  /** @default {"stopped"} */
  readonly end?: RegExp;
}

const CASES: readonly StopCase[] = [
  { name: "at work", then: (it) => until(() => isWorking(it), "work"), withinMs: 900 },
  {
    name: "while a cell is not ready yet",
    prepare: ({ machine }) => machine.overrule = (_, { id }) => id === "deck",
    then: ({ machine }) => until(() => machine.cells.length === 2, "two processes"),
    withinMs: 300,
  },
  {
    name: "while a worker does not come up, nor end when told to",
    tree: { cells: cells({ flags: QUICK_KILL }) },
    prepare: ({ machine }) =>
      machine.overrule = (command) => command.kind === "StartWorker" && command.boot.spec.id === "w2",
    then: ({ notices }) =>
      until(() => notices.some((it) => it.kind === "WorkerStarted" && it.worker === "w2"), "w2"),
    withinMs: 500,
  },
  {
    name: "while a cell waits for its next start",
    tree: { flags: SLOW },
    then: async (it) => {
      await until(() => isWorking(it), "work");
      it.machine.cell("deck").exit({ kind: "heap", detail: "full" });
    },
    withinMs: 1_200,
  },
  {
    name: "while a worker waits for its next start",
    tree: { cells: cells({ flags: SLOW }) },
    then: async (it) => {
      await until(() => isWorking(it), "work");
      it.machine.cell("deck").crash("w2");
    },
    withinMs: 1_200,
  },
  {
    name: "while a worker waits for its next start, and the tree was never up",
    tree: { cells: cells({ flags: SLOW }) },
    prepare: ({ machine }) =>
      machine.overrule = (command, cell) => {
        if (command.kind !== "StartWorker" || command.boot.spec.id !== "w2") return false;
        const { boot: { spec: { id }, incarnation } } = command;
        const reason = { kind: "load_failed", detail: "no such module" } as const;
        cell.report({ kind: "WorkerGone", id, incarnation, reason, crash: null });
        return true;
      },
    then: ({ host }) => until(() => host.metrics().restarts.w2 === 1, "a restart"),
    withinMs: 300,
  },
  {
    name: "while the next life of a worker waits for its epoch from a journal that is away",
    tree: {
      cells: [
        cellSpec("vault", [journalSpec()], { flags: SLOW }),
        cellSpec("deck", [workerSpec("w2", ["b"])]),
      ],
    },
    prepare: (it) =>
      it.machine.overrule = (command, cell) => {
        if (command.kind !== "StartWorker" || command.boot.spec.id !== "journal") return false;
        queueMicrotask(() => cell.crash("journal"));
        return false;
      },
    then: ({ host }) => until(() => host.metrics().restarts.journal === 1, "the journal's death"),
    withinMs: 400,
  },
  {
    name: "with a cell that is frozen",
    then: async (it) => {
      await until(() => isWorking(it), "work");
      it.machine.cell("deck").isFrozen = true;
    },
    withinMs: 2_500,
  },
  {
    name: "with the journal's cell frozen",
    then: async (it) => {
      await until(() => isWorking(it), "work");
      it.machine.cell("vault").isFrozen = true;
    },
    withinMs: 2_500,
  },
  {
    name: "in free delivery, with a cell that is frozen",
    tree: { delivery: "free" },
    then: async (it) => {
      await until(() => isUp(it), "the tree");
      it.machine.cell("deck").isFrozen = true;
    },
    withinMs: 900,
  },
  {
    name: "with a worker that does not stop",
    tree: { cells: cells({ flags: QUICK_KILL }) },
    prepare: ({ machine }) => machine.overrule = ({ kind }) => kind === "StopWorker" || kind === "KillWorker",
    then: (it) => until(() => isWorking(it), "work"),
    withinMs: 1_500,
  },
  {
    name: "while the root gives up",
    tree: { flags: STRICT, cells: cells() },
    prepare: ({ machine }) => machine.overrule = ({ kind }) => kind === "StopWorker",
    then: async (it) => {
      await until(() => isWorking(it), "work");
      it.machine.cell("deck").exit({ kind: "heap", detail: "full" });
    },
    withinMs: 1_500,
    end: /^FatalError: The root gave up on cell deck \(intensity\)/,
  },
];

for (const { name, tree = {}, prepare, then, withinMs, end = /^stopped$/ } of CASES) {
  Deno.test(`stop() ends a tree in order and in time ${name}`, async () => {
    const spec = treeSpec({ cells: cells(), ...tree });
    using it = fakeTree({ tree: spec, world: endlessWorld("b") });
    prepare?.(it);
    const ended = it.run();
    await then(it);
    const startMs = performance.now();
    it.host.stop();
    it.host.stop();
    assert.match((await ended).end, end);
    const ms = performance.now() - startMs;
    assert.ok(ms < withinMs, `it took ${Math.round(ms)} ms, not ${withinMs}`);
    assert.deepEqual(it.machine.breaches, []);
    it.host.stop();
  });
}

Deno.test("stop() before run() lets nothing start", async () => {
  using it = fakeTree();
  it.host.stop();
  it.host.stop();
  assert.equal((await it.run()).end, "stopped");
  assert.deepEqual(it.machine.cells, []);
});

Deno.test("stop() commits what was handled, and workers end right to left, the journal last", async () => {
  using it = fakeTree({ script: [tell(1, "b", { kind: "Bar" })], tree: treeSpec({ cells: twoCells() }) });
  assert.equal((await it.run()).end, "done");
  const ends = it.notices.flatMap((notice) => notice.kind === "WorkerGone" ? [notice.worker] : []);
  assert.deepEqual(ends, ["w2", "w1", "journal"]);
  assert.equal(it.machine.store.load("b", -1).inputs.length, 1);
});

Deno.test("stop() gives up what a journal that is away for good keeps from being committed", async () => {
  const [, deck] = cells();
  const vault = cellSpec("vault", [journalSpec()], { flags: SLOW });
  using it = fakeTree({ tree: treeSpec({ cells: [vault, deck] }), world: endlessWorld("b") });
  const ended = it.run();
  await until(() => isWorking(it), "work");
  it.machine.cell("vault").crash("journal");
  const { setTimeout } = globalThis;
  const budgets: number[] = [];
  globalThis.setTimeout = ((fire: () => void, ms: number) => {
    budgets.push(ms);
    return setTimeout(fire, ms / 50);
  }) as typeof setTimeout;
  it.host.stop();
  globalThis.setTimeout = setTimeout;
  assert.equal((await ended).end, "stopped");
  assert.deepEqual(budgets, [500, 15_000]);
});
