import type { SupervisorFlags, Timing, TreeSpec, WrapSpec } from "../../../lib/runtime/mod.ts";
import { bankTree, type BankTreeOptions } from "../bank_tree.ts";

/** A bank whose workers are not all alike. All of it is plain JSON. */
export interface WrappedBankOptions {
  readonly tree: BankTreeOptions;
  readonly transfers: number;
  readonly chains?: number;
  /** By worker: wrappers of its own, put around it. */
  readonly wraps?: Readonly<Record<string, readonly WrapSpec[]>>;
  /** By worker: its own time for an ordered stop, ms. */
  readonly shutdownMs?: Readonly<Record<string, number>>;
}

/** For banks that are to show something else: a disk that others use too may take a second for a commit. */
export const PATIENT_TIMING: Timing = { heartbeatMs: 250, silenceMs: 5_000 };

/** Restarts without end and without waiting. */
export const TIRELESS_FLAGS: SupervisorFlags = {
  strategy: "one_for_one",
  intensity: 1_000_000,
  periodMs: 1_000,
  backoff: { firstMs: 1, factor: 1, maxMs: 1, jitterPct: 0 },
  killMs: 5_000,
};

export function wrappedBankTree({ tree, wraps = {}, shutdownMs = {} }: WrappedBankOptions): TreeSpec {
  const bank = bankTree(tree);
  const cells = bank.cells.map((cell) => ({
    ...cell,
    workers: cell.workers.map((worker) => ({
      ...worker,
      wrap: [...worker.wrap, ...(wraps[worker.id] ?? [])],
      shutdownMs: shutdownMs[worker.id] ?? worker.shutdownMs,
    })),
  }));
  return { ...bank, cells };
}
