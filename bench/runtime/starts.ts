import { type Quantiles, quantiles } from "./figures.ts";
import { playTree, type Timed, type Workspace } from "./play_tree.ts";
import { actor, rallyTree, tellOnce } from "./rally_tree.ts";
import { createRoundProbe } from "./round_probe.ts";

/** ms */
export interface StartTimes {
  /** A worker, from the order to Ready. */
  readonly worker: Quantiles;
  /** A process, from its spawn to CellReady. */
  readonly cell: Quantiles;
  /** 2 cells, 8 workers and the journal, from run() to the last Ready. */
  readonly tree: Quantiles;
}

/** Starts and stops the tree of two cells so many times. */
export async function startTimes(workspace: Workspace, starts: number): Promise<StartTimes> {
  const workers: number[] = [], cells: number[] = [], trees: number[] = [];
  for (let i = 0; i < starts; i++) {
    const startMs = performance.now();
    const probe = createRoundProbe();
    const timed = await playTree({ ...silentTree(workspace), spawn: probe.spawn });
    workers.push(...workerStarts(timed));
    cells.push(...timesOf(timed, "CellReady").map((nowMs, cell) => nowMs - probe.spawnedMs[cell]));
    trees.push(timesOf(timed, "WorkerReady").at(-1)! - startMs);
  }
  return {
    worker: quantiles(workers, "worker starts"),
    cell: quantiles(cells, "cell starts"),
    tree: quantiles(trees, "tree starts"),
  };
}

/** Two cells with four silent actors each, one per worker; stepped, so it ends as soon as it is up. */
function silentTree(workspace: Workspace) {
  const folders = workspace.next();
  const four = (first: number) =>
    Object.fromEntries(
      [0, 1, 2, 3].map((i) => [`worker/${first + i}`, [actor(`ring/${first + i}`, "ring", "")]]),
    );
  const cells = { vault: four(0), branch: four(4) };
  const tree = rallyTree({ delivery: "stepped", store: "forgetful", folders, cells });
  return { tree, world: tellOnce(null, { kind: "Go" }), folders };
}

function timesOf(timed: readonly Timed[], kind: Timed["notice"]["kind"]): number[] {
  return timed.filter(({ notice }) => notice.kind === kind).map(({ nowMs }) => nowMs);
}

function workerStarts(timed: readonly Timed[]): number[] {
  const orderedMs = new Map<string, number>();
  const times: number[] = [];
  for (const { nowMs, notice } of timed) {
    if (notice.kind === "WorkerStarted") orderedMs.set(notice.worker, nowMs);
    if (notice.kind === "WorkerReady") times.push(nowMs - orderedMs.get(notice.worker)!);
  }
  return times;
}
