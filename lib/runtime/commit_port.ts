import type { TimerOp } from "./behavior.ts";
import type { Envelope, Lane, Message } from "./envelope.ts";
import type { Timer } from "./timer_queue.ts";

/** One input of one actor and all that came of it. */
export interface HandledInput {
  readonly actor: string;
  /** The actor's own count of handled inputs, from 1, without gaps. */
  readonly inputNo: number;
  readonly input: Envelope;
  readonly events: readonly Message[];
  readonly sends: readonly Envelope[];
  readonly timers: readonly TimerOp[];
  /** The actor's send counter after this input. */
  readonly seqAfter: number;
}

/**
 * The last sequence an actor handled from one sender on one lane (order holds per pair and lane, not across
 * lanes).
 */
export interface SeenMark {
  readonly from: string;
  readonly lane: Lane;
  readonly seq: number;
}

/** All that is durable of an actor, after its input `inputNo`. */
export interface ActorSnapshot {
  readonly actor: string;
  readonly schema: number;
  readonly inputNo: number;
  /** Send counter. */
  readonly seq: number;
  readonly timers: readonly Timer[];
  readonly seen: readonly SeenMark[];
  /** The state as `encodeState` writes it. */
  readonly state: string;
  /** SHA-256 of `state`. */
  readonly stateHash: string;
}

/**
 * What becomes durable at once: whole rounds, in order. The last of them may have sent; those before it sent
 * nothing. An ordered stop may commit snapshots alone: then fromRound is toRound + 1.
 */
export interface CommitBatch {
  readonly fromRound: number;
  readonly toRound: number;
  /** Logical time after the last round, ms. */
  readonly atMs: number;
  /** seq of the last market message delivered up to here. */
  readonly marketSeq: number;
  /** In the order handled. */
  readonly handled: readonly HandledInput[];
  readonly snapshots: readonly ActorSnapshot[];
}

/** A journalled input as the fold needs it: the message, and what handling it must lead to again. */
export interface HistoryInput {
  readonly inputNo: number;
  readonly input: Envelope;
  readonly sendCount: number;
  readonly seqAfter: number;
}

/** From what an actor is rebuilt. */
export interface ActorHistory {
  readonly snapshot: ActorSnapshot | null;
  /** All inputs after the snapshot (or all there are), ascending. */
  readonly inputs: readonly HistoryInput[];
}

/** Where the tree goes on. */
export interface ResumePoint {
  readonly lastRound: number;
  readonly atMs: number;
  readonly marketSeq: number;
  /** Sent and not the input of any committed row, in any order. May repeat what was handled. */
  readonly pending: readonly Envelope[];
}

/**
 * The durable side of a host. `commit_contract.ts` is its test suite.
 *
 * Synchronous, because the inline host shares its thread with the store: when commit() returns the batch is
 * durable, and no other code runs between the commit and the release of what was sent.
 */
export interface CommitPort {
  /**
   * Stores the whole batch or, on a throw, nothing of it. Throws if an (actor, inputNo) is stored already or
   * fromRound does not follow the last round stored: somebody else writes the same store.
   */
  commit(batch: CommitBatch): void;
  /**
   * The newest snapshot of this schema, if there is one, and the inputs after it. An unknown actor has an
   * empty history.
   */
  load(actor: string, schema: number): ActorHistory;
  /** All zero and nothing pending for an empty store. */
  resumePoint(): ResumePoint;
}
