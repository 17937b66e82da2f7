// impure-file: it owns a process and watches its heartbeats on the host's clock
import type { ExitReason } from "../supervision/child_spec.ts";
import type { AgentReport, Packet } from "../tree/protocol.ts";
import { type CellSpec, TreeSpec } from "../tree/tree_spec.ts";
import { type CellContext, type CellState, failCell } from "./cell_state.ts";
import { CellWorkers } from "./cell_workers.ts";
import { guarded } from "./fatal.ts";
import { supervise } from "./supervised.ts";
import { SHUTDOWN, takesPackets } from "./worker_life.ts";

/** A cell's process, from spawn to exit. */
export const CellLife = { start, send, stop, kill, restart };

/** How long a cell waits at most for the lock of an earlier process before that process is killed, ms. */
const LOCK_BUDGET_MS = 2_000;

/**
 * Starts the cell's process; what becomes of it is told to `context`. `before`: the lives of its earlier process, all of
 * them over, which stand for their workers until these live again. Throws what the system says if there can be no process.
 */
function start(spec: CellSpec, context: CellContext, before: CellState["workers"] = new Map()): CellState {
  const nowMs = performance.now();
  const { onFatal } = context;
  const child = context.spawn({
    onReport: guarded(onFatal, (report) => onReport(cell, report)),
    onExit: guarded(onFatal, (reason) => onExit(cell, watch, reason)),
  });
  const cell: CellState = {
    ...{ spec, context, child, workers: new Map(before), supervisor: null },
    ...{ isStopping: false, isUp: false, hasFailed: false, isGone: false, exited: Promise.withResolvers() },
    ...{ lastBeatMs: nowMs, lastLookMs: nowMs, lockTimer: undefined },
  };
  const watch = setInterval(guarded(onFatal, () => lookAtBeats(cell)), context.timing.heartbeatMs);
  return cell;
}

/** False if that worker is not there to take packets; they are lost then. */
function send(cell: CellState, worker: string, packets: readonly Packet[]): boolean {
  if (cell.isGone || !takesPackets(cell.workers.get(worker))) return false;
  cell.child.send([{ kind: "Carry", packets }]);
  return true;
}

/** Stops the workers right to left, each within its budget, then the process. */
function stop(cell: CellState): void {
  cell.isStopping = true;
  // before it is ready nobody lives in it, and it may never be
  if (cell.supervisor === null) kill(cell);
  else cell.supervisor.tell({ kind: "StopRequested" });
}

function kill(cell: CellState): void {
  cell.child.kill();
}

/** Stops one worker in order and starts it again. */
function restart(cell: CellState, worker: string): void {
  cell.supervisor?.tell({ kind: "RestartRequested", id: worker });
}

/** A root that stood still itself (stopped, starved) cannot tell who was silent meanwhile. */
function lookAtBeats(cell: CellState): void {
  const { heartbeatMs, silenceMs } = cell.context.timing;
  const nowMs = performance.now();
  if (nowMs - cell.lastLookMs > 2 * heartbeatMs) cell.lastBeatMs = nowMs;
  cell.lastLookMs = nowMs;
  const silentMs = nowMs - cell.lastBeatMs;
  if (cell.supervisor === null || silentMs <= silenceMs) return;
  failCell(cell, { kind: "silence", detail: `no heartbeat of the cell for ${Math.round(silentMs)} ms` });
}

function onExit(cell: CellState, watch: ReturnType<typeof setInterval>, reason: ExitReason): void {
  const { context, spec, child } = cell;
  clearInterval(watch);
  clearTimeout(cell.lockTimer);
  cell.isGone = true;
  cell.exited.resolve();
  cell.supervisor?.abandon();
  const isAsTold = cell.isStopping && (reason.kind === "normal" || cell.supervisor === null);
  const ended = isAsTold ? SHUTDOWN : reason;
  for (const life of cell.workers.values()) CellWorkers.goneWithCell(cell, life, ended);
  context.notice({ kind: "CellGone", cell: spec.id, pid: child.pid, reason: ended });
  context.onGone(ended);
}

function onReport(cell: CellState, report: AgentReport): void {
  const { context, spec } = cell;
  cell.lastBeatMs = performance.now();
  switch (report.kind) {
    case "CellReady":
      clearTimeout(cell.lockTimer);
      context.notice({ kind: "CellReady", cell: spec.id, pid: report.pid, effective: report.effective });
      return superviseWorkers(cell);
    case "CellRefused":
      return failCell(cell, { kind: "load_failed", detail: report.why });
    case "LockHeld":
      context.notice({ kind: "CellLockHeld", cell: spec.id, pid: report.pid });
      return awaitLock(cell, report.pid);
    case "Carry":
      return report.packets.forEach((packet) => context.onPacket(packet));
    default:
      return CellWorkers.onReport(cell, report);
  }
}

/** Leaves the cell time to become ready once the lock is free, however little it has. */
function awaitLock(cell: CellState, holder: number): void {
  const { spec: { readyMs }, context: { killHolder, onFatal } } = cell;
  const kill = guarded(onFatal, () => {
    try {
      killHolder(holder);
    } catch (error) {
      const detail = `process ${holder}, which holds the cell's lock, cannot be ended: ${error}`;
      failCell(cell, { kind: "load_failed", detail });
    }
  });
  cell.lockTimer = setTimeout(kill, Math.min(LOCK_BUDGET_MS, readyMs / 2));
}

/** All but those that never come back: another process does not change that. */
function superviseWorkers(cell: CellState): void {
  const { spec, context, child } = cell;
  if (cell.isStopping) return;
  const children = spec.workers.filter(({ id }) => !context.isDropped(id)).map(TreeSpec.childOf);
  const seed = `${context.seed}/${spec.id}/${child.pid}`;
  cell.supervisor = supervise(
    { flags: spec.flags, children, seed },
    guarded(context.onFatal, (order) => CellWorkers.carryOut(cell, order)),
  );
  cell.supervisor.tell({ kind: "StartRequested" });
}
