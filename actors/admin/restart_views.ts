import type { RestartView } from "../../lib/admin/mod.ts";
import type { TreeMetrics, WorkerStatus } from "../../lib/runtime/mod.ts";
import { isoTime } from "./event_views.ts";
import type { TreeTold } from "./messages.ts";

/**
 * Which parts of the tree were started again, by what the root tells of it time and again: the counters say so also of a
 * restart that was over between two tellings. Of those before the first telling only the counters are known. Changed in
 * place.
 */
export interface RestartLog {
  /** Restarts of cells; null before the first telling. */
  cells: Readonly<Record<string, number>> | null;
  /** Newest life of each worker. */
  readonly lives: Map<string, Life>;
  /** Newest first. */
  lately: readonly RestartView[];
}

/** A worker's life, and how often it and its cell had been restarted when it began. */
interface Life {
  readonly incarnation: number;
  readonly restarts: number;
  readonly ofCell: number;
}

/** Companion of RestartLog. */
export const RestartLog = { create, take };

const KEPT = 20;
/** Of a worker whose life ended without a fault. */
const IN_ORDER = "stopped in order";

function create(): RestartLog {
  return { cells: null, lives: new Map(), lately: [] };
}

/** Notes what has been restarted since the telling before. */
function take(log: RestartLog, { metrics, atMs }: TreeTold): void {
  const at = isoTime(atMs);
  const found = [
    ...cellsAgain(log, metrics),
    ...metrics.workers.flatMap((worker) => again(log, worker, metrics)),
  ]
    .map(({ part, why }): RestartView => ({ part, at, why }));
  log.cells = metrics.restarts;
  if (found.length > 0) log.lately = [...found, ...log.lately].slice(0, KEPT);
}

type Found = Omit<RestartView, "at">;

function cellsAgain({ cells: known }: RestartLog, { workers, restarts }: TreeMetrics): Found[] {
  if (known === null) return [];
  return [...new Set(workers.map(({ cell }) => cell))]
    .filter((id) => (restarts[id] ?? 0) > (known[id] ?? 0))
    .map((id) => ({ part: id, why: sharedError(workers.filter(({ cell }) => cell === id)) }));
}

/** What ended all of them is what ended their process. */
function sharedError([first, ...others]: readonly WorkerStatus[]): string {
  return others.every(({ lastError }) => lastError === first.lastError) ? first.lastError : "";
}

/** A worker that lives anew because its cell does is no news of its own. */
function again({ lives }: RestartLog, worker: WorkerStatus, { restarts }: TreeMetrics): Found[] {
  const { id, cell, incarnation, restarts: own, lastError } = worker;
  const before = lives.get(id), ofCell = restarts[cell] ?? 0;
  if (before?.incarnation === incarnation) return [];
  lives.set(id, { incarnation, restarts: own, ofCell });
  if (before === undefined || before.incarnation === 0 || before.ofCell !== ofCell) return [];
  return [{ part: id, why: own > before.restarts ? lastError : IN_ORDER }];
}
