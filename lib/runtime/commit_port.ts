import type { TimerOp } from "./behavior.ts";
import type { Envelope, Lane, Message } from "./envelope.ts";
import type { Timer } from "./timer_queue.ts";

/**
 * One life of a writer ("root" in stepped delivery, a worker's id in free delivery); a later life has a higher
 * number.
 */
export interface Epoch {
  readonly writer: string;
  /** From 1. */
  readonly number: number;
}

/** Who commits in stepped delivery, for all actors. */
export const ROOT_WRITER = "root";

/** One input of one actor and all that came of it. */
export interface HandledInput {
  readonly actor: string;
  /** The actor's own count of handled inputs, from 1, without gaps. */
  readonly inputNo: number;
  /**
   * Its atMs is the logical time of the handling; in free delivery that may be later than the time of the send.
   */
  readonly input: Envelope;
  readonly events: readonly Message[];
  readonly sends: readonly Envelope[];
  readonly timers: readonly TimerOp[];
  /** The actor's send counter after this input. */
  readonly seqAfter: number;
  /**
   * The input crashed its actor too often: it counts as handled and was never stepped. No sends, no timers;
   * events may tell of it.
   */
  readonly quarantined?: true;
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
 * The rounds a batch ends; only in stepped delivery. The last of them may have sent; those before it sent
 * nothing. An ordered stop may commit snapshots alone: then `from` is `to` + 1.
 */
export interface RoundSpan {
  readonly from: number;
  readonly to: number;
  /** Logical time after the last round, ms. */
  readonly atMs: number;
  /** seq of the last market message delivered up to here. */
  readonly marketSeq: number;
}

/** What becomes durable at once. */
export interface CommitBatch {
  /**
   * Whole rounds, in order; null in free delivery, where each worker commits for itself.
   *
   * With null, handling (from, seq) settles every earlier message of the same (from, to, lane) too: order holds
   * per pair and lane, so what was left out was superseded (conflated) and will never be handled.
   */
  readonly rounds: RoundSpan | null;
  /** In the order handled. */
  readonly handled: readonly HandledInput[];
  readonly snapshots: readonly ActorSnapshot[];
  /**
   * Sends of this store's actors that are in the hands of actors who commit elsewhere: they leave the outbox. Unknown
   * ones are ignored.
   */
  readonly settled?: readonly SentMark[];
}

/** One message by its sender and sequence. */
export interface SentMark {
  readonly from: string;
  readonly seq: number;
}

/** A journalled input as the fold needs it: the message, and what handling it must lead to again. */
export interface HistoryInput {
  readonly inputNo: number;
  /** As it was handled: its atMs is that of the handling. */
  readonly input: Envelope;
  readonly sendCount: number;
  readonly seqAfter: number;
  /** Never stepped, as in HandledInput. */
  readonly quarantined?: true;
}

/** From what an actor is rebuilt. */
export interface ActorHistory {
  readonly snapshot: ActorSnapshot | null;
  /** All inputs after the snapshot (or all there are), ascending. */
  readonly inputs: readonly HistoryInput[];
  /**
   * Sent by this actor and neither the input of any committed row nor settled by one; ascending by seq, as
   * sent.
   */
  readonly outbox: readonly Envelope[];
}

/** Where the tree goes on: the end of the last committed rounds. */
export interface ResumePoint {
  readonly lastRound: number;
  readonly atMs: number;
  readonly marketSeq: number;
  /** The outboxes of all actors, in any order. May repeat what was handled. */
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
   * Begins another life of a writer. Durable at return: the writer's number plus one (the first is 1). Every
   * earlier epoch of this writer is refused from now on; other writers are not touched.
   */
  raiseEpoch(writer: string): Epoch;
  /**
   * Stores the whole batch or, on a throw, nothing of it. Throws StaleEpochError unless `epoch` is the newest of
   * its writer, and an Error if an (actor, inputNo) is stored already or the rounds do not follow the last one
   * stored: somebody else writes the same store.
   */
  commit(batch: CommitBatch, epoch: Epoch): void;
  /**
   * The newest snapshot of this schema, if there is one, and the inputs after it. An unknown actor has an
   * empty history. Inputs up to number `after` are left out too. @default {0}
   */
  load(actor: string, schema: number, after?: number): ActorHistory;
  /** All zero and nothing pending for an empty store. */
  resumePoint(): ResumePoint;
}
