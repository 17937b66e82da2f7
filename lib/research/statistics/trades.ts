import { requirePositive } from "./guard.ts";

/** One closed trade as these figures see it. Money is in one currency, the account's. */
export interface TradeOutcome {
  /** After fees and funding. */
  readonly netPnl: number;
  /** netPnl in multiples of the risk taken at entry; NaN where that risk is not known. */
  readonly r: number;
  readonly openedAtMs: number;
  readonly closedAtMs: number;
  /** Value bought plus value sold. */
  readonly tradedValue: number;
}

/** What trades are measured against. */
export interface TradeSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** Mean equity of the span, above 0. */
  readonly meanEquity: number;
}

/** Figures of a list of trades. NaN where a figure is not defined (no trade, no winner, no loser, no known risk). */
export interface TradeFigures {
  readonly trades: number;
  readonly wins: number;
  readonly losses: number;
  /** Wins over trades, 0..1; a trade that made exactly nothing is neither win nor loss. */
  readonly winRate: number;
  /** Sum of gains over sum of losses; Infinity without a loss but with a gain. */
  readonly profitFactor: number;
  /** Mean r of the trades whose risk is known. */
  readonly expectancyR: number;
  /** Mean netPnl. */
  readonly expectancy: number;
  /** Mean gain of winners over mean loss of losers. */
  readonly payoff: number;
  readonly longestWinStreak: number;
  readonly longestLossStreak: number;
  /** Share of the span with at least one trade open, 0..1. */
  readonly exposure: number;
  /** Traded value over mean equity: times the account was turned over in the span. */
  readonly turnover: number;
}

/** Figures of `trades`, in order of their closing; streaks follow that order. */
export function tradeFigures(trades: readonly TradeOutcome[], span: TradeSpan): TradeFigures {
  requirePositive("take trade figures", "toMs - fromMs", span.toMs - span.fromMs);
  requirePositive("take trade figures", "meanEquity", span.meanEquity);
  const wins = trades.filter((trade) => trade.netPnl > 0);
  const losses = trades.filter((trade) => trade.netPnl < 0);
  const gained = sumOf(wins, (trade) => trade.netPnl);
  const lost = sumOf(losses, (trade) => -trade.netPnl);
  const known = trades.filter((trade) => !Number.isNaN(trade.r));
  return {
    trades: trades.length,
    wins: wins.length,
    losses: losses.length,
    winRate: wins.length / trades.length,
    profitFactor: gained / lost,
    expectancyR: sumOf(known, (trade) => trade.r) / known.length,
    expectancy: (gained - lost) / trades.length,
    payoff: gained / wins.length / (lost / losses.length),
    longestWinStreak: longestStreak(trades, (trade) => trade.netPnl > 0),
    longestLossStreak: longestStreak(trades, (trade) => trade.netPnl < 0),
    exposure: timeOpen(trades, span) / (span.toMs - span.fromMs),
    turnover: sumOf(trades, (trade) => trade.tradedValue) / span.meanEquity,
  };
}

function sumOf(trades: readonly TradeOutcome[], of: (trade: TradeOutcome) => number): number {
  return trades.reduce((sum, trade) => sum + of(trade), 0);
}

function longestStreak(trades: readonly TradeOutcome[], belongs: (trade: TradeOutcome) => boolean): number {
  let longest = 0;
  let running = 0;
  for (const trade of trades) {
    running = belongs(trade) ? running + 1 : 0;
    longest = Math.max(longest, running);
  }
  return longest;
}

/** Milliseconds of the span in which a trade was open, overlaps counted once. */
function timeOpen(trades: readonly TradeOutcome[], span: TradeSpan): number {
  const byOpening = [...trades].sort((a, b) => a.openedAtMs - b.openedAtMs);
  let open = 0;
  let coveredToMs = span.fromMs;
  for (const trade of byOpening) {
    const fromMs = Math.max(trade.openedAtMs, coveredToMs);
    const toMs = Math.min(trade.closedAtMs, span.toMs);
    if (toMs <= fromMs) continue;
    open += toMs - fromMs;
    coveredToMs = toMs;
  }
  return open;
}
