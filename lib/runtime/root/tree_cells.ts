// impure-file: it waits for exits on the host's clock
import { killHolder, spawnCell } from "../cell/cell_process.ts";
import type { Epoch } from "../commit_port.ts";
import { FatalError } from "../errors.ts";
import type { ExitReason } from "../supervision/child_spec.ts";
import type { ActorReady, Boot, CrashReport } from "../tree/protocol.ts";
import { type CellSpec, TreeSpec, type WorkerSpec } from "../tree/tree_spec.ts";
import { CellLife } from "./cell_life.ts";
import type { CellContext } from "./cell_state.ts";
import { fatalOf } from "./fatal.ts";
import { PoisonLedger } from "../poison_ledger.ts";
import { reasonText, type SupervisorOrder } from "./supervised.ts";
import { TreeRouting } from "./tree_routing.ts";
import type { TreeState } from "./tree_state.ts";
import { takesPackets, type WorkerLife } from "./worker_life.ts";

/** The cells of a tree: carries out the root supervisor's orders and acts on what becomes of cells and workers. */
export const TreeCells = { carryOut, lives, restart, tell, kill, killAll };

/** What an invariant that broke calls itself: to start that worker again would end in the same, or spoil more. */
const FATAL = "FatalError";
/** How long killed cells may take to be gone at the end, ms; the next root finds their locks held. */
const KILL_BUDGET_MS = 2_000;

type CellOrder = Exclude<SupervisorOrder, { readonly kind: "AllReady" | "Stopped" | "GaveUp" }>;

function carryOut(state: TreeState, order: CellOrder): void {
  switch (order.kind) {
    case "Start":
      return startCell(state, state.tree.cells.find(({ id }) => id === order.id)!, order.incarnation);
    case "Stop":
    case "Kill":
      return endCell(state, order);
    case "Restarting":
      state.restarts.set(order.id, (state.restarts.get(order.id) ?? 0) + 1);
      return TreeRouting.notice(state, order);
    case "Dropped":
      TreeRouting.notice(state, order);
      for (const { id } of state.tree.cells.find(({ id }) => id === order.id)!.workers) onDropped(state, id);
  }
}

function startCell(state: TreeState, spec: CellSpec, incarnation: number): void {
  const { options: { cellModule, runDir, seed = "", spawn = spawnCell }, tree: { timing } } = state;
  const child = { id: spec.id, incarnation };
  const lockPath = `${runDir}/${spec.id}.lock`;
  const context: CellContext = {
    ...{ timing, seed },
    spawn: (hooks) => spawn({ spec, cellModule, lockPath, timing, ...hooks }),
    killHolder: (pid) => void killHolder(lockPath, pid),
    notice: (body) => {
      if (body.kind === "Restarting") state.restarts.set(body.id, (state.restarts.get(body.id) ?? 0) + 1);
      TreeRouting.notice(state, body);
    },
    nextIncarnation(worker) {
      const next = (state.incarnations.get(worker) ?? 0) + 1;
      state.incarnations.set(worker, next);
      return next;
    },
    prepare: (life) => prepare(state, spec, life),
    onReady: (life, actors) => onReady(state, life, actors),
    onDown: (life, reason, crash) => onDown(state, life, { reason, crash }),
    onDropped: (worker) => onDropped(state, worker),
    isDropped: (worker) => state.dropped.has(worker),
    onPacket: (packet) => TreeRouting.onPacket(state, packet),
    onUp: () => state.supervisor.tell({ kind: "ChildReady", ...child }),
    onFailed: (reason) => state.supervisor.tell({ kind: "ChildFailed", ...child, reason }),
    onGone: (reason) => state.supervisor.tell({ kind: "ChildGone", ...child, reason }),
    onFatal: (error) => state.fatal(fatalOf(error)),
  };
  try {
    state.cells.set(spec.id, CellLife.start(spec, context, state.cells.get(spec.id)?.workers));
  } catch (error) {
    context.onGone({ kind: "load_failed", detail: `there can be no process: ${error}` });
  }
}

function endCell({ cells }: TreeState, { kind, id }: { kind: "Stop" | "Kill"; id: string }): void {
  const cell = cells.get(id);
  // none, if its start failed a moment ago
  if (cell !== undefined) CellLife[kind === "Stop" ? "stop" : "kill"](cell);
}

/** The journal starts at once; everybody else in a new epoch, on a store that holds all they must find. */
async function prepare(state: TreeState, cell: CellSpec, life: WorkerLife): Promise<Boot> {
  const { tree, places, poison, driver } = state;
  const { spec, incarnation } = life;
  const journal = TreeSpec.journalOf(tree, spec);
  const isJournal = spec.store !== undefined;
  if (!isJournal) await driver.beforeStart(life);
  return {
    ...{ spec, cell: cell.id, incarnation, places },
    epoch: isJournal ? null : await nextEpoch(state, spec),
    delivery: tree.delivery,
    timing: tree.timing,
    snapshotEvery: tree.snapshotEvery,
    journal,
    hasOwnStore: journal !== TreeSpec.journalOf(tree),
    verdicts: PoisonLedger.of(poison, spec.actors),
  };
}

function nextEpoch(state: TreeState, worker: WorkerSpec): Promise<Epoch> {
  const fenced = state.fences.get(worker.id);
  state.fences.delete(worker.id);
  return fenced ?? raiseEpoch(state, worker);
}

function raiseEpoch({ tree, journals }: TreeState, worker: WorkerSpec): Promise<Epoch> {
  return journals.get(TreeSpec.journalOf(tree, worker))!.raiseEpoch(worker.id);
}

function onReady(state: TreeState, life: WorkerLife, actors: readonly ActorReady[]): void {
  const { spec: { id }, incarnation } = life;
  state.journals.get(id)?.onUp();
  for (const other of lives(state)) {
    if (other === life || !takesPackets(other)) continue;
    TreeRouting.send(state, other.spec.id, { kind: "PeerUp", worker: id, incarnation });
  }
  for (const worker of state.dropped) TreeRouting.send(state, id, { kind: "PeerGone", worker });
  state.driver.onReady(life, actors);
}

interface Death {
  readonly reason: ExitReason;
  readonly crash: CrashReport | null;
}

/** Fences the dead before anything else: whatever its thread still does, it writes no more. */
function onDown(state: TreeState, life: WorkerLife, { reason, crash }: Death): void {
  const { spec: { id }, metrics } = life;
  state.past.staleWrites += metrics?.staleWrites ?? 0;
  for (const [why, count] of Object.entries(metrics?.deadLetters ?? {})) {
    state.deadLetters.counts.set(why, (state.deadLetters.counts.get(why) ?? 0) + count);
  }
  life.metrics = null;
  if (reason.kind === "shutdown") return;
  if (life.spec.store === undefined) {
    const epoch = raiseEpoch(state, life.spec);
    epoch.catch(() => {});
    state.fences.set(id, epoch);
  }
  const error = crash === null ? reasonText(reason) : `${crash.name}: ${crash.message}`;
  state.lastErrors.set(id, error);
  if (crash?.name === FATAL) state.fatal(new FatalError(`Worker ${id} cannot go on: ${crash.message}`));
  const verdict = crash?.handling ? PoisonLedger.note(state.poison, crash.handling) : null;
  if (verdict !== null) {
    TreeRouting.notice(state, { kind: "Judged", verdict });
    if (verdict.action === "quarantine") {
      TreeRouting.deadLetter(state, "quarantined", `${verdict.messageId} to ${verdict.actor}`);
    }
    state.driver.onVerdict(verdict);
  }
  state.driver.onDown(life);
}

function onDropped(state: TreeState, worker: string): void {
  state.dropped.add(worker);
  for (const { spec: { id } } of lives(state)) TreeRouting.send(state, id, { kind: "PeerGone", worker });
  state.driver.onDropped(worker);
}

/** The newest life of every worker, but of those that never come back. */
function* lives({ cells, dropped }: TreeState): Generator<WorkerLife> {
  for (const { workers } of cells.values()) {
    for (const life of workers.values()) if (!dropped.has(life.spec.id)) yield life;
  }
}

function restart(state: TreeState, worker: string): void {
  const id = state.cellOf.get(worker);
  if (id === undefined) throw new RangeError(`Cannot restart a worker as there is none called "${worker}"`);
  const cell = state.cells.get(id);
  if (cell !== undefined) CellLife.restart(cell, worker);
}

function tell(state: TreeState, worker: string, body: unknown): void {
  if (!state.cellOf.has(worker)) {
    throw new RangeError(`Cannot tell a worker anything as there is none called "${worker}"`);
  }
  TreeRouting.send(state, worker, { kind: "Told", body });
}

function kill(state: TreeState, id: string): void {
  if (!state.tree.cells.some((cell) => cell.id === id)) {
    throw new RangeError(`Cannot kill a cell as there is none called "${id}"`);
  }
  const cell = state.cells.get(id);
  if (cell !== undefined) CellLife.kill(cell);
}

/** Ends every process that is left, and waits for their exits: not for ever, as not even the system ends every process. */
async function killAll(state: TreeState): Promise<void> {
  const left = [...state.cells.values()].filter(({ isGone }) => !isGone);
  for (const cell of left) CellLife.kill(cell);
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, KILL_BUDGET_MS);
  await Promise.race([late.promise, Promise.all(left.map(({ exited }) => exited.promise))]);
  clearTimeout(timer);
}
