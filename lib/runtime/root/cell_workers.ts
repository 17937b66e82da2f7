import type { ExitReason } from "../supervision/child_spec.ts";
import type { AgentReport, CrashReport, Life } from "../tree/protocol.ts";
import { type CellState, failCell } from "./cell_state.ts";
import type { SupervisorOrder } from "./supervised.ts";
import { KILLED, SHUTDOWN, takesPackets, type WorkerLife } from "./worker_life.ts";

/** The workers of one cell: carries out their supervisor's orders and tells it the facts. */
export const CellWorkers = { carryOut, onReport, goneWithCell };

type WorkerReport = Exclude<
  AgentReport,
  { readonly kind: "CellReady" | "CellRefused" | "LockHeld" | "Carry" }
>;

function carryOut(cell: CellState, order: SupervisorOrder): void {
  const { context, spec } = cell;
  switch (order.kind) {
    case "Start":
      return startWorker(cell, order);
    case "Stop":
    case "Kill":
      return endWorker(cell, order.id, order.kind);
    case "Restarting":
      return context.notice(order);
    case "Dropped":
      context.notice(order);
      return context.onDropped(order.id);
    case "AllReady":
      if (!cell.isUp) context.onUp();
      cell.isUp = true;
      return;
    case "Stopped":
      return cell.child.send([{ kind: "Leave" }]);
    case "GaveUp": {
      context.notice({ kind: "GaveUp", supervisor: spec.id, reason: order.reason, child: order.child });
      const kind = order.reason === "unkillable" ? "unkillable" : "gave_up";
      return failCell(cell, { kind, detail: `${order.child}: ${order.detail}` });
    }
  }
}

function startWorker(cell: CellState, { id, incarnation: supervised }: Life): void {
  const { context, spec, child } = cell;
  const worker = spec.workers.find((candidate) => candidate.id === id)!;
  const incarnation = context.nextIncarnation(id);
  const life: WorkerLife = { spec: worker, supervised, incarnation, phase: "preparing", metrics: null };
  cell.workers.set(id, life);
  context.prepare(life).then((boot) => {
    if (life.phase !== "preparing") return;
    life.phase = "starting";
    context.notice({ kind: "WorkerStarted", worker: id, incarnation });
    child.send([{ kind: "StartWorker", boot }]);
  }).catch(context.onFatal);
}

function endWorker(cell: CellState, id: string, how: "Stop" | "Kill"): void {
  const life = cell.workers.get(id)!;
  const { incarnation, supervised } = life;
  if (life.phase === "preparing") {
    life.phase = "gone";
    const reason = how === "Stop" ? SHUTDOWN : KILLED;
    cell.supervisor?.tell({ kind: "ChildGone", id, incarnation: supervised, reason });
  } else if (how === "Stop") {
    cell.child.send([{ kind: "StopWorker", id, incarnation }]);
  } else {
    goDown(cell, life, { reason: { kind: "killed", detail: "over its budget" }, crash: null });
    cell.child.send([{ kind: "KillWorker", id, incarnation }]);
  }
}

/** Facts about earlier lives mean nothing any more. */
function onReport(cell: CellState, report: WorkerReport): void {
  if (report.kind === "Beat") {
    for (const { metrics, ...beat } of report.workers) {
      const life = lifeOf(cell, beat);
      if (life !== null && takesPackets(life)) life.metrics = metrics;
    }
    return;
  }
  const life = lifeOf(cell, report);
  if (life === null) return;
  const { id, incarnation } = report;
  const { context, supervisor } = cell;
  const child = { id, incarnation: life.supervised };
  if (report.kind === "Store") {
    context.notice({ kind: "Store", worker: id, unavailable: report.unavailable });
  } else if (report.kind === "Note") {
    context.notice({ kind: "Note", worker: id, incarnation, note: report.note });
  } else if (report.kind === "WorkerReady") {
    if (life.phase !== "starting") return;
    life.phase = "ready";
    context.notice({ kind: "WorkerReady", worker: id, incarnation });
    context.onReady(life, report.actors);
    supervisor?.tell({ kind: "ChildReady", ...child });
  } else {
    goDown(cell, life, report);
    if (report.kind === "WorkerGone") goGone(cell, life, report);
    supervisor?.tell({
      kind: report.kind === "WorkerGone" ? "ChildGone" : "ChildFailed",
      ...child,
      reason: report.reason,
    });
  }
}

function lifeOf(cell: CellState, { id, incarnation }: Life): WorkerLife | null {
  const life = cell.workers.get(id);
  return life?.incarnation === incarnation ? life : null;
}

interface End {
  readonly reason: ExitReason;
  readonly crash: CrashReport | null;
}

/** Once per life: declared dead, and therefore fenced. */
function goDown({ context }: CellState, life: WorkerLife, { reason, crash }: End): void {
  if (!takesPackets(life)) return;
  life.phase = "failed";
  const { spec: { id: worker }, incarnation } = life;
  if (reason.kind !== "shutdown") {
    context.notice({ kind: "WorkerFailed", worker, incarnation, reason, crash });
  }
  context.onDown(life, reason, crash);
}

function goGone({ context }: CellState, life: WorkerLife, { reason, crash }: End): void {
  if (life.phase === "gone") return;
  life.phase = "gone";
  const { spec: { id: worker }, incarnation } = life;
  context.notice({ kind: "WorkerGone", worker, incarnation, reason, crash });
}

/** The end of the process is the exit proof of all that lived in it. */
function goneWithCell(cell: CellState, life: WorkerLife, reason: ExitReason): void {
  const isBegun = life.phase !== "preparing";
  goDown(cell, life, { reason, crash: null });
  if (isBegun) goGone(cell, life, { reason, crash: null });
  life.phase = "gone";
}
