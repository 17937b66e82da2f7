import { type JournalStore, StaleEpochError } from "../../lib/runtime/mod.ts";

/**
 * A store that takes every commit of a newest epoch and keeps nothing of it: what is left is the cost of the runtime
 * itself. No life after the first finds anything in it.
 */
export function forgetfulStore(): JournalStore {
  const epochs = new Map<string, number>();
  let point = { lastRound: 0, atMs: 0, marketSeq: 0 };
  return {
    raiseEpoch(writer) {
      const number = (epochs.get(writer) ?? 0) + 1;
      epochs.set(writer, number);
      return { writer, number };
    },
    commit({ rounds }, epoch) {
      const newest = epochs.get(epoch.writer) ?? 0;
      if (newest !== epoch.number) throw new StaleEpochError(epoch, newest);
      if (rounds !== null) point = { ...rounds, lastRound: rounds.to };
    },
    load: () => ({ snapshot: null, inputs: [], outbox: [] }),
    resumePoint: () => ({ ...point, pending: [] }),
  };
}
