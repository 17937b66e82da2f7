import type { Approval, Fill, Intent, Money } from "../domain/mod.ts";
import type { DecisionRecord } from "./events.ts";
import type { VenueEvent } from "./market_step.ts";

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
    readonly isolatedMargin: Money;
    readonly walletBalance: Money;
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

/** What one symbol has to say about a closed bar. */
export interface SymbolReport {
  readonly symbol: string;
  readonly closeMs: number;
  readonly close: number;
  /** False while the symbol warms up. */
  readonly decided: boolean;
  /** Log returns of the setup bars that closed since the last report, oldest first; usually none. */
  readonly setupReturns: readonly number[];
  /** Close of the last setup bar, ms. */
  readonly setupCloseMs: number;
  readonly intent: Intent | null;
  /** The decision as far as the symbol can tell it, when there is an intent and somebody records. */
  readonly draft: DecisionRecord | null;
  /** A tighter stop or a close for the open position. */
  readonly exit: ExecutionCommand | null;
}
