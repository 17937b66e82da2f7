import assert from "node:assert/strict";
import { DEFAULT_FLAGS } from "../supervision/supervisor_flags.ts";
import {
  type ActorSpec,
  type CellSpec,
  DEFAULT_TIMING,
  type Plain,
  TreeSpec,
  type WorkerSpec,
} from "./tree_spec.ts";

const LIFE = { restart: "permanent", shutdownMs: 1_000, readyMs: 1_000 } as const;

function actor(address: string): ActorSpec {
  return { address, kind: "toy", args: null, poison: { afterCrashes: 2, byKind: {}, otherwise: "halt" } };
}

function worker(id: string, addresses: readonly string[] = [], more: Partial<WorkerSpec> = {}): WorkerSpec {
  return { ...{ id, actors: addresses.map(actor), permissions: {}, wrap: [] }, ...LIFE, ...more };
}

function journal(more: Partial<WorkerSpec> = {}): WorkerSpec {
  return worker("journal", [], { store: { kind: "memory", args: null }, ...more });
}

function cell(id: string, workers: readonly WorkerSpec[], more: Partial<CellSpec> = {}): CellSpec {
  return {
    ...{ id, workers, permissions: { read: ["run"] }, maxHeapMib: 64, env: {}, flags: DEFAULT_FLAGS },
    ...LIFE,
    ...more,
  };
}

function tree(cells: readonly CellSpec[], more: Partial<TreeSpec> = {}): TreeSpec {
  return {
    ...{ delivery: "stepped", cells, flags: DEFAULT_FLAGS, timing: DEFAULT_TIMING },
    ...{ snapshotEvery: 100, maxRoundsPerCommit: 8 },
    ...more,
  };
}

const KEEL = cell("keel", [journal(), worker("w1", ["a", "b"])]);

const FAULTS: readonly { readonly tree: TreeSpec; readonly faults: readonly string[] }[] = [
  { tree: tree([KEEL, cell("deck", [worker("w2", ["c"])])]), faults: [] },
  {
    tree: tree([KEEL, cell("deck", [worker("w1"), worker("keel")])]),
    faults: ['Two cells or workers are called "w1"', 'Two cells or workers are called "keel"'],
  },
  {
    tree: tree([KEEL, cell("root", [worker("w2")])]),
    faults: ['No cell or worker may be called "root"'],
  },
  {
    tree: tree([KEEL, cell("deck", [worker("w2", ["c", "a"])])]),
    faults: ['Two actors have the address "a"'],
  },
  {
    tree: tree([KEEL, cell("deck", [worker("w2", ["timer:c", "market", "store:c"])])]),
    faults: [
      'No actor may have the address "timer:c": it is the runtime\'s',
      'No actor may have the address "market": it is the runtime\'s',
      'No actor may have the address "store:c": it is the runtime\'s',
    ],
  },
  {
    tree: tree([KEEL, cell("deck", [worker("w2", [], { silenceMs: 10 })])]),
    faults: [
      "A silence must be finite and longer than a heartbeat, and that longer than nothing: current values are 10 and 250 ms",
    ],
  },
  { tree: tree([]), faults: ["One worker must have a store: current value is 0"] },
  {
    tree: tree([KEEL, cell("harbour", [journal({ id: "second" }), worker("w2", [], { journal: "second" })])]),
    faults: [],
  },
  {
    tree: tree([
      cell("keel", [journal(), worker("w1", [], { journal: "second" })]),
      cell("deck", [
        journal({ id: "second" }),
      ]),
    ]),
    faults: ['The store of "w1" must be of a worker before it: current value is "second"'],
  },
  {
    tree: tree([KEEL, cell("harbour", [worker("w2", [], { journal: "w1" })])]),
    faults: ['The store of "w2" must be of a worker before it: current value is "w1"'],
  },
  {
    tree: tree([KEEL, cell("deck", [worker("w2"), journal({ id: "second" })])]),
    faults: [],
  },
  {
    tree: tree([
      KEEL,
      cell("harbour", [journal({ id: "second", actors: [actor("c")], restart: "transient" })]),
    ]),
    faults: [
      'The worker with a store, "second", must have no actors',
      'The worker with a store, "second", and its cell must be permanent: all wait for it',
    ],
  },
  {
    tree: tree([
      cell("keel", [journal({ emergencyLog: "/j.log" }), worker("w1", [], { emergencyLog: "/a.log" })]),
      cell("deck", [
        worker("w2", [], { emergencyLog: "/b.log" }),
        worker("w3", [], { emergencyLog: "/a.log" }),
      ]),
    ]),
    faults: [
      'The worker with a store, "journal", must have no emergency log: it has nothing of its own to store',
      'Two workers write the emergency log "/a.log"',
    ],
  },
  {
    tree: tree([cell("deck", [worker("w2")]), cell("keel", [journal()])]),
    faults: ['The first worker of the first cell must have the tree\'s store: it is "w2"'],
  },
  {
    tree: tree([cell("keel", [worker("w1"), journal()])]),
    faults: ['The first worker of the first cell must have the tree\'s store: it is "w1"'],
  },
  {
    tree: tree([cell("keel", [journal({ actors: [actor("a")] })])]),
    faults: ['The worker with a store, "journal", must have no actors'],
  },
  {
    tree: tree([cell("keel", [journal({ restart: "transient" })])]),
    faults: ['The worker with a store, "journal", and its cell must be permanent: all wait for it'],
  },
  {
    tree: tree([cell("keel", [journal()], { restart: "temporary" })]),
    faults: ['The worker with a store, "journal", and its cell must be permanent: all wait for it'],
  },
  {
    tree: tree([KEEL, cell("deck", [], { permissions: { read: [], net: [] } })]),
    faults: ['Cell "deck" has no permission listed: Deno would grant it everything'],
  },
  {
    tree: tree([KEEL], { snapshotEvery: 0, maxRoundsPerCommit: NaN }),
    faults: [
      "'snapshotEvery' must be a whole number of at least 1, or Infinity: current value is 0",
      "'maxRoundsPerCommit' must be a whole number of at least 1, or Infinity: current value is NaN",
    ],
  },
  { tree: tree([KEEL], { snapshotEvery: Infinity, maxRoundsPerCommit: Infinity }), faults: [] },
  {
    tree: tree([KEEL], { snapshotEvery: 1.5, maxRoundsPerCommit: -Infinity }),
    faults: [
      "'snapshotEvery' must be a whole number of at least 1, or Infinity: current value is 1.5",
      "'maxRoundsPerCommit' must be a whole number of at least 1, or Infinity: current value is -Infinity",
    ],
  },
  {
    tree: tree([KEEL, cell("..", [worker("w2")]), cell("a/b", [worker("w/3")])]),
    faults: [
      'No cell may be called "..": its lock file is called like it',
      'No cell may be called "a/b": its lock file is called like it',
    ],
  },
  {
    tree: tree([KEEL, cell("", [worker("")])]),
    faults: [
      'Two cells or workers are called ""',
      'No cell or worker may be called ""',
      'Under "root": Cannot create supervisor as child ids must not be empty',
      'Under "": Cannot create supervisor as child ids must not be empty',
    ],
  },
  {
    tree: tree([KEEL, cell("deck", [worker("w2", [""])])]),
    faults: ['No actor may have the address "": it is the runtime\'s'],
  },
  {
    tree: tree([KEEL, cell("deck", [], { maxHeapMib: 0.5 })]),
    faults: ["'maxHeapMib' of cell \"deck\" must be a whole number of at least 1: current value is 0.5"],
  },
  ...[[0, 1_000], [-1, 1_000], [NaN, 1_000], [250, 250], [250, NaN], [250, Infinity]].map((
    [heartbeatMs, silenceMs],
  ) => ({
    tree: tree([KEEL], { timing: { heartbeatMs, silenceMs } }),
    faults: [
      "A silence must be finite and longer than a heartbeat, and that longer than nothing: current values are " +
      `${silenceMs} and ${heartbeatMs} ms`,
    ],
  })),
  {
    tree: tree([
      KEEL,
      cell("deck", [worker("w2", [], { shutdownMs: "infinity" })], { shutdownMs: "infinity" }),
    ]),
    faults: ['\'shutdownMs\' of worker "w2" must not be "infinity": it could hang every stop'],
  },
  {
    tree: tree([
      KEEL,
      cell("deck", [worker("w2", [], { permissions: { read: ["run"], net: ["a:1"], env: [] } })]),
    ]),
    faults: ['Worker "w2" lists \'net\' permissions, of which its cell "deck" has none to give'],
  },
  ...[0, NaN, 1.5].map((afterCrashes) => ({
    tree: tree([
      KEEL,
      cell("deck", [
        worker("w2", [], { actors: [{ ...actor("c"), poison: { ...actor("c").poison, afterCrashes } }] }),
      ]),
    ]),
    faults: [
      `'poison.afterCrashes' of actor "c" must be a whole number of at least 1: current value is ${afterCrashes}`,
    ],
  })),
  {
    tree: tree([
      KEEL,
      cell("deck", [
        worker("w2", [], {
          actors: [{ ...actor("c"), args: { call: (() => 1) as unknown as Plain } }],
          wrap: [{ kind: "", args: null }, { kind: "slow", args: new Map() as unknown as Plain }],
        }),
      ]),
    ]),
    faults: [
      'Worker "w2", kind "toy": args.call must be plain data',
      'An actor, wrapper or store of worker "w2" has no kind',
      'Worker "w2", kind "slow": args must be plain data',
    ],
  },
  {
    tree: tree([KEEL, cell("deck", [worker("w2", [], { readyMs: -1 })])], {
      flags: { ...DEFAULT_FLAGS, intensity: 0.5 },
    }),
    faults: [
      "Under \"root\": Cannot create supervisor as 'intensity' must be a whole number: current value is 0.5",
      "Under \"deck\": Cannot create supervisor as 'readyMs' of child 'w2' must be finite and at least 0: " +
      "current value is -1",
    ],
  },
];

for (const { tree, faults } of FAULTS) {
  Deno.test(`TreeSpec.check() finds ${faults.length === 0 ? "nothing" : faults.join("; ")}`, () => {
    assert.deepEqual(TreeSpec.check(tree), faults);
  });
}

Deno.test("TreeSpec.placesOf() says where each actor lives, and journalOf() who has the store", () => {
  const it = tree([KEEL, cell("deck", [worker("w2", ["c"])])]);
  assert.deepEqual(Object.fromEntries(TreeSpec.placesOf(it)), {
    a: { worker: "w1", cell: "keel", journal: "journal" },
    b: { worker: "w1", cell: "keel", journal: "journal" },
    c: { worker: "w2", cell: "deck", journal: "journal" },
  });
  assert.equal(TreeSpec.journalOf(it), "journal");
});

Deno.test("TreeSpec.childOf() is what a supervisor needs to know of a cell or worker", () => {
  assert.deepEqual(TreeSpec.childOf(KEEL), { id: "keel", ...LIFE });
  assert.deepEqual(TreeSpec.childOf(journal({ shutdownMs: "infinity" })), {
    ...{ id: "journal", ...LIFE },
    shutdownMs: "infinity",
  });
});

Deno.test("TreeSpec.placesOf() says who writes which store and who takes reports; journalsOf() lists the stores", () => {
  const it = tree([
    KEEL,
    cell("harbour", [journal({ id: "second" }), worker("w2", ["c"], { journal: "second" })]),
    cell("bridge", [worker("w3", ["d"], { takesReports: true })]),
  ]);
  const places = TreeSpec.placesOf(it);
  assert.deepEqual(places.get("c"), { worker: "w2", cell: "harbour", journal: "second" });
  assert.deepEqual(places.get("d"), { worker: "w3", cell: "bridge", journal: "journal", takesReports: true });
  assert.equal(TreeSpec.journalOf(it, it.cells[1].workers[1]), "second");
  assert.deepEqual(TreeSpec.journalsOf(it), ["journal", "second"]);
});
