import { PoisonLedger } from "../poison_ledger.ts";
import type { ActorMetrics } from "../tree/protocol.ts";
import type { WorkerSpec } from "../tree/tree_spec.ts";
import { HandlingTimes } from "../worker/handling_times.ts";
import { TreeCells } from "./tree_cells.ts";
import type { TreeState } from "./tree_state.ts";
import type { WorkerLife } from "./worker_life.ts";

/** One actor as an operator sees it. Its counters are those of its worker's present life: all zero while there is none. */
export interface ActorStatus extends ActorMetrics {
  readonly worker: string;
  readonly cell: string;
  readonly isHalted: boolean;
  /** Of its worker, since the root's start. */
  readonly restarts: number;
  /** Why its worker died last; "" if it never did. */
  readonly lastError: string;
}

/** One worker as an operator sees it. */
export interface WorkerStatus {
  readonly id: string;
  readonly cell: string;
  /** True while it is at work: ready, and not known to be dead. */
  readonly isUp: boolean;
  /** True for one that never comes back. */
  readonly isDropped: boolean;
  /** Number of its newest life; 0 before the first. */
  readonly incarnation: number;
  /** Since the root's start, without those of its cell. */
  readonly restarts: number;
  /** Why it died last; "" if it never did. */
  readonly lastError: string;
}

/** The whole tree's counters, from the newest heartbeats. */
export interface TreeMetrics {
  /** All of the tree, in its order, up or not. */
  readonly workers: readonly WorkerStatus[];
  /** All of the tree, in its order, but those whose worker has neither been ready nor failed since the root's start. */
  readonly actors: readonly ActorStatus[];
  /** Restarts of cells and workers by id. */
  readonly restarts: Readonly<Record<string, number>>;
  /** Dead letters by reason, over all lives. */
  readonly deadLetters: Readonly<Record<string, number>>;
  /** Writes the journal refused for their epoch, as far as its heartbeats told. */
  readonly staleWrites: number;
  /** Process ids of the cells that live. */
  readonly pids: Readonly<Record<string, number>>;
}

export function treeMetrics(state: TreeState): TreeMetrics {
  const alive = [...state.cells].filter(([, { isGone }]) => !isGone);
  const placed = placedIn(state);
  return {
    workers: placed.map((one) => workerStatus(state, one)),
    actors: placed.filter(isKnown).flatMap((one) => actorStatuses(state, one)),
    restarts: Object.fromEntries(state.restarts),
    ...sums(state),
    pids: Object.fromEntries(alive.map(([id, { child }]) => [id, child.pid])),
  };
}

/** A worker of the tree, with its newest life, if it ever had one. */
interface Placed {
  readonly spec: WorkerSpec;
  readonly cell: string;
  readonly life: WorkerLife | undefined;
}

function placedIn({ tree, cells }: TreeState): Placed[] {
  return tree.cells.flatMap((cell) =>
    cell.workers.map((spec) => ({ spec, cell: cell.id, life: cells.get(cell.id)?.workers.get(spec.id) }))
  );
}

function workerStatus(state: TreeState, { spec: { id }, cell, life }: Placed): WorkerStatus {
  return {
    ...{ id, cell, isUp: life?.phase === "ready", isDropped: state.dropped.has(id) },
    ...{ incarnation: state.incarnations.get(id) ?? 0, restarts: state.restarts.get(id) ?? 0 },
    lastError: state.lastErrors.get(id) ?? "",
  };
}

/** True once there is something to say of its actors. */
function isKnown({ life }: Placed): boolean {
  if (life === undefined) return false;
  return life.incarnation > 1 || (life.phase !== "preparing" && life.phase !== "starting");
}

function actorStatuses(state: TreeState, { spec, cell, life }: Placed): ActorStatus[] {
  return spec.actors.map(({ address }) => ({
    ...life?.metrics?.actors.find((actor) => actor.address === address) ?? nothing(address),
    ...{ worker: spec.id, cell, isHalted: PoisonLedger.isHalted(state.poison, address) },
    restarts: state.restarts.get(spec.id) ?? 0,
    lastError: state.lastErrors.get(spec.id) ?? "",
  }));
}

function nothing(address: string): ActorMetrics {
  return {
    ...{ address, depth: 0, oldestMs: 0, processed: 0, failed: 0, duplicates: 0, conflated: 0, refused: 0 },
    ...{ reportsDropped: 0, unsettled: 0, handlingUs: HandlingTimes.create() },
  };
}

/** Of lives that are over and of those at work. */
function sums(state: TreeState): Pick<TreeMetrics, "deadLetters" | "staleWrites"> {
  const letters = new Map(state.deadLetters.counts);
  let { staleWrites } = state.past;
  for (const { metrics } of TreeCells.lives(state)) {
    if (metrics === null) continue;
    staleWrites += metrics.staleWrites;
    for (const [reason, count] of Object.entries(metrics.deadLetters)) {
      letters.set(reason, (letters.get(reason) ?? 0) + count);
    }
  }
  return { deadLetters: Object.fromEntries(letters), staleWrites };
}
