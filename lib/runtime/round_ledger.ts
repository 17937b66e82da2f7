import type { ActorSnapshot, CommitBatch, HandledInput, ResumePoint } from "./commit_port.ts";
import type { Conductor } from "./conductor.ts";
import type { Envelope } from "./envelope.ts";

/** What stepped delivery has handled and not committed: whole rounds only. Changed in place. */
export interface RoundLedger {
  /** Last round committed, or on its way to be. */
  committedRound: number;
  /** The end of the last whole round. */
  round: number;
  atMs: number;
  marketSeq: number;
  handled: HandledInput[];
  snapshots: ActorSnapshot[];
  /** What the last round sent: released by the commit and by nothing else. */
  unreleased: Envelope[];
  hasEvents: boolean;
}

/** A batch, and what its commit releases. */
export interface OwedCommit {
  readonly batch: CommitBatch;
  readonly released: readonly Envelope[];
}

export const RoundLedger = { create, add, endRound, isOwed, take };

function create({ lastRound, atMs, marketSeq }: Omit<ResumePoint, "pending">): RoundLedger {
  return {
    ...{ committedRound: lastRound, round: lastRound, atMs, marketSeq },
    ...{ handled: [], snapshots: [], unreleased: [], hasEvents: false },
  };
}

/** Notes a row of the round under way. */
function add(ledger: RoundLedger, row: HandledInput): void {
  ledger.handled.push(row);
  if (row.events.length > 0) ledger.hasEvents = true;
  for (const sent of row.sends) ledger.unreleased.push(sent);
}

/** All rows of the conductor's round are noted. */
function endRound(ledger: RoundLedger, { round, nowMs, marketSeq }: Conductor): void {
  ledger.round = round;
  ledger.atMs = nowMs;
  ledger.marketSeq = marketSeq;
}

/** True if the world beyond waits for this commit, or quiet rounds have gathered to `maxRounds`. */
function isOwed(ledger: RoundLedger, maxRounds: number): boolean {
  return ledger.unreleased.length > 0 || ledger.hasEvents ||
    ledger.round - ledger.committedRound >= maxRounds;
}

/** Hands over everything as one batch; null if there is nothing. */
function take(ledger: RoundLedger): OwedCommit | null {
  const { committedRound, round, atMs, marketSeq, handled, snapshots, unreleased } = ledger;
  if (round === committedRound && snapshots.length === 0) return null;
  ledger.committedRound = round;
  ledger.handled = [];
  ledger.snapshots = [];
  ledger.unreleased = [];
  ledger.hasEvents = false;
  const rounds = { from: committedRound + 1, to: round, atMs, marketSeq };
  return { batch: { rounds, handled, snapshots }, released: unreleased };
}
