import type { CashFlow, CheckRecord, Fill, Order } from "../domain/mod.ts";
import type { Protection } from "../execution/mod.ts";

/** Sizing arithmetic of an intent. Integers that are prices, quantities or money are texts, as in the canonical export. */
export interface SizingRecord {
  readonly equity: string;
  readonly riskPct: number;
  readonly budget: string;
  readonly stopDistanceTicks: string;
  readonly qtySteps: string;
  readonly riskMoney: string;
  readonly notional: string;
  readonly leverage: number;
}

/** What an intent asks for, in a decision record. */
export interface IntentRecord {
  readonly id: string;
  readonly side: "long" | "short";
  readonly rule: string;
  readonly anchorTicks: string;
  readonly stopTicks: string;
  readonly targets: readonly { readonly ticks: string; readonly sharePct: number }[];
  readonly score: number;
}

/** The verdict of a closed bar. */
export type Verdict = "no_trade" | "holding" | "approved" | "denied";

/** Why a symbol did or did not trade on a closed bar: one for every closed bar of every symbol that is warmed up. */
export interface DecisionRecord {
  /** `symbol:barCloseMs` */
  readonly id: string;
  readonly atMs: number;
  readonly system: string;
  readonly symbol: string;
  readonly historyFromMs: number;
  /** Name of a file whose candles only fed the features; "" when the history is the symbol's own. */
  readonly historySource: string;
  readonly regime: string;
  readonly confidence: number;
  /** What the classifier said on the last setup bar, before hysteresis. */
  readonly rawRegime: string;
  /** Setup bars in a row that confirmed a regime other than the adopted one. */
  readonly contraryBars: number;
  readonly strategy: string;
  readonly features: Readonly<Record<string, number | null>>;
  /** The symbol's rules and gates, in the order they were looked at. */
  readonly checks: readonly CheckRecord[];
  readonly intent: IntentRecord | null;
  /** Risk's rules; empty when there was no intent. */
  readonly riskChecks: readonly CheckRecord[];
  readonly sizing: SizingRecord | null;
  readonly verdict: Verdict;
  /** First reason: the failed check, the denying rule, or empty when approved. */
  readonly reason: string;
  /** Where operators keep entries off: `latch.operator: ` or `latch.kill: ` and the cause, one for each latch that holds. */
  readonly causes?: readonly string[];
}

/** A position from open to flat. Money in 1e-8 of the settle currency. */
export interface RoundTrip {
  /** The entry intent's id. */
  readonly id: string;
  readonly system: string;
  readonly symbol: string;
  readonly side: "long" | "short";
  readonly strategy: string;
  readonly regimeAtEntry: string;
  readonly openedAtMs: number;
  readonly closedAtMs: number;
  readonly qtySteps: number;
  /** Average prices as doubles. */
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly initialStopTicks: number;
  readonly realizedPnl: bigint;
  readonly fees: bigint;
  readonly funding: bigint;
  /** realizedPnl - fees + funding. */
  readonly netPnl: bigint;
  readonly riskMoney: bigint;
  /** netPnl / riskMoney. */
  readonly r: number;
  /** What closed it: stop, target1, target2, exit, liquidation; in order. */
  readonly exits: readonly string[];
  /** The entry's reasons: names of the checks that let it through. */
  readonly reasons: readonly string[];
}

/** One UTC day (or what of it was traded), closed at 00:00. */
export interface DaySummary {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly equity: bigint;
  readonly wallet: bigint;
  readonly realized: bigint;
  readonly unrealized: bigint;
  readonly fees: bigint;
  readonly funding: bigint;
  readonly roundTrips: number;
  readonly sumR: number;
  /** Drawdown from the peak equity, in R of the current per-trade budget and in percent. */
  readonly drawdownPct: number;
  readonly drawdownR: number;
  readonly decisions: number;
  readonly entries: number;
}

/**
 * What the reducers record. The first four kinds make up the canonical export ("the result"); all are journalled by the
 * host before anything that follows from them is sent.
 */
export type TraderEvent =
  | { readonly kind: "DecisionMade"; readonly decision: DecisionRecord }
  | { readonly kind: "OrderChanged"; readonly order: Order }
  | { readonly kind: "FillBooked"; readonly fill: Fill; readonly intentId: string; readonly leg: string }
  | { readonly kind: "CashFlowBooked"; readonly flow: CashFlow }
  | { readonly kind: "RoundTripClosed"; readonly trip: RoundTrip }
  | {
    readonly kind: "RegimeChanged";
    readonly symbol: string;
    readonly regime: string;
    readonly confidence: number;
    readonly features: Readonly<Record<string, number | null>>;
    readonly atMs: number;
  }
  | { readonly kind: "DaySummarised"; readonly day: DaySummary; readonly atMs: number }
  /** Hourly: the pulse of the book, also the equity curve. */
  | {
    readonly kind: "Heartbeat";
    readonly wallet: bigint;
    readonly equity: bigint;
    readonly openRisk: bigint;
    readonly positions: number;
    readonly atMs: number;
  }
  | {
    readonly kind: "PositionChanged";
    readonly symbol: string;
    /** Signed; 0 is flat. */
    readonly qtySteps: number;
    readonly averagePrice: number;
    readonly stopTicks: number | null;
    readonly liquidationPrice: number;
    readonly atMs: number;
  }
  | {
    readonly kind: "FundingBooked";
    readonly symbol: string;
    readonly rate: number;
    readonly price: number;
    readonly positionSteps: number;
    readonly amount: bigint;
    readonly atMs: number;
  }
  /** A latch keeps entries off, or does so for another cause; scope is "portfolio", "system:<id>" or a symbol. */
  | {
    readonly kind: "LatchChanged";
    readonly scope: string;
    readonly latch: string;
    readonly on: boolean;
    readonly cause: string;
    readonly atMs: number;
  }
  /** The daily, weekly or monthly loss limit was reached, or its period ended. */
  | {
    readonly kind: "LossStopChanged";
    readonly period: string;
    readonly on: boolean;
    readonly lossPct: number;
    readonly atMs: number;
  }
  /** Our book and the venue's report differ: entries stop until it is resolved. */
  | {
    readonly kind: "BookDiverged";
    readonly symbol: string;
    readonly what: string;
    readonly ours: string;
    readonly venues: string;
    readonly atMs: number;
  }
  /** A command to execution was not carried out, e.g. a stop that would have moved against the position. */
  | {
    readonly kind: "CommandRefused";
    readonly symbol: string;
    readonly command: string;
    readonly why: string;
    readonly atMs: number;
  }
  /** A position's protection has moved on. */
  | {
    readonly kind: "ProtectionChanged";
    readonly symbol: string;
    readonly intentId: string;
    readonly from: Protection;
    readonly to: Protection;
    readonly atMs: number;
  }
  /** Reconciliation found that book and venue differ, and did something about it. */
  | {
    readonly kind: "Finding";
    /** Which kind of difference, e.g. "phantom position"; "portfolio" as symbol is the account as a whole. */
    readonly what: string;
    readonly symbol: string;
    readonly ours: string;
    readonly venues: string;
    readonly done: string;
    readonly atMs: number;
  }
  /** Risk closed a bar's set without the report of a symbol that has the bar: nothing is entered on it. */
  | {
    readonly kind: "SymbolAbsent";
    readonly symbol: string;
    readonly barCloseMs: number;
    readonly atMs: number;
  }
  /** The guardian sees a position without a stop that covers it. */
  | ({ readonly kind: "ProtectionLost" } & Guarding)
  /** The guardian sees that position covered again, or gone. */
  | ({ readonly kind: "ProtectionRestored" } & Guarding)
  | OperatorEvent;

/** What became of operators' commands: one OperatorCommandTaken for each, besides what it led to. */
export type OperatorEvent =
  | {
    readonly kind: "OperatorCommandTaken";
    readonly commandId: string;
    readonly by: string;
    /** Its kind. */
    readonly command: string;
    readonly accepted: boolean;
    /** Why it was refused; "" if it was not. */
    readonly why: string;
    readonly atMs: number;
  }
  /** The patch is valid and waits to be applied. */
  | { readonly kind: "ConfigStaged" } & ConfigStep
  /** It holds from the next bar on. */
  | { readonly kind: "ConfigApplied" } & ConfigStep
  /** An actor has taken the version over. */
  | {
    readonly kind: "ConfigConfirmed";
    readonly version: string;
    /** Its address. */
    readonly actor: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "ConfigRolledBack";
    readonly version: string;
    /** The version before, which holds again. */
    readonly to: string;
    readonly by: string;
    readonly atMs: number;
  }
  /** A staged version that cannot be applied. */
  | {
    readonly kind: "ConfigFailed";
    readonly version: string;
    readonly why: string;
    readonly atMs: number;
  };

interface ConfigStep {
  readonly version: string;
  /** Path -> value. */
  readonly patch: Readonly<Record<string, number>>;
  readonly by: string;
  readonly atMs: number;
}

/** What the guardian saw and did. */
interface Guarding {
  readonly symbol: string;
  /** How long the position has been without a stop, so far or in all. */
  readonly nakedMs: number;
  /** What was done, or how it came about. */
  readonly how: string;
  readonly atMs: number;
}
