import type { ActorStatus, Notice } from "../../../lib/runtime/mod.ts";

/** The greatest that was seen of each: counters only grow, as nobody restarts, and are 0 again once a worker has stopped. */
export type ActorPeak = Pick<ActorStatus, "depth" | "unsettled" | "conflated" | "refused">;

/** What was seen of a flood while it lasted. Changed in place. */
export interface FloodSeen {
  /** By address. */
  readonly peaks: Map<string, ActorPeak>;
  /** Workers that have been ready. */
  readonly ready: Set<string>;
  readonly failures: string[];
}

export const FloodSeen = { create, onNotice, peakOf };

function create(): FloodSeen {
  return { peaks: new Map(), ready: new Set(), failures: [] };
}

function onNotice(seen: FloodSeen, notice: Notice): void {
  switch (notice.kind) {
    case "WorkerReady":
      return void seen.ready.add(notice.worker);
    case "WorkerFailed":
    case "CellFailed":
    case "DeadLetter":
      return void seen.failures.push(JSON.stringify(notice));
    case "Note":
      for (const actor of (notice.note as { readonly actors: readonly ActorStatus[] }).actors) {
        seen.peaks.set(actor.address, higher(peakOf(seen, actor.address), actor));
      }
  }
}

/** All zero for one that was never seen. */
function peakOf({ peaks }: FloodSeen, address: string): ActorPeak {
  return peaks.get(address) ?? { depth: 0, unsettled: 0, conflated: 0, refused: 0 };
}

function higher(a: ActorPeak, b: ActorPeak): ActorPeak {
  return {
    depth: Math.max(a.depth, b.depth),
    unsettled: Math.max(a.unsettled, b.unsettled),
    conflated: Math.max(a.conflated, b.conflated),
    refused: Math.max(a.refused, b.refused),
  };
}
