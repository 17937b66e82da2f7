import type { Result } from "../core/mod.ts";
import type { CashFlow, Instrument, Money, Order } from "../domain/mod.ts";
import type { CommitPort, JournalSource } from "../runtime/mod.ts";
import type { CanonicalLine, DaySummary, DecisionRecord, RoundTrip, Verdict } from "../trader/mod.ts";
import type { EquityQuery, EventOf, StoreQueries } from "./queries.ts";
import type { PruneBudget, PruneReport, RetentionPolicy } from "./retention/policy.ts";

export * from "./queries.ts";
export type { PruneBudget, PruneReport, RetentionPolicy } from "./retention/policy.ts";

/** What a store belongs to from its creation on; it serves nothing else. */
export interface Identity {
  /** backtest, replay, paper, shadow, testnet or live. */
  readonly mode: string;
  /** The venue and which of its environments; also the `venue` column of the contract's tables. */
  readonly venueEnvironment: string;
  readonly account: string;
  readonly runId: string;
}

/** A process's claim on a store. */
export interface Binding extends Identity {
  /** The effective configuration, without secrets. */
  readonly configJson: string;
  readonly configHash: string;
  /** All that may be traded: ticks and steps become decimals by them. */
  readonly instruments: readonly Instrument[];
}

/** "The result" of a run. */
export interface ResultHash {
  /** SHA-256 over all canonical lines, each followed by "\n". */
  readonly sha256: string;
  readonly lines: number;
  readonly byKind: Readonly<Record<CanonicalLine["kind"], number>>;
}

/** A point of the equity curve; money in 1e-8. */
export interface EquityPoint {
  readonly atMs: number;
  readonly wallet: Money;
  readonly equity: Money;
  readonly openRisk: Money;
  readonly positions: number;
}

/** Something that changed whether we trade, or that went wrong. */
export interface Incident {
  /** Logical time, ms; 0 before the first instant. */
  readonly atMs: number;
  /** Time of the machine, ms. */
  readonly wallMs: number;
  /** Kind of a system event, component of an error. */
  readonly what: string;
  /** "portfolio", a symbol, or "process"; empty for errors. */
  readonly scope: string;
  readonly cause: string;
}

/** Who asks to write a store, and for how long. */
export interface LeaseRequest {
  /** Names one life of one process for people: host, pid and start time, say. No other life may have it. */
  readonly holder: string;
  /** How long the lease lasts without being renewed, ms. */
  readonly ttlMs: number;
  /** The caller's wall time, ms: read where the store has no clock of its own (SQLite). */
  readonly nowMs: number;
}

/** Times are ms of the store's clock, or of the holders' where it has none. */
export interface Lease {
  readonly holder: string;
  readonly sinceMs: number;
  readonly expiresAtMs: number;
}

/** Reading a store. Lists are in the order written unless said otherwise. */
export interface StoreReader extends StoreQueries {
  /** Null while nothing was bound. */
  identity(): Identity | null;
  /** Latest logical time of any commit, ms; 0 for an empty store. */
  lastInstantMs(): number;
  /** Close of the latest bar decided on, ms; 0 where there is none. */
  lastDecisionMs(): number;
  /** Symbols that have decisions, ascending. */
  symbols(): string[];
  /** Of all decisions ever made, also those that retention deleted. */
  countDecisionsByVerdict(): Readonly<Record<Verdict, number>>;
  /** Decisions of a symbol on bars that closed in [fromMs, toMs), by time. */
  decisions(symbol: string, fromMs: number, toMs: number): Iterable<DecisionRecord>;
  decision(symbol: string, barCloseMs: number): DecisionRecord | null;
  /** Each order once, as it is now; in the order created. */
  orders(): Order[];
  fills(): EventOf<"FillBooked">[];
  cashFlows(): CashFlow[];
  /** Exact sum of all cash flows: the wallet balance. */
  ledgerBalance(): Money;
  funding(): EventOf<"FundingBooked">[];
  /** All but the first `from`, in the order closed. @default {0} */
  roundTrips(from?: number): RoundTrip[];
  regimes(): EventOf<"RegimeChanged">[];
  /** What retention left of it: of old days those with the lowest and highest equity, and the last. */
  equityCurve(query?: EquityQuery): EquityPoint[];
  /** The newest; null before the first. */
  latestEquity(): EquityPoint | null;
  /** By date; the last so many, if given. */
  daySummaries(last?: number): DaySummary[];
  systemEvents(): Incident[];
  /** Newest first. */
  latestSystemEvents(limit: number): Incident[];
  errors(): Incident[];
  /**
   * The lines of the canonical export in order, without line ends, in bounded memory. Nothing may be committed while it is
   * being read; end or return() it before close(). Throws StoreRefused where `isPruned`: it would be none of the run.
   */
  canonicalExport(): Iterable<string>;
  /** As canonicalExport(). */
  resultHash(): ResultHash;
  /** True once retention has deleted decisions. */
  isPruned(): boolean;
  /** The journal and what was recorded with it, for a replay. */
  readonly journal: JournalSource;
  close(): void;
}

/**
 * The system of record: the runtime's commit port, and all that follows from the committed events as tables, written in
 * the same transaction. All calls are synchronous. Errors: StoreUnavailable (may heal), StoreRefused (this place cannot be
 * used), Error for broken invariants.
 *
 * A commit() that ended with StoreUnavailable is told again unchanged, before any other of its writer: so it is stored
 * once, whether or not the first was (`isInDoubt`).
 */
export interface Store extends CommitPort, StoreReader {
  /**
   * Gives an empty store its identity ("created") or makes sure that it has this one ("resumed"); a refusal names all that
   * differs. Needed before the first commit with trader events. A new configuration is added to config_versions.
   */
  bind(binding: Binding): Result<"created" | "resumed", string>;
  /**
   * Lets one process at a time write, if all ask before they raise an epoch. A refusal says who holds the lease since when
   * and what to do. The holder itself may ask again; a lease that has ended is taken over. Throws RangeError unless ttlMs
   * is a positive integer.
   */
  acquireLease(request: LeaseRequest): Result<Lease, string>;
  /** Makes a lease last ttlMs from now, also one that has ended and that nobody took; refused once it is another's. */
  renewLease(request: LeaseRequest): Result<Lease, string>;
  /** Gives the lease back; of no effect if it is another's. */
  releaseLease(holder: string): void;
  /** Notes a fact of the process: start, stop, ... */
  systemEvent(kind: string, cause: string): void;
  /** Notes an error; `error` may be anything that was thrown. */
  recordError(component: string, error: unknown): void;
  /**
   * Deletes what is too old and nobody needs, a little at a time; to be called now and then by the one who commits, who
   * cannot meanwhile. Each slice is a transaction of its own. Throws RangeError on a policy or budget that is none.
   */
  prune(policy: RetentionPolicy, budget: PruneBudget): PruneReport;
}
