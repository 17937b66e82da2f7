import type { SupervisorFlags } from "../../../lib/runtime/mod.ts";
import type { BankTreeOptions } from "../bank_tree.ts";
import type { Fire } from "./fire_state.ts";

const BACKOFF = { firstMs: 20, factor: 2, maxMs: 500, jitterPct: 20 };
/** So that all of it happens: restarts, cells that give up, and roots that do. */
const CELL_FLAGS: SupervisorFlags = {
  ...{ strategy: "one_for_one", intensity: 5, periodMs: 10_000, backoff: BACKOFF, killMs: 1_000 },
};
const ROOT_FLAGS: SupervisorFlags = { ...CELL_FLAGS, intensity: 8, periodMs: 60_000 };
/** A heap this small is full before its worker is found silent. */
const MAX_HEAP_MIB = 64;
const LOAD_PROBABILITY = 0.05;

type FireTree = Omit<BankTreeOptions, "programFolder" | "storePath" | "runFolder">;

/** The bank's tree for the next root; without faults if it is not `isHot`. */
export function fireTree({ options, delivery, roots }: Fire, isHot: boolean): FireTree {
  const tree = {
    ...{ delivery, accountsPerWorker: 1, maxHeapMib: MAX_HEAP_MIB, snapshotEvery: 200 },
    ...{ cellFlags: CELL_FLAGS, rootFlags: ROOT_FLAGS },
  };
  if (!isHot) return tree;
  const faults = {
    seed: `${options.seed}/${delivery}/${roots}`,
    meanMs: options.meanMs,
    kinds: options.kinds,
    loadProbability: LOAD_PROBABILITY,
  };
  // the journal has no message in hand that could take too long
  const ofJournal = options.kinds.filter((kind) => kind !== "silence");
  return ofJournal.length === 0
    ? { ...tree, faults }
    : { ...tree, faults, journalFaults: { ...faults, kinds: ofJournal } };
}
