import { childOf, treeFaults } from "./tree_faults.ts";
import type { Tree, WorkerSpec } from "./tree_parts.ts";

export * from "./tree_parts.ts";

/** The whole tree as data. */
export type TreeSpec = Tree;

/** Which worker and cell an actor lives in; the same for every incarnation. */
export interface Place {
  readonly worker: string;
  readonly cell: string;
  /** Worker of the commit port its worker writes. */
  readonly journal: string;
  /** As in its worker's spec. */
  readonly takesReports?: true;
}

export const TreeSpec = { check: treeFaults, placesOf, journalOf, journalsOf, childOf };

/** Address -> where the actor lives. */
function placesOf(tree: TreeSpec): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const cell of tree.cells) {
    for (const worker of cell.workers) {
      const place: Place = {
        ...{ worker: worker.id, cell: cell.id, journal: journalOf(tree, worker) },
        ...(worker.takesReports ? { takesReports: true } : {}),
      };
      for (const { address } of worker.actors) places.set(address, place);
    }
  }
  return places;
}

/** Id of the worker that hosts the commit port: that of the tree, or the one a worker writes. */
function journalOf(tree: TreeSpec, worker?: WorkerSpec): string {
  return worker?.journal ?? tree.cells[0].workers[0].id;
}

/** Ids of all workers that host one. */
function journalsOf({ cells }: TreeSpec): readonly string[] {
  return cells.flatMap(({ workers }) =>
    workers.filter(({ store }) => store !== undefined).map(({ id }) => id)
  );
}
