import assert from "node:assert/strict";
import fc from "fast-check";
import { tell } from "../toy_actors_test.ts";
import type { AgentReport, CrashReport } from "../tree/protocol.ts";
import { createTreeState } from "./create_tree_state.ts";
import { type FakeCell, type FakeMachine, fakeMachine } from "./fake_cells_fixture.ts";
import {
  cellSpec,
  endlessWorld,
  fakeTree,
  journalSpec,
  TIRELESS,
  treeSpec,
  twoCells,
  until,
} from "./fake_tree_fixture.ts";
import { workerSpec } from "./life_fixture.ts";
import { TreeCells } from "./tree_cells.ts";
import type { TreeState } from "./tree_state.ts";

/** A root without a host around it, on a fake machine. */
function rooted(machine: FakeMachine, delivery: "free" | "stepped" = "free") {
  const errors: Error[] = [];
  const state = createTreeState({
    ...{
      tree: treeSpec({ delivery, timing: { heartbeatMs: 20, silenceMs: 60_000 } }),
      world: endlessWorld("b"),
    },
    ...{ cellModule: "none", runDir: "none", spawn: machine.spawn },
  }, { up: () => {}, down: () => {}, fatal: (error) => void errors.push(error) });
  state.supervisor.tell({ kind: "StartRequested" });
  return { state, errors };
}

async function end(state: TreeState): Promise<void> {
  state.supervisor.abandon();
  state.driver.abandon();
  await TreeCells.killAll(state);
}

/** Entries of all that a value holds on to, however deep. */
function entriesIn(value: unknown, seen = new Set<unknown>()): number {
  if (typeof value !== "object" || value === null || seen.has(value)) return 0;
  seen.add(value);
  const inner = value instanceof Map
    ? [...value].flat()
    : value instanceof Set
    ? [...value]
    : Object.values(value);
  return inner.reduce((sum: number, one) => sum + entriesIn(one, seen), inner.length);
}

function hasWorker(machine: FakeMachine, cell: string, worker: string): boolean {
  const found = machine.cells.findLast(({ id }) => id === cell);
  return found?.isGone === false && found.workers.has(worker);
}

Deno.test("TreeCells keeps no more after 1,000 restarts of a worker and 200 of a cell than after 100 and 20", async () => {
  const machine = fakeMachine();
  const { state, errors } = rooted(machine);
  const sizes: number[] = [];
  for (let i = 1; i <= 1_000; i++) {
    await until(() => hasWorker(machine, "deck", "w2"), "w2");
    const cell = machine.cell("deck");
    if (i % 5 === 0) cell.exit({ kind: "heap", detail: "full" });
    else cell.crash("w2", { handling: { actor: "b", messageId: `m#${i}`, kind: "Bar" } });
    if (i === 100 || i === 1_000) {
      await until(() => hasWorker(machine, "deck", "w2"), "w2 again");
      // what is let go of is let go of soon
      await new Promise((resolve) => setTimeout(resolve, 50));
      sizes.push(entriesIn({ ...state, options: null, tree: null, supervisor: null, driver: null }));
    }
  }
  const [early, late] = sizes;
  assert.ok(late <= early + 2, `${early} entries after 100, ${late} after 1,000`);
  assert.deepEqual([errors, machine.breaches], [[], []]);
  assert.equal(state.restarts.get("w2"), 800);
  assert.equal(state.restarts.get("deck"), 200);
  await end(state);
});

type Fault = "crash" | "crash slowly" | "exit" | "exit vault" | "journal" | "restart" | "freeze";
const FAULTS: readonly Fault[] = [
  "crash",
  "crash slowly",
  "exit",
  "exit vault",
  "journal",
  "restart",
  "freeze",
];

/** Dead first, proven gone a while later. */
function crashSlowly(cell: FakeCell, id: string): void {
  const worker = cell.workers.get(id)!;
  const { incarnation } = worker.boot;
  const reason = { kind: "silence", detail: "no heartbeat" } as const;
  const crash: CrashReport | null = null;
  cell.report({ kind: "WorkerFailed", id, incarnation, reason, crash });
  setTimeout(() => {
    if (cell.workers.get(id) !== worker) return;
    cell.workers.delete(id);
    cell.report({ kind: "WorkerGone", id, incarnation, reason, crash });
  }, 10);
}

function strike(machine: FakeMachine, state: TreeState, fault: Fault): void {
  const deck = machine.cell("deck");
  const vault = machine.cell("vault");
  const full = { kind: "heap", detail: "full" } as const;
  if (fault === "exit") deck.exit(full);
  else if (fault === "exit vault") vault.exit(full);
  else if (fault === "restart") TreeCells.restart(state, "w2");
  else if (fault === "freeze") TreeCells.kill(state, "deck");
  else if (fault === "journal" && vault.workers.has("journal")) vault.crash("journal");
  else if (fault === "crash" && deck.workers.has("w2")) deck.crash("w2");
  else if (fault === "crash slowly" && deck.workers.has("w2")) crashSlowly(deck, "w2");
}

Deno.test("TreeCells starts nobody before the earlier life is proven gone and its epoch raised, whatever happens when", async () => {
  const moves = fc.array(
    fc.record({ fault: fc.constantFrom(...FAULTS), pauseMs: fc.integer({ min: 0, max: 12 }) }),
    { minLength: 5, maxLength: 30 },
  );
  const property = fc.asyncProperty(moves, async (script) => {
    const machine = fakeMachine();
    // a kill does not prove anything, it takes its time
    machine.overrule = (command, cell) => {
      if (command.kind !== "KillWorker") return false;
      setTimeout(() => {
        const worker = cell.workers.get(command.id);
        if (worker?.boot.incarnation !== command.incarnation) return;
        cell.workers.delete(command.id);
        const reason = { kind: "killed", detail: "at last" } as const;
        cell.report({
          kind: "WorkerGone",
          id: command.id,
          incarnation: command.incarnation,
          reason,
          crash: null,
        });
      }, 8);
      return true;
    };
    const { state, errors } = rooted(machine);
    await until(() => hasWorker(machine, "deck", "w2"), "w2");
    for (const { fault, pauseMs } of script) {
      strike(machine, state, fault);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    await until(() => hasWorker(machine, "deck", "w2") && hasWorker(machine, "vault", "w1"), "all are back");
    await end(state);
    assert.deepEqual([errors, machine.breaches], [[], []]);
  });
  await fc.assert(property, { seed: 20261121, numRuns: 12, endOnFailure: true });
});

Deno.test("TreeCells does not bring back a worker that was dropped, when its cell starts again", async () => {
  const temporary = workerSpec("w3", ["c"], { restart: "temporary" });
  const [vault, deck] = twoCells();
  const cells = [vault, { ...deck, workers: [...deck.workers, temporary] }];
  using it = fakeTree({ tree: treeSpec({ cells }), world: endlessWorld("b") });
  const ended = it.run();
  await until(() => hasWorker(it.machine, "deck", "w3"), "w3");
  it.machine.cell("deck").crash("w3");
  it.machine.cell("deck").exit({ kind: "heap", detail: "full" });
  await until(() => hasWorker(it.machine, "deck", "w2"), "the next deck");
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(hasWorker(it.machine, "deck", "w3"), false);
  it.host.stop();
  assert.equal((await ended).end, "stopped");
});

Deno.test("TreeCells ends a free run not before a cell that is on its way back rests too", async () => {
  using it = fakeTree({
    tree: treeSpec({ delivery: "free", timing: { heartbeatMs: 5, silenceMs: 60_000 } }),
  });
  let isHeld = false;
  it.machine.overrule = ({ kind }, { id }) => isHeld && id === "deck" && kind !== "Leave";
  const ended = it.run();
  let isOver = false;
  ended.then(() => isOver = true);
  await until(() => hasWorker(it.machine, "deck", "w2"), "w2");
  isHeld = true;
  it.machine.cell("deck").exit({ kind: "heap", detail: "full" });
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(isOver, false);
  isHeld = false;
  const deck = it.machine.cell("deck");
  deck.report({ kind: "CellReady", pid: deck.pid, effective: {} } as AgentReport);
  assert.equal((await ended).end, "done");
});

Deno.test("TreeCells tells a new life whom it need not wait for, and the others of the new life", async () => {
  const temporary = workerSpec("w3", ["c"], { restart: "temporary" });
  const [vault, deck] = twoCells();
  const cells = [vault, { ...deck, workers: [...deck.workers, temporary] }];
  using it = fakeTree({
    tree: treeSpec({ cells, delivery: "free" }),
    world: { next: () => null, seek: () => {} },
  });
  const heard: string[] = [];
  it.machine.overrule = (command) => {
    if (command.kind !== "Carry") return false;
    for (const { to, body } of command.packets) {
      if (body.kind === "PeerUp") heard.push(`${to}: up ${body.worker}#${body.incarnation}`);
      if (body.kind === "PeerGone") heard.push(`${to}: gone ${body.worker}`);
    }
    return false;
  };
  const ended = it.run();
  await until(() => hasWorker(it.machine, "deck", "w3"), "w3");
  it.machine.cell("deck").crash("w3");
  it.machine.cell("deck").crash("w2");
  await until(
    () => heard.filter((one) => one === "w2: gone w3").length === 2,
    "the word to both lives of w2",
  );
  await until(() => heard.includes("w1: gone w3") && heard.includes("w1: up w2#2"), "the word to w1");
  assert.ok(!heard.includes("w2: up w2#2"));
  it.host.stop();
  await ended;
});

Deno.test("TreeCells starts a cell again where there can be no process", async () => {
  const machine = fakeMachine();
  let refusals = 2;
  using it = fakeTree({
    tree: treeSpec({ cells: [cellSpec("vault", [journalSpec(), workerSpec("w1", ["b"])])], flags: TIRELESS }),
    script: [tell(1, "b", { kind: "Bar" })],
    spawn: (options) => {
      if (refusals-- > 0) throw new Error("no more processes");
      return machine.spawn(options);
    },
  });
  assert.equal((await it.run()).end, "done");
  assert.equal(it.host.metrics().restarts.vault, 2);
  assert.match(JSON.stringify(it.notices), /there can be no process: Error: no more processes/);
});

Deno.test("restart(), tell() and killCell() refuse whom there is none of, and do nothing before the start", async () => {
  using it = fakeTree();
  assert.throws(() => it.host.restart("w9"), /Cannot restart a worker as there is none called "w9"/);
  assert.throws(() => it.host.tell("w9", 1), /Cannot tell a worker anything as there is none called "w9"/);
  assert.throws(() => it.host.killCell("w1"), /Cannot kill a cell as there is none called "w1"/);
  it.host.restart("w1");
  it.host.tell("w1", { early: true });
  it.host.killCell("deck");
  assert.equal((await it.run()).end, "done");
});
