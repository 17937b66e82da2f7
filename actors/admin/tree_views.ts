import type { ActorView, CellView, RestartView, TreeView, WorkerView } from "../../lib/admin/mod.ts";
import type { ActorStatus, TreeMetrics, WorkerStatus } from "../../lib/runtime/mod.ts";
import { isoTime } from "./event_views.ts";
import type { TreeTold } from "./messages.ts";

/** The supervision tree as it was told last, empty before. */
export function treeView(told: TreeTold | null, nowMs: number): TreeView {
  if (told === null) {
    const at = new Date(0).toISOString();
    return { at, ageMs: nowMs, cells: [], deadLetters: {}, staleWrites: 0, lately: [] };
  }
  const { metrics, atMs, restarts } = told;
  const lately = restarts.map(({ part, why, atMs }): RestartView => ({ part, at: isoTime(atMs), why }));
  const { deadLetters, staleWrites } = metrics;
  return {
    ...{ at: isoTime(atMs), ageMs: Math.max(0, nowMs - atMs) },
    ...{ cells: cellViews(metrics), deadLetters, staleWrites, lately },
  };
}

function cellViews({ workers, actors, restarts, pids }: TreeMetrics): CellView[] {
  const cells = [...new Set(workers.map(({ cell }) => cell))];
  return cells.map((id) => ({
    ...{ id, pid: pids[id] ?? null, restarts: restarts[id] ?? 0 },
    workers: workers.filter(({ cell }) => cell === id).map((worker) => workerView(worker, actors)),
  }));
}

function workerView(worker: WorkerStatus, actors: readonly ActorStatus[]): WorkerView {
  const { id, cell, isUp, incarnation, restarts, lastError } = worker;
  const own = actors.filter((actor) => actor.worker === id).map(actorView);
  return { id, cell, isUp, incarnation, restarts, lastError, actors: own };
}

function actorView(status: ActorStatus): ActorView {
  const { address, worker, cell, isHalted, depth, oldestMs, processed, failed, duplicates } = status;
  const { restarts, lastError, handlingUs } = status;
  return {
    ...{ address, worker, cell, isHalted, depth, oldestMs, processed, failed, duplicates },
    ...{ restarts, lastError, handlingUs },
  };
}
