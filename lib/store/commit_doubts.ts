import type { CommitBatch } from "../runtime/mod.ts";

/** A commit of which nobody knows whether it is stored. */
interface Doubt {
  readonly commitId: string;
  /** What the batch was. */
  readonly digest: string;
}

/**
 * The commits in doubt, one per writer at most: a writer tells the same batch again before any other. In memory: a later
 * life of this process asks the rows themselves. Changed in place.
 */
export interface CommitDoubts {
  readonly byWriter: Map<string, Doubt>;
}

export const CommitDoubts = { create, note, settle, clear };

function create(): CommitDoubts {
  return { byWriter: new Map() };
}

/** The end of this commit was not heard. */
function note({ byWriter }: CommitDoubts, writer: string, commitId: string, batch: CommitBatch): void {
  byWriter.set(writer, { commitId, digest: digestOf(batch) });
}

/** True if this batch is the writer's one in doubt and stored, by the id of the last commit the store has of the writer. */
function settle(
  { byWriter }: CommitDoubts,
  { writer, lastCommitId, batch }: { writer: string; lastCommitId: string | null; batch: CommitBatch },
): boolean {
  const doubt = byWriter.get(writer);
  return doubt !== undefined && doubt.commitId === lastCommitId && doubt.digest === digestOf(batch);
}

/** The writer was answered: nothing of it is in doubt any more. */
function clear({ byWriter }: CommitDoubts, writer: string): void {
  byWriter.delete(writer);
}

function digestOf({ rounds, handled, snapshots, settled = [] }: CommitBatch): string {
  return JSON.stringify([
    rounds,
    handled.map(({ actor, inputNo, seqAfter, input }) => [actor, inputNo, seqAfter, input.from, input.seq]),
    snapshots.map(({ actor, schema, inputNo, stateHash }) => [actor, schema, inputNo, stateHash]),
    settled.map(({ from, seq }) => [from, seq]),
  ]);
}
