// A report as plain data. Units are in the names: Money is whole units of `facts.currency`, Pct is in percent, R is in
// multiples of the risk taken at entry, Annual is per 365 days. A figure that is not defined is null, never NaN.
import type { ResultHash } from "../../backtest/mod.ts";
import type { DecisionFigures } from "./decision_data.ts";

/** What was run. */
export interface RunFacts {
  readonly title: string;
  readonly system: string;
  readonly symbols: readonly string[];
  readonly currency: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly barMs: number;
  readonly days: number;
  readonly walletMoney: number;
  /** What the recorder kept: with "tally" what is known of fills, decisions and open positions is missing. */
  readonly recorded: "everything" | "tally";
  /** "hour" where the pulse of the book was recorded, else "day". */
  readonly equityStep: "hour" | "day";
  readonly fees: readonly { readonly symbol: string; readonly makerBps: number; readonly takerBps: number }[];
  /** First decision, i.e. the end of the warm-up; null where decisions were not kept or none was made. */
  readonly firstDecisionMs: number | null;
  readonly remarks: readonly string[];
  readonly result: ResultHash | null;
}

/** The account, open profit included. */
export interface AccountFigures {
  readonly finalEquityMoney: number;
  readonly changeMoney: number;
  readonly returnPct: number;
  /** Compound growth per 365 days. */
  readonly returnAnnualPct: number | null;
  /** Part of changeMoney that is of no closed trade: positions still open, corrections of the venue. */
  readonly openMoney: number;
  /** All fees and funding booked, also those of open positions. With "tally" those of full days. */
  readonly feesMoney: number;
  readonly fundingMoney: number;
  /** Liquidations booked. With "tally" those of closed trades. */
  readonly liquidations: number;
  /** Positions open at the end; null with "tally". */
  readonly openPositions: number | null;
}

/** Risk of the equity curve. Ratios are of daily returns (UTC days), annualised by 365, without a risk-free rate. */
export interface RiskFigures {
  readonly sharpeAnnual: number | null;
  readonly sortinoAnnual: number | null;
  readonly calmarAnnual: number | null;
  readonly volatilityAnnualPct: number | null;
  /** Deepest fall of the equity from its peak, 0 or more. */
  readonly maxDrawdownPct: number;
  /** Deepest fall of the sum of R of the closed trades, 0 or more. */
  readonly maxDrawdownR: number;
  /** Longest time from a peak of the equity until it was reached again, or until the end. */
  readonly longestDrawdownDays: number;
  readonly dailyReturns: number;
  /** Probability that the true Sharpe ratio is above 0, given this one run. */
  readonly probabilisticSharpePct: number | null;
  /** Days that would put that probability over 95 %; null where no number would. */
  readonly minimumTrackRecordDays: number | null;
}

/** Closed trades. */
export interface TradeSummary {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  readonly winRatePct: number | null;
  /** Gains over losses; null without a loss. */
  readonly profitFactor: number | null;
  /** Mean R (expectancy). */
  readonly expectancyR: number | null;
  readonly medianR: number | null;
  readonly sumR: number;
  /** Before fees and funding. */
  readonly grossMoney: number;
  /** Paid: positive is a cost. */
  readonly feesMoney: number;
  /** Received: negative is a cost. */
  readonly fundingMoney: number;
  /** grossMoney - feesMoney + fundingMoney. */
  readonly netMoney: number;
  readonly expectancyMoney: number | null;
  /** Mean gain over mean loss. */
  readonly payoff: number | null;
  readonly holdingMeanHours: number | null;
  readonly longestLosingStreak: number;
  readonly longestWinningStreak: number;
  /** Trades in whose end each kind of exit had a part: stop, target1, exit, liquidation, ... */
  readonly exits: Readonly<Record<string, number>>;
}

/** How much was traded. */
export interface ActivityFigures {
  /** Share of the span with at least one position. */
  readonly exposurePct: number;
  /** Value bought and sold. With "tally" that of closed trades, from their average prices. */
  readonly turnoverMoney: number;
  /** turnoverMoney over the mean equity; null for an account that was in debt on average. */
  readonly turnoverTimes: number | null;
  readonly fills: number | null;
  /** Share of the value filled that rested in the book; null where fills were not kept. */
  readonly makerPct: number | null;
}

/** The same span in the market series, bought at its start and held: no fees, no funding, no leverage. */
export interface MarketFigures {
  readonly symbol: string;
  readonly returnPct: number | null;
  readonly maxDrawdownPct: number | null;
  readonly sharpeAnnual: number | null;
  /** Of the run's daily returns with the market's. */
  readonly correlation: number | null;
  readonly beta: number | null;
}

/** Trades that have something in common. */
export interface GroupRow {
  readonly name: string;
  readonly trades: number;
  readonly wins: number;
  readonly winRatePct: number | null;
  readonly profitFactor: number | null;
  readonly expectancyR: number | null;
  readonly sumR: number;
  readonly netMoney: number;
  readonly feesMoney: number;
  readonly fundingMoney: number;
  readonly holdingMeanHours: number | null;
}

/** A symbol's trades and the share of the span in which it had a position. */
export interface SymbolRow extends GroupRow {
  readonly exposurePct: number;
}

/** A UTC month, or what of it was run. Trades belong to the month they were closed in. */
export interface MonthRow {
  /** YYYY-MM */
  readonly month: string;
  readonly startEquityMoney: number;
  readonly endEquityMoney: number;
  readonly changeMoney: number;
  readonly returnPct: number | null;
  readonly trades: number;
  readonly sumR: number;
  readonly netMoney: number;
}

/** A closed trade. */
export interface TradeRow {
  readonly id: string;
  readonly symbol: string;
  readonly side: "long" | "short";
  /** Empty with "tally". */
  readonly strategy: string;
  readonly regime: string;
  readonly openedAtMs: number;
  readonly closedAtMs: number;
  /** In base units. */
  readonly quantity: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly feesMoney: number;
  readonly fundingMoney: number;
  readonly netMoney: number;
  readonly r: number | null;
  readonly exits: readonly string[];
}

/** Values over time, as columns of one length. */
export interface Curve {
  readonly atMs: readonly number[];
  readonly value: readonly number[];
}

/** Trades whose R lies in [fromR, toR). */
export interface HistogramBin {
  readonly fromR: number;
  readonly toR: number;
  readonly trades: number;
}

/** A symbol's price, for its trades to be drawn on; thinned to at most 600 points. */
export interface PriceChart {
  readonly symbol: string;
  readonly price: Curve;
}

/** What the report shows as pictures; curves are thinned to at most 2,000 points, each stretch by its lowest and highest. */
export interface ReportCharts {
  /** Money. */
  readonly equity: Curve;
  /** Percent below the peak, 0 or more. */
  readonly drawdown: Curve;
  /** Money: the same account, all of it in the market; null without a market series. */
  readonly buyAndHold: Curve | null;
  readonly rHistogram: readonly HistogramBin[];
  readonly prices: readonly PriceChart[];
}

/** Figures of one run. Everything follows from its ReportInput: the same input gives the same bytes. */
export interface RunReport {
  readonly facts: RunFacts;
  readonly account: AccountFigures;
  readonly risk: RiskFigures;
  readonly trades: TradeSummary;
  readonly activity: ActivityFigures;
  readonly market: MarketFigures | null;
  readonly byRegime: readonly GroupRow[];
  readonly bySymbol: readonly SymbolRow[];
  readonly bySide: readonly GroupRow[];
  /** By what closed them, in order: "target1+stop". */
  readonly byExit: readonly GroupRow[];
  readonly byMonth: readonly MonthRow[];
  /** Null where decisions were not kept. */
  readonly decisions: DecisionFigures | null;
  readonly charts: ReportCharts;
  /** The first 500 trades. */
  readonly tradeRows: readonly TradeRow[];
  readonly tradeRowsLeftOut: number;
}
