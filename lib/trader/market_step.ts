import type { Fill, Money, OrderRequest, OrderStatus, Side } from "../domain/mod.ts";

/**
 * The moments of a bar at which the market moves, in order. `bar` publishes the closed candles after the close has
 * settled; `funding` comes between a close and the next open, when it is due.
 */
export const PHASES = ["open", "extreme1", "extreme2", "close", "bar", "funding"] as const;
/** Index into PHASES. */
export type Phase = 0 | 1 | 2 | 3 | 4 | 5;
export const PHASE = { open: 0, extreme1: 1, extreme2: 2, close: 3, bar: 4, funding: 5 } as const;

/** One moment of the market. `bar` counts from 0 at the first bar of the tape. */
export interface Instant {
  readonly bar: number;
  readonly phase: Phase;
  readonly atMs: number;
}

/**
 * What can be asked of a venue. The answer goes to whoever asked; execution gets a copy of what becomes of an order that
 * another actor sent.
 */
export type VenueCommand =
  /** Sets isolated margin, one-way mode and leverage; idempotent; answered by SymbolConfigured. */
  | { readonly kind: "ConfigureSymbol"; readonly symbol: string; readonly leverage: number }
  /** Answered by OrderAccepted or OrderRejected; by -1021 when the venue's clock is past sentAtMs + recvWindowMs. */
  | {
    readonly kind: "SubmitOrder";
    readonly order: OrderRequest;
    readonly sentAtMs: number;
    readonly recvWindowMs: number;
  }
  /** Answered by OrderCancelled or CancelRejected. */
  | { readonly kind: "CancelOrder"; readonly symbol: string; readonly clientId: string }
  /** Answered by OrderReported or OrderUnknown. */
  | { readonly kind: "QueryOrder"; readonly symbol: string; readonly clientId: string }
  /** Answered by AccountReported. */
  | { readonly kind: "QueryAccount" }
  /** Answered by PriceQuoted. `purpose` is handed back. */
  | { readonly kind: "QueryPrice"; readonly symbol: string; readonly purpose: string };

/** An open order as the venue holds it. */
export interface ReportedOrder extends OrderRequest {
  /** Steps that have filled. */
  readonly filledSteps: number;
}

/** A position as the venue holds it. */
export interface VenuePosition {
  readonly symbol: string;
  readonly side: Side;
  readonly qtySteps: number;
  readonly cost: Money;
  readonly isolatedMargin: Money;
}

/** What a venue can say of the state of an order it knows; an order it refused is one it does not know. */
export type ReportedStatus = Extract<
  OrderStatus,
  "acknowledged" | "partially_filled" | "filled" | "cancelled" | "expired"
>;

/** What a venue reports. Times are the venue's. */
export type VenueEvent =
  | {
    readonly kind: "SymbolConfigured";
    readonly symbol: string;
    readonly leverage: number;
    readonly atMs: number;
  }
  | {
    readonly kind: "OrderAccepted";
    readonly symbol: string;
    readonly clientId: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "OrderRejected";
    readonly symbol: string;
    readonly clientId: string;
    /** The venue's error code, e.g. "-2021". */
    readonly code: string;
    readonly reason: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "OrderFilled";
    readonly fill: Fill;
    /** True when nothing of the order is left to fill. */
    readonly complete: boolean;
    /** Isolated margin of the position after the fill. */
    readonly isolatedMargin: Money;
    readonly walletBalance: Money;
  }
  | {
    readonly kind: "OrderCancelled";
    readonly symbol: string;
    readonly clientId: string;
    /** What it had filled; fills of it may still be on their way to us. */
    readonly filledSteps: number;
    readonly atMs: number;
  }
  /** The venue ended an order itself, e.g. a reduce-only remainder with no position left. */
  | {
    readonly kind: "OrderExpired";
    readonly symbol: string;
    readonly clientId: string;
    readonly reason: string;
    readonly filledSteps: number;
    readonly atMs: number;
  }
  | {
    readonly kind: "CancelRejected";
    readonly symbol: string;
    readonly clientId: string;
    readonly reason: string;
    readonly atMs: number;
  }
  /** Answer to QueryOrder: the order as the venue has it, with all its fills so far, oldest first. */
  | {
    readonly kind: "OrderReported";
    readonly symbol: string;
    readonly clientId: string;
    readonly status: ReportedStatus;
    readonly filledSteps: number;
    readonly fills: readonly Fill[];
    readonly atMs: number;
  }
  /** Answer to QueryOrder: the venue has no order of this id, as of its own `atMs`. */
  | {
    readonly kind: "OrderUnknown";
    readonly symbol: string;
    readonly clientId: string;
    readonly atMs: number;
  }
  | {
    readonly kind: "FundingSettled";
    readonly symbol: string;
    /** Negative is paid, positive received. */
    readonly amount: Money;
    readonly rate: number;
    readonly price: number;
    /** Signed. */
    readonly positionSteps: number;
    readonly isolatedMargin: Money;
    readonly walletBalance: Money;
    readonly atMs: number;
  }
  | {
    readonly kind: "PositionLiquidated";
    readonly symbol: string;
    readonly side: Side;
    readonly qtySteps: number;
    /** The liquidation price. */
    readonly price: number;
    /** The isolated margin that was lost, positive. */
    readonly lost: Money;
    readonly walletBalance: Money;
    readonly atMs: number;
  }
  | {
    readonly kind: "AccountReported";
    readonly walletBalance: Money;
    readonly positions: readonly VenuePosition[];
    readonly openOrders: readonly ReportedOrder[];
    readonly atMs: number;
  }
  | {
    readonly kind: "PriceQuoted";
    readonly symbol: string;
    readonly price: number;
    readonly purpose: string;
    readonly atMs: number;
  };

/** Candles published at a `bar` instant, as columns reused from bar to bar; rows 0..count-1 are valid. */
export interface BarFrame {
  count: number;
  /** Index into the run's symbol list. */
  readonly symbol: Int32Array;
  readonly openMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** A market that trading can be run against one instant at a time. */
export interface MarketStep {
  readonly bars: BarFrame;
  /**
   * Moves the market through the four price instants of a bar at once where nothing would come of them: true, and all is as
   * if each had been advanced to. Else false, and nothing has changed.
   */
  passQuietly(bar: number): boolean;
  /** Moves the market; what happens to orders and positions is appended to `out`. At `bar` it fills `bars`. */
  advance(instant: Instant, out: VenueEvent[]): void;
  /** Takes a command at the current instant; its answers are appended to `out`. What is accepted fills from the next instant. */
  handle(command: VenueCommand, atMs: number, out: VenueEvent[]): void;
}
