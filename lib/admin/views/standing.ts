import type { Decimal, IsoTime } from "./wire.ts";

/** One line above everything else. `state`: whether entries are on, and if not, why. */
export interface SummaryView {
  /** paper, shadow, testnet or live. */
  readonly mode: string;
  readonly control: "auto" | "manual";
  readonly state: "ON" | "GUARDED" | "RISK_OFF" | "CRISIS" | "HALTED";
  /** Every latch that keeps entries off. */
  readonly latches: readonly LatchView[];
  readonly account: string;
  /** "paper-simulated", "binance", ... */
  readonly venue: string;
  readonly currency: string;
  readonly equity: Decimal;
  readonly wallet: Decimal;
  readonly pnlToday: Decimal;
  readonly pnlTotal: Decimal;
  readonly drawdownPct: number;
  readonly drawdownR: number;
  readonly openRiskR: number;
  readonly positions: number;
  readonly closedTrades: number;
  /** Close of the latest bar decided on; null before the first. */
  readonly marketTime: IsoTime | null;
  /** Bars the market plays in a second of wall time; null where it is the world's own market. */
  readonly barsPerSecond: number | null;
  readonly runId: string;
  readonly startedAt: IsoTime;
}

export interface LatchView {
  /** "portfolio", "system:<id>" or a symbol. */
  readonly scope: string;
  readonly name: string;
  readonly cause: string;
  /** When it was set, market time; null where that is not known any more. */
  readonly since: IsoTime | null;
}

/** The latest regime of a symbol, which holds since `timestamp`. */
export interface RegimeView {
  readonly symbol: string;
  readonly regime: string;
  readonly confidence: number;
  readonly features_snapshot: Readonly<Record<string, number | null>>;
  readonly timestamp: IsoTime;
}

export interface EquityPointView {
  readonly at: IsoTime;
  readonly equity: number;
  readonly wallet: number;
  readonly drawdownPct: number;
}

/** A UTC day. */
export interface PnlDayView {
  readonly date: string;
  readonly realized: Decimal;
  readonly unrealized: Decimal;
  readonly fees: Decimal;
  readonly funding: Decimal;
  readonly equity: Decimal;
  readonly sumR: number;
  readonly drawdownR: number;
  readonly drawdownPct: number;
  readonly roundTrips: number;
}

/** Over a rolling span of eight weeks of market time; null where there is nothing to measure. */
export interface PerformanceView {
  readonly from: IsoTime | null;
  readonly to: IsoTime | null;
  readonly trades: number;
  readonly winRatePct: number | null;
  readonly profitFactor: number | null;
  readonly expectancyR: number | null;
  readonly maxDrawdownR: number | null;
  readonly makerPct: number | null;
  readonly slippageBps: number | null;
  readonly netPnl: Decimal;
}
