import type {
  ActorHistory,
  ActorSnapshot,
  CommitBatch,
  CommitPort,
  Epoch,
  HandledInput,
  HistoryInput,
  ResumePoint,
  RoundSpan,
} from "./commit_port.ts";
import { type Envelope, messageId } from "./envelope.ts";
import { StaleEpochError } from "./errors.ts";

/** A CommitPort that forgets with its process: for tests, and the reference for other stores. */
export interface MemoryCommit extends CommitPort {
  /** All that was committed, in order. */
  readonly batches: readonly CommitBatch[];
  /** The newest number of each writer. */
  readonly epochs: ReadonlyMap<string, number>;
}

export const MemoryCommit = { create };

interface Stored {
  readonly batches: CommitBatch[];
  readonly epochs: Map<string, number>;
  readonly inputs: Map<string, HandledInput[]>;
  readonly snapshots: Map<string, ActorSnapshot[]>;
  /** By message id, in the order sent. */
  readonly pending: Map<string, Envelope>;
  /** Ids of all inputs. */
  readonly handled: Set<string>;
  rounds: RoundSpan;
}

/**
 * A store that holds `batches`; a prefix of another store's batches is that store as a kill would have left
 * it, also without its `epochs`: then the numbers of the lives start anew.
 */
function create(
  batches: readonly CommitBatch[] = [],
  epochs: ReadonlyMap<string, number> = new Map(),
): MemoryCommit {
  const stored: Stored = {
    batches: [],
    epochs: new Map(epochs),
    inputs: new Map(),
    snapshots: new Map(),
    pending: new Map(),
    handled: new Set(),
    rounds: { from: 0, to: 0, atMs: 0, marketSeq: 0 },
  };
  for (const batch of batches) store(stored, batch);
  return {
    batches: stored.batches,
    epochs: stored.epochs,
    raiseEpoch: (writer) => raiseEpoch(stored, writer),
    commit: (batch, epoch) => {
      refuseStale(stored, epoch);
      store(stored, batch);
    },
    load: (actor, schema, after) => load(stored, actor, schema, after),
    resumePoint: () => resumePoint(stored),
  };
}

function raiseEpoch({ epochs }: Stored, writer: string): Epoch {
  const number = (epochs.get(writer) ?? 0) + 1;
  epochs.set(writer, number);
  return { writer, number };
}

function refuseStale({ epochs }: Stored, epoch: Epoch): void {
  const newest = epochs.get(epoch.writer);
  if (newest !== epoch.number) throw new StaleEpochError(epoch, newest ?? 0);
}

function store(stored: Stored, batch: CommitBatch): void {
  check(stored, batch);
  for (const row of batch.handled) {
    append(stored.inputs, row.actor, row);
    stored.handled.add(messageId(row.input));
    stored.pending.delete(messageId(row.input));
    if (batch.rounds === null) settleEarlier(stored, row.input);
    for (const sent of row.sends) {
      // its handling may be stored before its sending, which waited in an emergency log
      if (!stored.handled.has(messageId(sent))) stored.pending.set(messageId(sent), sent);
    }
  }
  for (const { from, seq } of batch.settled ?? []) stored.pending.delete(`${from}#${seq}`);
  for (const snapshot of batch.snapshots) append(stored.snapshots, snapshot.actor, snapshot);
  if (batch.rounds !== null) stored.rounds = batch.rounds;
  stored.batches.push(batch);
}

function settleEarlier({ pending }: Stored, { from, to, lane, seq }: Envelope): void {
  for (const [id, sent] of pending) {
    if (sent.from === from && sent.to === to && sent.lane === lane && sent.seq < seq) pending.delete(id);
  }
}

/** All refusals come before the first change: that makes the batch atomic. */
function check(stored: Stored, batch: CommitBatch): void {
  const lastRound = stored.rounds.to;
  if (batch.rounds !== null && batch.rounds.from !== lastRound + 1) {
    throw new Error(
      `Cannot commit from round ${batch.rounds.from} as round ${lastRound} is the last stored: ` +
        "somebody else writes this store",
    );
  }
  const newest = new Map<string, number>();
  const ids = new Set<string>();
  for (const { actor, inputNo, input } of batch.handled) {
    if (inputNo <= (newest.get(actor) ?? stored.inputs.get(actor)?.at(-1)?.inputNo ?? 0)) {
      throw new Error(`Cannot commit input ${inputNo} of actor ${actor} as it is stored already`);
    }
    newest.set(actor, inputNo);
    const id = messageId(input);
    if (stored.handled.has(id) || ids.has(id)) {
      throw new Error(`Cannot commit message ${id} as an input of actor ${actor} as it is handled already`);
    }
    ids.add(id);
  }
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list !== undefined) list.push(item);
  else lists.set(key, [item]);
}

function load(stored: Stored, actor: string, schema: number, leftOut = 0): ActorHistory {
  const snapshot = stored.snapshots.get(actor)?.findLast((candidate) => candidate.schema === schema) ?? null;
  const rows = stored.inputs.get(actor) ?? [];
  const after = Math.max(leftOut, snapshot?.inputNo ?? 0);
  // one actor's messages lie in the order sent: each commit adds later ones
  const outbox = [...stored.pending.values()].filter((sent) => sent.from === actor);
  return { snapshot, inputs: rows.filter((row) => row.inputNo > after).map(toHistory), outbox };
}

function toHistory({ inputNo, input, sends, seqAfter, quarantined }: HandledInput): HistoryInput {
  return { inputNo, input, sendCount: sends.length, seqAfter, ...(quarantined ? { quarantined } : {}) };
}

function resumePoint({ rounds, pending }: Stored): ResumePoint {
  const { to, atMs, marketSeq } = rounds;
  return { lastRound: to, atMs, marketSeq, pending: [...pending.values()] };
}
