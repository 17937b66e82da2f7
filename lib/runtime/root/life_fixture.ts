// Lives, metrics and specs of workers for this folder's tests.
import type { ActorMetrics, WorkerMetrics } from "../tree/protocol.ts";
import type { ActorSpec, PoisonPolicy, WorkerSpec } from "../tree/tree_spec.ts";
import type { WorkerLife } from "./worker_life.ts";

const LENIENT: PoisonPolicy = { afterCrashes: 1_000, byKind: {}, otherwise: "halt" };

export function actorSpec(address: string, poison: PoisonPolicy = LENIENT): ActorSpec {
  return { address, kind: "toy", args: null, poison };
}

/** A permanent worker with these actors, or those given. */
export function workerSpec(
  id: string,
  addresses: readonly string[] = [],
  more: Partial<WorkerSpec> = {},
): WorkerSpec {
  return {
    ...{ id, actors: addresses.map((address) => actorSpec(address)), restart: "permanent" },
    ...{ shutdownMs: 200, readyMs: 2_000, permissions: {}, wrap: [] },
    ...more,
  };
}

export function life(id: string, more: Partial<WorkerLife> = {}): WorkerLife {
  return { spec: workerSpec(id), supervised: 1, incarnation: 1, phase: "ready", metrics: null, ...more };
}

export function metrics(more: Partial<WorkerMetrics> = {}): WorkerMetrics {
  return { takenMs: 0, busyMs: 0, isIdle: true, deadLetters: {}, staleWrites: 0, actors: [], ...more };
}

export function actorMetrics(address: string, processed: number): ActorMetrics {
  return {
    ...{ address, depth: 0, oldestMs: 0, processed, failed: 0, duplicates: 0, conflated: 0, refused: 0 },
    ...{ reportsDropped: 0, unsettled: 0, handlingUs: [] },
  };
}
