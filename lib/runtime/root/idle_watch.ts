import type { WorkerMetrics } from "../tree/protocol.ts";
import type { WorkerLife } from "./worker_life.ts";

/**
 * Finds out that a tree in free delivery is at rest, in two waves: every worker was idle at some time before the first
 * wave's end and at some time after it, and has handled nothing in between. So all were idle at once when the first
 * wave ended, and nothing was on its way: it would have been unsettled at its sender. Changed in place.
 */
export interface IdleWatch {
  /** End of the first wave, by the clock of the heartbeats, ms. */
  sinceMs: number;
  /** How much each life had handled then; null if there was no first wave. */
  handled: ReadonlyMap<string, number> | null;
}

export const IdleWatch = { create, look };

function create(): IdleWatch {
  return { sinceMs: Infinity, handled: null };
}

/** To be asked again and again; true once the tree is at rest. */
function look(watch: IdleWatch, lives: Iterable<WorkerLife>, nowMs: number): boolean {
  const handled = new Map<string, number>();
  let areAllLater = true;
  for (const { spec, phase, metrics, incarnation } of lives) {
    if (phase !== "ready" || metrics === null || !metrics.isIdle) {
      watch.handled = null;
      return false;
    }
    handled.set(`${spec.id}#${incarnation}`, handledBy(metrics));
    if (metrics.takenMs <= watch.sinceMs) areAllLater = false;
  }
  if (watch.handled !== null && areSame(watch.handled, handled)) return areAllLater;
  watch.sinceMs = nowMs;
  watch.handled = handled;
  return false;
}

function handledBy({ actors }: WorkerMetrics): number {
  return actors.reduce((sum, actor) => sum + actor.processed, 0);
}

function areSame(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): boolean {
  return before.size === now.size && [...now].every(([life, count]) => before.get(life) === count);
}
