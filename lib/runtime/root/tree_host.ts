// impure-file: it runs processes, and keeps the time of a stop
import { TreeSpec } from "../tree/tree_spec.ts";
import { lockRoot } from "../cell/root_lock.ts";
import { createTreeState } from "./create_tree_state.ts";
import { fatalOf } from "./fatal.ts";
import { TreeCells } from "./tree_cells.ts";
import { type TreeMetrics, treeMetrics } from "./tree_metrics.ts";
import type { TreeHostOptions } from "./tree_state.ts";

export interface TreeRunOptions {
  /** Stepped: stop in order after so many rounds. @default {Infinity} */
  readonly maxRounds?: number;
}

/** A tree of cells and workers under this process. */
export interface TreeHost {
  /**
   * Starts the tree, delivers until there is nothing more to do ("done") or stop() was called ("stopped"), and ends it
   * in order: everything handled is committed, every actor snapshotted, every process gone. Once. Rejects with
   * FatalError (exit code 70) where the root's restart budget is spent, an invariant broke or the world threw; all cells
   * are killed then. Rejects with Error where another root has begun to use the folder; nothing was started then.
   */
  run(options?: TreeRunOptions): Promise<"done" | "stopped">;
  /** Asks for the ordered end; run() resolves when it is reached. Before run(), that does not even start anything. */
  stop(): void;
  /** Stops one worker in order and starts it again. Nothing while it does not live. Throws RangeError for an unknown id. */
  restart(worker: string): void;
  /** Tells a worker's ports something, if it lives: plain data, not journalled. Throws RangeError for an unknown id. */
  tell(worker: string, body: unknown): void;
  metrics(): TreeMetrics;
  /** Ends one cell's process at once, as a fault. Nothing while there is none. Throws RangeError for an unknown id. */
  killCell(cell: string): void;
}

/** How long a stop waits for the round or message under way, ms. */
const GRACE_MS = 500;
/** How long a stop waits until all is committed and snapshotted, ms: a journal may never come back. */
const FINISH_MS = 15_000;

/**
 * A host that runs each cell of the tree in a process and each worker in a thread. Throws TypeError for a tree that is
 * wrong, and Error where another root uses the same folder; the folder is its own only while it runs.
 */
export function createTreeHost(options: TreeHostOptions): TreeHost {
  const faults = TreeSpec.check(options.tree);
  if (faults.length > 0) {
    throw new TypeError(`Cannot create a tree host as the tree is wrong: ${faults.join("; ")}`);
  }
  const up = Promise.withResolvers<void>();
  const down = Promise.withResolvers<void>();
  const fatal = Promise.withResolvers<never>();
  fatal.promise.catch(() => {});
  const state = createTreeState(options, {
    up: () => {
      isUp = true;
      up.resolve();
    },
    down: down.resolve,
    fatal: fatal.reject,
  });
  lockRoot(options.runDir).release();
  const timers: ReturnType<typeof setTimeout>[] = [];
  let isUp = false, isStopping = false, hasRun = false, hasEnded = false;

  async function run({ maxRounds = Infinity }: TreeRunOptions = {}): Promise<"done" | "stopped"> {
    if (hasRun) throw new Error("Cannot run a tree host twice: create a new one on the same store");
    hasRun = true;
    const lock = lockRoot(options.runDir);
    try {
      state.supervisor.tell({ kind: "StartRequested" });
      const outcome = await Promise.race([fatal.promise, down.promise, deliver(maxRounds)]) ?? "stopped";
      state.supervisor.tell({ kind: "StopRequested" });
      await Promise.race([fatal.promise, down.promise]);
      return outcome;
    } catch (error) {
      throw fatalOf(error);
    } finally {
      hasEnded = true;
      timers.forEach(clearTimeout);
      state.supervisor.abandon();
      state.driver.abandon();
      await TreeCells.killAll(state);
      lock.release();
    }
  }

  async function deliver(maxRounds: number): Promise<"done" | "stopped"> {
    await up.promise;
    const outcome = await state.driver.run({ maxRounds, shouldStop: () => isStopping });
    await state.driver.finish();
    return outcome;
  }

  function stop(): void {
    if (isStopping || hasEnded) return;
    isStopping = true;
    const end = () => state.supervisor.tell({ kind: "StopRequested" });
    // a tree that was never up has nothing to finish
    if (!isUp) return end();
    timers.push(setTimeout(state.driver.abandon, GRACE_MS), setTimeout(end, FINISH_MS));
  }

  return {
    run,
    stop,
    restart: (worker) => TreeCells.restart(state, worker),
    tell: (worker, body) => TreeCells.tell(state, worker, body),
    metrics: () => treeMetrics(state),
    killCell: (cell) => TreeCells.kill(state, cell),
  };
}
