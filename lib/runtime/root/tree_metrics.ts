import type { ActorMetrics } from "../tree/protocol.ts";
import { PoisonLedger } from "../poison_ledger.ts";
import { TreeCells } from "./tree_cells.ts";
import type { TreeState } from "./tree_state.ts";

/** One actor as an operator sees it. */
export interface ActorStatus extends ActorMetrics {
  readonly worker: string;
  readonly cell: string;
  readonly isHalted: boolean;
  /** Of its worker, since the root's start. */
  readonly restarts: number;
  /** Why its worker died last; "" if it never did. */
  readonly lastError: string;
}

/** The whole tree's counters, from the newest heartbeats. */
export interface TreeMetrics {
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
  const { poison, restarts, lastErrors, deadLetters, cells } = state;
  const actors: ActorStatus[] = [];
  const letters = new Map(deadLetters.counts);
  let { staleWrites } = state.past;
  for (const { spec, metrics } of TreeCells.lives(state)) {
    if (metrics === null) continue;
    staleWrites += metrics.staleWrites;
    for (const [reason, count] of Object.entries(metrics.deadLetters)) {
      letters.set(reason, (letters.get(reason) ?? 0) + count);
    }
    for (const actor of metrics.actors) {
      actors.push({
        ...actor,
        worker: spec.id,
        cell: state.cellOf.get(spec.id)!,
        isHalted: PoisonLedger.isHalted(poison, actor.address),
        restarts: restarts.get(spec.id) ?? 0,
        lastError: lastErrors.get(actor.address) ?? "",
      });
    }
  }
  const alive = [...cells].filter(([, { isGone }]) => !isGone);
  return {
    actors,
    restarts: Object.fromEntries(restarts),
    deadLetters: Object.fromEntries(letters),
    staleWrites,
    pids: Object.fromEntries(alive.map(([id, { child }]) => [id, child.pid])),
  };
}
