import assert from "node:assert/strict";
import { PoisonLedger } from "../poison_ledger.ts";
import type { CellState } from "./cell_state.ts";
import { DeadLetters } from "./dead_letters.ts";
import { treeSpec, twoCells } from "./fake_tree_fixture.ts";
import { actorMetrics, actorSpec, life, metrics, workerSpec } from "./life_fixture.ts";
import { treeMetrics } from "./tree_metrics.ts";
import type { TreeState } from "./tree_state.ts";
import type { WorkerLife } from "./worker_life.ts";

/** A root of journal and w1 (actor a) in the vault, w2 (b and c) in the deck, with these lives by cell. */
function root(
  lives: { readonly vault?: WorkerLife[]; readonly deck?: WorkerLife[] },
  more: Partial<TreeState> = {},
) {
  const [vault, deck] = twoCells();
  const tree = treeSpec({ cells: [vault, { ...deck, workers: [workerSpec("w2", ["b", "c"])] }] });
  const cells = new Map(
    Object.entries(lives).map(([id, some], i) => {
      const workers = new Map(some.map((it) => [it.spec.id, it]));
      return [id, { isGone: false, child: { pid: 10 + i }, workers } as unknown as CellState];
    }),
  );
  const policy = { afterCrashes: 1, byKind: {}, otherwise: "halt" } as const;
  return {
    ...{
      tree,
      cells,
      poison: PoisonLedger.create(["a", "b", "c"].map((address) => actorSpec(address, policy))),
    },
    ...{ incarnations: new Map(), restarts: new Map(), lastErrors: new Map(), dropped: new Set() },
    ...{ deadLetters: DeadLetters.create(), past: { staleWrites: 0 } },
    ...more,
  } as unknown as TreeState;
}

function vaultLives(): WorkerLife[] {
  return [
    life("journal", { metrics: metrics({ staleWrites: 2 }) }),
    life("w1", { spec: workerSpec("w1", ["a"]), metrics: metrics({ actors: [actorMetrics("a", 7)] }) }),
  ];
}

const W2 = workerSpec("w2", ["b", "c"]);

const DOWN: readonly { readonly name: string; readonly w2: WorkerLife | null; readonly actors: string }[] = [
  { name: "of a worker whose cell has not begun are left out", w2: null, actors: "a 7" },
  {
    name: "of a worker that starts for the first time are left out",
    w2: life("w2", { phase: "starting" }),
    actors: "a 7",
  },
  {
    name: "of a worker that is ready and has not beaten yet are there",
    w2: life("w2"),
    actors: "a 7, b 0, c 0",
  },
  {
    name: "of a worker that beats have its counters",
    w2: life("w2", { metrics: metrics({ actors: [actorMetrics("c", 4), actorMetrics("b", 3)] }) }),
    actors: "a 7, b 3, c 4",
  },
  {
    name: "of a worker that failed at its first start are there",
    w2: life("w2", { phase: "gone" }),
    actors: "a 7, b 0, c 0",
  },
  {
    name: "of a worker that starts again are there",
    w2: life("w2", { phase: "preparing", incarnation: 2 }),
    actors: "a 7, b 0, c 0",
  },
];

for (const { name, w2, actors } of DOWN) {
  Deno.test(`treeMetrics() actors ${name}`, () => {
    const deck = w2 === null ? {} : { deck: [{ ...w2, spec: W2 }] };
    const told = treeMetrics(root({ vault: vaultLives(), ...deck })).actors;
    assert.equal(told.map(({ address, processed }) => `${address} ${processed}`).join(", "), actors);
  });
}

Deno.test("treeMetrics() has a status for every worker of the tree, up or not", () => {
  const deck = [life("w2", { spec: W2, phase: "failed", incarnation: 3 })];
  const state = root({ vault: vaultLives().slice(0, 1), deck }, {
    incarnations: new Map([["journal", 1], ["w2", 3]]),
    restarts: new Map([["w2", 2]]),
    lastErrors: new Map([["w2", "Error: boom"]]),
    dropped: new Set(["w2"]),
  });
  const never = { isUp: false, isDropped: false, incarnation: 0, restarts: 0, lastError: "" };
  assert.deepEqual(treeMetrics(state).workers, [
    { ...never, id: "journal", cell: "vault", isUp: true, incarnation: 1 },
    { ...never, id: "w1", cell: "vault" },
    {
      id: "w2",
      cell: "deck",
      isUp: false,
      isDropped: true,
      incarnation: 3,
      restarts: 2,
      lastError: "Error: boom",
    },
  ]);
});

Deno.test("treeMetrics() adds what the root knows of an actor, also of one that is down", () => {
  const state = root({ deck: [life("w2", { spec: W2, phase: "gone" })] }, {
    restarts: new Map([["w2", 5], ["deck", 1]]),
    lastErrors: new Map([["w2", "Error: boom"]]),
  });
  PoisonLedger.note(state.poison, { actor: "c", messageId: "m#1", kind: "Bar" });
  const [b, c] = treeMetrics(state).actors;
  const { handlingUs, ...zeros } = c;
  assert.deepEqual(zeros, {
    ...{ address: "c", worker: "w2", cell: "deck", isHalted: true, restarts: 5, lastError: "Error: boom" },
    ...{
      depth: 0,
      oldestMs: 0,
      processed: 0,
      failed: 0,
      duplicates: 0,
      conflated: 0,
      reportsDropped: 0,
      refused: 0,
      unsettled: 0,
    },
  });
  assert.ok(handlingUs.every((count) => count === 0));
  assert.equal(b.isHalted, false);
  assert.deepEqual(treeMetrics(state).restarts, { w2: 5, deck: 1 });
});

Deno.test("treeMetrics() sums over lives that are over and lives at work, and lists processes that live", () => {
  const [journal, w1] = vaultLives();
  const noisy = { ...w1, metrics: metrics({ deadLetters: { halted: 2, malformed: 1 } }) };
  const state = root({ vault: [journal, noisy], deck: [] }, { past: { staleWrites: 3 } });
  DeadLetters.add(state.deadLetters, { reason: "halted", what: "" });
  Object.assign(state.cells.get("deck")!, { isGone: true });
  const { staleWrites, deadLetters, pids } = treeMetrics(state);
  assert.equal(staleWrites, 5);
  assert.deepEqual(deadLetters, { halted: 3, malformed: 1 });
  assert.deepEqual(pids, { vault: 10 });
});
