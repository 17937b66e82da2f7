import type { Decimal, IsoTime } from "./wire.ts";

export interface PositionView {
  readonly symbol: string;
  readonly side: "long" | "short";
  readonly qty: Decimal;
  readonly averagePrice: Decimal;
  readonly lastPrice: Decimal | null;
  readonly stopPrice: Decimal | null;
  readonly liquidationPrice: Decimal | null;
  readonly liquidationDistancePct: number | null;
  readonly unrealizedPnl: Decimal;
  readonly unrealizedR: number | null;
  /** Profit in percent of the margin put up, and the price's own move since entry: side by side, as they are often confused. */
  readonly roiOnMarginPct: number | null;
  readonly priceMovePct: number | null;
  readonly strategy: string;
  readonly regimeAtEntry: string;
  /** unprotected, protected, ... as execution says. */
  readonly protection: string;
  readonly openedAt: IsoTime | null;
  readonly isPaused: boolean;
}

export interface OrderView {
  readonly clientId: string;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly type: string;
  readonly leg: string;
  readonly price: Decimal | null;
  readonly triggerPrice: Decimal | null;
  readonly qty: Decimal;
  readonly filledQty: Decimal;
  readonly status: string;
  readonly reduceOnly: boolean;
  readonly reason: string;
  readonly intentId: string;
  readonly createdAt: IsoTime;
  readonly updatedAt: IsoTime;
}

/** A round trip, from open to flat. */
export interface TradeView {
  readonly id: string;
  readonly system: string;
  readonly symbol: string;
  readonly side: "long" | "short";
  readonly strategy: string;
  readonly regimeAtEntry: string;
  readonly openedAt: IsoTime;
  readonly closedAt: IsoTime;
  readonly qty: Decimal;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly initialStop: Decimal;
  readonly realizedPnl: Decimal;
  readonly fees: Decimal;
  readonly funding: Decimal;
  readonly netPnl: Decimal;
  readonly r: number;
  readonly exits: readonly string[];
  readonly reasons: readonly string[];
}

/** One fill. */
export interface FillView {
  readonly fillId: string;
  readonly clientId: string;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly price: Decimal;
  readonly qty: Decimal;
  readonly liquidity: string;
  readonly fee: Decimal;
  readonly realizedPnl: Decimal;
  readonly leg: string;
  readonly intentId: string;
  readonly at: IsoTime;
}
