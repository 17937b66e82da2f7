import { Money } from "../../domain/mod.ts";
import {
  annualReturn,
  maxDrawdown,
  sharpeRatio,
  sortinoRatio,
  tradeFigures,
  type TradeOutcome,
} from "../statistics/mod.ts";
import type { TrialOutcome } from "./trial.ts";

/** What a trial is judged by. NaN where a figure is not defined: no trade, no loss, no movement. */
export interface TrialFigures {
  /** Round trips that closed. */
  readonly trades: number;
  /** Of the round trips, after fees and funding, in the settle currency. */
  readonly netPnl: number;
  /** Final over first equity, open profit included, in percent. */
  readonly returnPct: number;
  /** Deepest fall of the equity at the ends of days, in percent of the peak before it: 0 or less. */
  readonly maxDrawdownPct: number;
  /** Of daily returns, annualised by 365 days; as all ratios below it. */
  readonly sharpe: number;
  readonly sortino: number;
  readonly calmar: number;
  /** Gains over losses of the round trips; Infinity without a loss. */
  readonly profitFactor: number;
  /** Mean and sum of the round trips' results in multiples of their risk. */
  readonly expectancyR: number;
  readonly sumR: number;
  /** 0 to 1. */
  readonly winRate: number;
}

/** Names of the figures, in the order they are told. */
export const TRIAL_FIGURES = [
  "trades",
  "netPnl",
  "returnPct",
  "maxDrawdownPct",
  "sharpe",
  "sortino",
  "calmar",
  "profitFactor",
  "expectancyR",
  "sumR",
  "winRate",
] as const satisfies readonly (keyof TrialFigures)[];

const DAYS_PER_YEAR = 365;
const DAY_MS = 86_400_000;

/**
 * Returns of the UTC days of a trial, fractions of the equity before each; a day that the span cuts, at either end,
 * counts as one. As many for every trial of one span. Of an equity at or below zero nothing can be earned: 0.
 */
export function dailyReturns({ days, startEquity, finalEquity, toMs }: TrialOutcome): Float64Array {
  const isCut = toMs % DAY_MS !== 0;
  const returns = new Float64Array(days.length + (isCut ? 1 : 0));
  let before = startEquity;
  for (let i = 0; i < returns.length; i++) {
    const after = i < days.length ? Money.toNumber(days[i]!.equity) : finalEquity;
    returns[i] = before > 0 ? after / before - 1 : 0;
    before = after;
  }
  return returns;
}

/** The figures of a trial, by the formulas of lib/research/statistics; `returns` are those of its days, where known. */
export function figuresOf(outcome: TrialOutcome, returns = dailyReturns(outcome)): TrialFigures {
  const { trips, startEquity, finalEquity, fromMs, toMs } = outcome;
  const depth = maxDrawdown(returns);
  const trades = trips.map((trip): TradeOutcome => ({
    netPnl: Money.toNumber(trip.netPnl),
    r: trip.riskMoney > 0n ? trip.r : NaN,
    openedAtMs: trip.openedAtMs,
    closedAtMs: trip.closedAtMs,
    // turnover is no figure of a trial
    tradedValue: 0,
  }));
  const figures = tradeFigures(trades, { fromMs, toMs, meanEquity: startEquity });
  return {
    trades: trades.length,
    netPnl: Money.toNumber(trips.reduce((sum, trip) => sum + trip.netPnl, 0n)),
    returnPct: 100 * (finalEquity / startEquity - 1),
    maxDrawdownPct: 100 * depth,
    sharpe: sharpeRatio(returns, { periodsPerYear: DAYS_PER_YEAR }),
    sortino: sortinoRatio(returns, { periodsPerYear: DAYS_PER_YEAR }),
    calmar: depth < 0 ? annualReturn(returns, DAYS_PER_YEAR) / -depth : NaN,
    profitFactor: figures.profitFactor,
    expectancyR: figures.expectancyR,
    sumR: trades.reduce((sum, { r }) => Number.isNaN(r) ? sum : sum + r, 0),
    winRate: figures.winRate,
  };
}
