import type { Instrument, Money } from "../../domain/mod.ts";
import type { Latch } from "../../risk/mod.ts";
import type { VenueCommand, VenueEvent, VenuePosition } from "../market_step.ts";
import type { BookReported, ChangeLatch, ExecutionCommand, Notice, RepairCommand } from "../notice.ts";
import type { TimerChange } from "../orders/state.ts";
import type { Recorder } from "../recorder.ts";
import type { ReconcileConfig } from "./schema.ts";

export type AccountReported = Extract<VenueEvent, { readonly kind: "AccountReported" }>;

/** What reconciliation is told once. Lists are in the run's symbol order. */
export interface ReconciliationSpec {
  /** Two characters that begin every client order id of ours. */
  readonly systemTag: string;
  readonly symbols: readonly string[];
  readonly instruments: readonly Instrument[];
  readonly reconcile: ReconcileConfig;
  /** Between two passes: reconcile.every_ms, or one bar in stepped delivery. */
  readonly everyMs: number;
  /** Distance of an adopted position's stop from the mark where nobody has one: protection.emergency_stop_pct. */
  readonly emergencyStopPct: number;
}

/** Asks risk for its ledger and latches; answered by RiskReported. */
export interface QueryRisk {
  readonly kind: "QueryRisk";
}

/** Risk's side of the books, as of its inputs. */
export interface RiskReported {
  readonly kind: "RiskReported";
  /** Sum of the ledger. */
  readonly walletBalance: Money;
  readonly latches: readonly Latch[];
  readonly atMs: number;
}

/** What can differ. */
export const DIFFERENCES = [
  "missing protection",
  "orphan order",
  "lost order",
  "unknown position",
  "phantom position",
  "quantity mismatch",
  "side mismatch",
  "balance drift",
  "foreign position",
] as const;
export type DifferenceKind = (typeof DIFFERENCES)[number];

/** Something in which book and venue differ at one pass. */
export interface Difference {
  readonly what: DifferenceKind;
  /** PORTFOLIO_SCOPE for the account as a whole. */
  readonly symbol: string;
  /** Client id of the order it is about; "" for none. */
  readonly clientId: string;
  readonly ours: string;
  readonly venues: string;
}

/** A difference followed from pass to pass. */
export interface Case extends Difference {
  readonly firstSeenMs: number;
  /** How often something was done about it; 0 while it is no finding yet. */
  acted: number;
  /** What was done last. */
  done: string;
}

/** A latch that reconciliation may take back, and the clean passes since it was seen. */
export interface LatchWatch {
  readonly scope: string;
  readonly name: Latch["name"];
  cleanPasses: number;
}

/** A pass waiting for its answers. */
export interface Pass {
  readonly askedAtMs: number;
  book: BookReported | null;
  risk: RiskReported | null;
  account: AccountReported | null;
}

/** A position to be adopted once the mark is known. */
export interface Adoption {
  readonly position: VenuePosition;
  readonly walletBalance: Money;
  readonly reason: string;
  readonly close: boolean;
}

/** State of reconciliation: plain data, changed in place. */
export interface ReconciliationState {
  pass: Pass | null;
  /** Finished so far. */
  passes: number;
  /** Unanswered in a row. */
  failedPasses: number;
  /** Differences of the last finished pass. */
  cases: Case[];
  latches: LatchWatch[];
  adoptions: Adoption[];
  /** Orders the book has and the venue lacks, by client id, about which the venue was asked. */
  lookups: string[];
  /** When the next pass is due; -1 before the start. */
  dueMs: number;
  /** Of the configuration told last; "" for the one at the start. None of its knobs is reconciliation's. */
  configVersion: string;
}

/** What one input leads to, by receiver; the caller empties the lists before each use. */
export interface ReconciliationOut {
  /** For the venue. */
  readonly commands: VenueCommand[];
  /** For execution: repairs, closes, and what the venue said of an order it lost sight of. */
  readonly repairs: (RepairCommand | ExecutionCommand | VenueEvent)[];
  /** For risk. */
  readonly changes: (ChangeLatch | QueryRisk | Notice)[];
  /** True when the guardian is to look at once. */
  alarm: boolean;
  readonly timers: TimerChange[];
  readonly recorder: Recorder;
}

/** Reconciliation at work on one input. */
export interface ReconciliationContext {
  readonly spec: ReconciliationSpec;
  readonly state: ReconciliationState;
  readonly out: ReconciliationOut;
  readonly nowMs: number;
}

/** Fresh lists around a recorder. */
export function createReconciliationOut(recorder: Recorder): ReconciliationOut {
  return { commands: [], repairs: [], changes: [], alarm: false, timers: [], recorder };
}

/** Nothing compared yet. */
export function createReconciliationState(): ReconciliationState {
  return {
    pass: null,
    passes: 0,
    failedPasses: 0,
    cases: [],
    latches: [],
    adoptions: [],
    lookups: [],
    dueMs: -1,
    configVersion: "",
  };
}
