import type { TreeSpec } from "../../../lib/runtime/mod.ts";

/** An ordered stop of a tree in which nothing is stuck, ms. */
export const QUICK_STOP_MS = 5_000;

/** How long a stop waits for the round or message under way, and for snapshots, ms (docs/runtime.md "Stop"). */
const ROUND_MS = 500, SNAPSHOTS_MS = 1_000;
/** What all that is not stuck takes together, ms: measured below 300 on two cores. */
const OTHERS_MS = 1_500;

/**
 * The longest that a stop may take where one worker is stuck, ms: what is under way, the worker's own budget, the kill
 * that may not help, and the kill of its cell. Throws RangeError if there is no such worker, or it has no budget.
 */
export function stopBudgetMs({ cells, flags }: TreeSpec, worker: string): number {
  const cell = cells.find(({ workers }) => workers.some(({ id }) => id === worker));
  const shutdownMs = cell?.workers.find(({ id }) => id === worker)?.shutdownMs;
  if (cell === undefined || typeof shutdownMs !== "number") {
    throw new RangeError(
      `Cannot tell a budget as worker ${worker} must have one: current value is ${shutdownMs}`,
    );
  }
  return ROUND_MS + SNAPSHOTS_MS + shutdownMs + cell.flags.killMs + flags.killMs + OTHERS_MS;
}
