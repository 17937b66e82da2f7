import type { CommitBatch, CommitPort, HandledInput, HistoryInput, ResumePoint } from "./commit_port.ts";
import type { ActorHistory, ActorSnapshot } from "./commit_port.ts";
import { type Envelope, messageId } from "./envelope.ts";

/** A CommitPort that forgets with its process: for tests, and the reference for other stores. */
export interface MemoryCommit extends CommitPort {
  /** All that was committed, in order. */
  readonly batches: readonly CommitBatch[];
}

export const MemoryCommit = { create };

interface Stored {
  readonly batches: CommitBatch[];
  readonly inputs: Map<string, HandledInput[]>;
  readonly snapshots: Map<string, ActorSnapshot[]>;
  readonly pending: Map<string, Envelope>;
}

/**
 * A store that holds `batches`; a prefix of another store's batches is that store as a kill would have left
 * it.
 */
function create(batches: readonly CommitBatch[] = []): MemoryCommit {
  const stored: Stored = { batches: [], inputs: new Map(), snapshots: new Map(), pending: new Map() };
  for (const batch of batches) commit(stored, batch);
  return {
    batches: stored.batches,
    commit: (batch) => commit(stored, batch),
    load: (actor, schema) => load(stored, actor, schema),
    resumePoint: () => resumePoint(stored),
  };
}

function commit(stored: Stored, batch: CommitBatch): void {
  check(stored, batch);
  for (const row of batch.handled) {
    append(stored.inputs, row.actor, row);
    stored.pending.delete(messageId(row.input));
    for (const sent of row.sends) stored.pending.set(messageId(sent), sent);
  }
  for (const snapshot of batch.snapshots) append(stored.snapshots, snapshot.actor, snapshot);
  stored.batches.push(batch);
}

/** All refusals come before the first change: that makes the batch atomic. */
function check(stored: Stored, batch: CommitBatch): void {
  const lastRound = stored.batches.at(-1)?.toRound ?? 0;
  if (batch.fromRound !== lastRound + 1) {
    throw new Error(
      `Cannot commit from round ${batch.fromRound} as round ${lastRound} is the last stored: ` +
        "somebody else writes this store",
    );
  }
  const newest = new Map<string, number>();
  for (const { actor, inputNo } of batch.handled) {
    if (inputNo <= (newest.get(actor) ?? stored.inputs.get(actor)?.at(-1)?.inputNo ?? 0)) {
      throw new Error(`Cannot commit input ${inputNo} of actor ${actor} as it is stored already`);
    }
    newest.set(actor, inputNo);
  }
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list !== undefined) list.push(item);
  else lists.set(key, [item]);
}

function load(stored: Stored, actor: string, schema: number): ActorHistory {
  const snapshot = stored.snapshots.get(actor)?.findLast((candidate) => candidate.schema === schema) ?? null;
  const rows = stored.inputs.get(actor) ?? [];
  const after = snapshot?.inputNo ?? 0;
  return { snapshot, inputs: rows.filter((row) => row.inputNo > after).map(toHistory) };
}

function toHistory({ inputNo, input, sends, seqAfter }: HandledInput): HistoryInput {
  return { inputNo, input, sendCount: sends.length, seqAfter };
}

function resumePoint(stored: Stored): ResumePoint {
  const last = stored.batches.at(-1);
  return {
    lastRound: last?.toRound ?? 0,
    atMs: last?.atMs ?? 0,
    marketSeq: last?.marketSeq ?? 0,
    pending: [...stored.pending.values()],
  };
}
