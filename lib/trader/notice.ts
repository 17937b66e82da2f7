import type { Approval, Fill, Intent, Money, Order, OrderRequest, Side } from "../domain/mod.ts";
import type { LatchName } from "../risk/mod.ts";
import type { DecisionRecord } from "./events.ts";
import type { VenueEvent, VenuePosition } from "./market_step.ts";

/**
 * What the orders reducer tells the symbol and the portfolio, in the order in which it happened. Wallet balances are the
 * venue's, right after the event.
 */
export type Notice =
  /** Risk said no to the symbol's intent. */
  | {
    readonly kind: "IntentDenied";
    readonly symbol: string;
    readonly intentId: string;
    readonly atMs: number;
  }
  /** Our book and the venue's account agree; entries may start. */
  | { readonly kind: "BookReconciled"; readonly walletBalance: Money; readonly atMs: number }
  | {
    readonly kind: "BookDiverged";
    readonly symbol: string;
    readonly what: string;
    readonly ours: string;
    readonly venues: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "FillNoted";
    readonly symbol: string;
    readonly intentId: string;
    readonly leg: string;
    readonly fill: Fill;
    /** Both null for a fill that was learnt by asking for the order: the venue's figures of that moment are gone. */
    readonly isolatedMargin: Money | null;
    readonly walletBalance: Money | null;
    readonly atMs: number;
  }
  /** The entry is over: nothing more of it will fill. `filledSteps` 0 means there was no trade. */
  | {
    readonly kind: "EntryEnded";
    readonly symbol: string;
    readonly intentId: string;
    readonly filledSteps: number;
    readonly reason: string;
    readonly atMs: number;
  }
  /** The venue has a stop at this price. */
  | {
    readonly kind: "StopPlaced";
    readonly symbol: string;
    readonly intentId: string;
    readonly stopTicks: number;
    readonly atMs: number;
  }
  /** Flat, and no order of the intent is left. */
  | {
    readonly kind: "CampaignEnded";
    readonly symbol: string;
    readonly intentId: string;
    readonly atMs: number;
  }
  /** The venue owes an answer about this order: entries of the symbol are refused until it is known what became of it. */
  | {
    readonly kind: "OrderUncertain";
    readonly symbol: string;
    readonly intentId: string;
    readonly clientId: string;
    readonly atMs: number;
  }
  /** Where the kill switch of a symbol stands at execution: begun or begun again, or flat by the venue's word. */
  | {
    readonly kind: "FlattenReported";
    readonly symbol: string;
    readonly flattenId: string;
    readonly isFlat: boolean;
    readonly atMs: number;
  }
  /** Reconciliation made the book follow the venue. `position` null is flat. */
  | {
    readonly kind: "PositionRepaired";
    readonly symbol: string;
    /** The campaign's; "" when there is none. */
    readonly intentId: string;
    readonly position: VenuePosition | null;
    /** Wanted stop; 0 when flat. */
    readonly stopTicks: number;
    readonly walletBalance: Money;
    readonly atMs: number;
  }
  /** The venue's own event, handed on. */
  | Noted<"FundingSettled", "FundingNoted">
  | Noted<"PositionLiquidated", "LiquidationNoted"> & { readonly intentId: string };

/** A venue event under the kind of a notice. */
type Noted<E extends VenueEvent["kind"], K extends string> =
  & Omit<Extract<VenueEvent, { readonly kind: E }>, "kind">
  & { readonly kind: K };

/** What risk lets through to execution. Only an entry needs an approval; the others only reduce risk. */
export type ExecutionCommand =
  | {
    readonly kind: "EnterPosition";
    readonly approval: Approval;
    readonly atMs: number;
  }
  /** Moves the stop; refused unless it is tighter. */
  | {
    readonly kind: "MoveStop";
    readonly symbol: string;
    readonly stopTicks: number;
    readonly reason: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "ClosePosition";
    readonly symbol: string;
    readonly reason: string;
    readonly atMs: number;
  };

/**
 * What reconciliation and guardian ask of execution. They make the book follow the venue, or add protection; none can open
 * a position.
 */
export type RepairCommand =
  /** Answered by BookReported to the asker. */
  | { readonly kind: "QueryBook" }
  /**
   * The venue holds this position and the book another one, or none: the book takes it over, and protection follows. A
   * campaign of the same side goes on with its own stop; without one the position gets its own campaign, with this stop.
   */
  | {
    readonly kind: "AdoptPosition";
    readonly position: VenuePosition;
    readonly stopTicks: number;
    readonly walletBalance: Money;
    readonly reason: string;
    readonly atMs: number;
  }
  /**
   * The book holds a position and the venue has none. First the venue is asked for all our orders of the symbol, whose fills
   * may close the book; if the position is still there when the command comes again, it is written off.
   */
  | {
    readonly kind: "CloseBook";
    readonly symbol: string;
    readonly walletBalance: Money;
    readonly reason: string;
    readonly atMs: number;
  }
  /** The venue lacks the stop the book has: the venue is asked for it, and a new one placed once it says so. */
  | { readonly kind: "RepairStop"; readonly symbol: string; readonly reason: string; readonly atMs: number }
  /** Another actor of ours sent this order, under its own intent id: the book takes it up and follows it. */
  | {
    readonly kind: "AdoptOrder";
    readonly order: OrderRequest;
    readonly leg: "guard";
    readonly attempt: number;
    readonly intentId: string;
    readonly atMs: number;
  };

/** Execution's book as of its inputs so far. */
export interface BookReported {
  readonly kind: "BookReported";
  /** Signed steps of every symbol, in the run's order. */
  readonly positions: readonly { readonly symbol: string; readonly steps: number }[];
  /** Every order that is not terminal: submitted, at work, or unknown. */
  readonly orders: readonly Order[];
  /** The stop wanted for each symbol with a campaign; `steps` is what it is to cover now. */
  readonly stops: readonly {
    readonly symbol: string;
    readonly intentId: string;
    /** Of the position. */
    readonly side: Side;
    readonly stopTicks: number;
    readonly steps: number;
  }[];
  readonly atMs: number;
}

/** Sets or clears a latch of the portfolio's: for reconciliation, the runtime and operators. */
export interface ChangeLatch {
  readonly kind: "ChangeLatch";
  /** PORTFOLIO_SCOPE, a system's scope or a symbol. */
  readonly scope: string;
  readonly name: LatchName;
  readonly on: boolean;
  readonly cause: string;
  readonly atMs: number;
}

/** The store cannot commit, or can again: told by the host on the system lane. */
export interface StoreHealth {
  readonly kind: "StoreDegraded" | "StoreRecovered";
  readonly atMs: number;
}

/**
 * An ordered stop: resting entries are cancelled and new ones refused, for this reason, until the session starts or is
 * resumed. Stops, targets and exits go on.
 */
export interface CancelEntries {
  readonly kind: "CancelEntries";
  readonly reason: string;
}

/** What one symbol has to say about a closed bar. */
export type SymbolReport = Readonly<ReusedReport>;

/** A report that its maker writes anew for each bar: whoever keeps it copies it. */
export interface ReusedReport {
  readonly symbol: string;
  closeMs: number;
  close: number;
  /** False while the symbol warms up. */
  decided: boolean;
  /** Log returns of the setup bars that closed since the last report, oldest first; usually none. */
  setupReturns: readonly number[];
  /** Close of the last setup bar, ms. */
  setupCloseMs: number;
  intent: Intent | null;
  /** The decision as far as the symbol can tell it, when there is an intent and somebody records. */
  draft: DecisionRecord | null;
  /** A tighter stop or a close for the open position. */
  exit: ExecutionCommand | null;
}
