// impure-file: it runs processes, and wall time stands on its notices
import { ROOT_WRITER } from "../commit_port.ts";
import { FatalError } from "../errors.ts";
import { TreeSpec } from "../tree/tree_spec.ts";
import { lockRoot } from "../cell/root_lock.ts";
import { DeadLetters } from "./dead_letters.ts";
import { createFreeDriver } from "./free_driver.ts";
import { createJournalLink } from "./journal_link.ts";
import { PoisonLedger } from "../poison_ledger.ts";
import { createSteppedDriver } from "./stepped_driver.ts";
import { supervise } from "./supervised.ts";
import { TreeCells } from "./tree_cells.ts";
import { type TreeMetrics, treeMetrics } from "./tree_metrics.ts";
import { TreeRouting } from "./tree_routing.ts";
import type { TreeHostOptions, TreeState } from "./tree_state.ts";

export interface TreeRunOptions {
  /** Stepped: stop in order after so many rounds. @default {Infinity} */
  readonly maxRounds?: number;
}

/** A tree of cells and workers under this process. */
export interface TreeHost {
  /**
   * Starts the tree, delivers until there is nothing more to do ("done") or stop() was called ("stopped"), and ends it
   * in order: everything handled is committed, every actor snapshotted, every process gone. Once. Rejects with
   * FatalError (exit code 70) where the root's restart budget is spent or an invariant broke; all cells are killed then.
   */
  run(options?: TreeRunOptions): Promise<"done" | "stopped">;
  /** Asks for the ordered end; run() resolves when it is reached. */
  stop(): void;
  /** Stops one worker in order and starts it again. */
  restart(worker: string): void;
  metrics(): TreeMetrics;
  /** Ends one cell's process at once, as a fault. */
  killCell(cell: string): void;
}

/** How long a stop waits for the round or message under way, ms. */
const GRACE_MS = 500;
/** How long a stop waits until all is committed and snapshotted, ms: a journal may never come back. */
const FINISH_MS = 15_000;

/**
 * A host that runs each cell of the tree in a process and each worker in a thread. Throws TypeError for a tree that is
 * wrong, and Error where another root uses the same folder.
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
  const state = createState(options, {
    up: () => {
      isUp = true;
      up.resolve();
    },
    down: down.resolve,
    fatal: fatal.reject,
  });
  const lock = lockRoot(options.runDir);
  const timers: ReturnType<typeof setTimeout>[] = [];
  let isUp = false, isStopping = false, hasRun = false, hasEnded = false;

  async function run({ maxRounds = Infinity }: TreeRunOptions = {}): Promise<"done" | "stopped"> {
    if (hasRun) throw new Error("Cannot run a tree host twice: create a new one on the same store");
    hasRun = true;
    try {
      state.supervisor.tell({ kind: "StartRequested" });
      const outcome = await Promise.race([fatal.promise, down.promise, deliver(maxRounds)]) ?? "stopped";
      state.supervisor.tell({ kind: "StopRequested" });
      await Promise.race([fatal.promise, down.promise]);
      return outcome;
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
    metrics: () => treeMetrics(state),
    killCell: (cell) => TreeCells.kill(state, cell),
  };
}

interface Ends {
  readonly up: () => void;
  readonly down: () => void;
  readonly fatal: (error: FatalError) => void;
}

function createState(options: TreeHostOptions, ends: Ends): TreeState {
  const { tree, world, seed = "" } = options;
  const places = TreeSpec.placesOf(tree);
  const cellOf = new Map(tree.cells.flatMap((cell) => cell.workers.map(({ id }) => [id, cell.id] as const)));
  const journalId = TreeSpec.journalOf(tree);
  const poison = PoisonLedger.create(
    tree.cells.flatMap(({ workers }) => workers.flatMap(({ actors }) => actors)),
  );
  const journal = createJournalLink((body) => TreeRouting.send(state, journalId, body));
  const link = {
    send: (worker: string, body: Parameters<typeof TreeRouting.send>[2]) =>
      TreeRouting.send(state, worker, body),
    lives: () => TreeCells.lives(state),
    deadLetter: (reason: string, what: string) => TreeRouting.deadLetter(state, reason, what),
  };
  const driver = tree.delivery === "free"
    ? createFreeDriver({ tree, places, world, link })
    : createSteppedDriver({
      tree,
      places,
      world,
      journal,
      poison,
      link,
      takeOver: () => journal.raiseEpoch(ROOT_WRITER),
    });
  const children = tree.cells.map(TreeSpec.childOf);
  const state: TreeState = {
    ...{ options, tree, places, cellOf, journalId, journal, poison, driver },
    deadLetters: DeadLetters.create(),
    ...{ cells: new Map(), incarnations: new Map(), dropped: new Set(), fences: new Map() },
    ...{ restarts: new Map(), lastErrors: new Map(), past: { staleWrites: 0 } },
    supervisor: supervise({ flags: tree.flags, children, seed: `${seed}/root` }, (order) => {
      if (order.kind === "AllReady") ends.up();
      else if (order.kind === "Stopped") ends.down();
      else if (order.kind === "GaveUp") {
        TreeRouting.notice(state, {
          kind: "GaveUp",
          supervisor: "root",
          reason: order.reason,
          child: order.child,
        });
        state.fatal(
          new FatalError(`The root gave up on cell ${order.child} (${order.reason}): ${order.detail}`),
        );
      } else TreeCells.carryOut(state, order);
    }),
    fatal: ends.fatal,
  };
  return state;
}
