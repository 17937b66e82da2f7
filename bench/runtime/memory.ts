import type { Timing, TreeHost } from "../../lib/runtime/mod.ts";
import { processFigures } from "../../tests/bank/flood/process_figures.ts";
import { slope } from "./figures.ts";
import { playTree, type Workspace } from "./play_tree.ts";
import { actor, rallyTree, tellOnce } from "./rally_tree.ts";

/** MiB, of all processes of a tree or of what one more part adds. */
export interface Memory {
  /** Heaps and stacks: what no other process shares. */
  readonly ownMib: number;
  /** With its share of the program's pages, which depends on who else runs it just now. */
  readonly pssMib: number;
}

/** MiB per part that is added. */
export interface MemoryPerPart {
  /** A worker with one actor, to a cell that has some. */
  readonly worker: Memory;
  /** A cell with one such worker, to a tree that has some. */
  readonly cell: Memory;
}

/** How long a tree rests before it is measured, ms. */
const REST_MS = 250;
/** So slow that the tree is not found to be at rest, and ended, before it is measured. */
const SLOW: Timing = { heartbeatMs: 5_000, silenceMs: 30_000 };

/** Slopes over trees of so many workers in one cell, and of so many cells with one worker each. */
export async function memoryPerPart(
  workspace: Workspace,
  { workers, cells }: { readonly workers: readonly number[]; readonly cells: readonly number[] },
): Promise<MemoryPerPart> {
  const byWorkers = [], byCells = [];
  for (const count of workers) byWorkers.push([count, await measure(workspace, [count])] as const);
  for (const count of cells) byCells.push([count, await measure(workspace, Array(count).fill(1))] as const);
  return { worker: slopes(byWorkers), cell: slopes(byCells) };
}

export function slopes(points: readonly (readonly [count: number, memory: Memory])[]): Memory {
  return {
    ownMib: slope(points.map(([count, { ownMib }]) => [count, ownMib])),
    pssMib: slope(points.map(([count, { pssMib }]) => [count, pssMib])),
  };
}

/** Sum over the processes. Throws Error if one has ended. */
export function memoryOf(pids: readonly number[]): Memory {
  const figures = pids.map((pid) => {
    const found = processFigures(pid);
    if (found === null) throw new Error(`Cannot measure memory of process ${pid} as it must live`);
    return found;
  });
  return {
    ownMib: figures.reduce((sum, { ownMib }) => sum + ownMib, 0),
    pssMib: figures.reduce((sum, { pssMib }) => sum + pssMib, 0),
  };
}

/** Memory of the cells of a tree at rest; its first cell has the journal's worker besides. */
async function measure(workspace: Workspace, workersOfCell: readonly number[]): Promise<Memory> {
  const folders = workspace.next();
  const cells = Object.fromEntries(workersOfCell.map((count, cell) => {
    const ids = Array.from({ length: count }, (_, i) => `${cell}/${i}`);
    return [`cell-${cell}`, Object.fromEntries(ids.map((id) => [`worker/${id}`, [actor(id, "ring", "")]]))];
  }));
  const tree = rallyTree({ delivery: "free", store: "forgetful", folders, cells, timing: SLOW });
  let rest = Promise.resolve<Memory | null>(null);
  const onUp = (host: TreeHost) => void (rest = atRest(host));
  await playTree({ tree, world: tellOnce(null, { kind: "Go" }), folders, onUp });
  const memory = await rest;
  if (memory === null) throw new Error("Cannot measure memory as the tree never came up");
  return memory;
}

async function atRest(host: TreeHost): Promise<Memory> {
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  try {
    return memoryOf(Object.values(host.metrics().pids));
  } finally {
    host.stop();
  }
}
