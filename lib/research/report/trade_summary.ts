import { Money } from "../../domain/mod.ts";
import type { RoundTrip } from "../../trader/mod.ts";
import { mean, quantile, tradeFigures, type TradeOutcome, type TradeSpan } from "../statistics/mod.ts";
import { known, percent } from "./figure.ts";
import type { GroupRow, TradeSummary } from "./report_data.ts";
import { HOUR_MS } from "./spans.ts";

/** A round trip, and the same as the statistics see it. */
export interface Trade {
  readonly trip: RoundTrip;
  readonly outcome: TradeOutcome;
}

/** Closed trades as a whole; `trades` in order of closing. */
export function tradeSummary(trades: readonly Trade[], span: TradeSpan): TradeSummary {
  const figures = tradeFigures(trades.map(({ outcome }) => outcome), span);
  const { name: _, ...common } = groupRow("", trades, span);
  return {
    ...common,
    losses: figures.losses,
    medianR: known(quantile(trades.map(({ outcome }) => outcome.r), 0.5)),
    grossMoney: moneyOf(trades, "realizedPnl"),
    expectancyMoney: known(figures.expectancy),
    payoff: known(figures.payoff),
    longestLosingStreak: figures.longestLossStreak,
    longestWinningStreak: figures.longestWinStreak,
    exits: exitCounts(trades),
  };
}

/** Trades that have something in common, under its name. */
export function groupRow(name: string, trades: readonly Trade[], span: TradeSpan): GroupRow {
  const figures = tradeFigures(trades.map(({ outcome }) => outcome), span);
  const heldMs = trades.map(({ trip }) => trip.closedAtMs - trip.openedAtMs);
  return {
    name,
    trades: figures.trades,
    wins: figures.wins,
    winRatePct: percent(figures.winRate),
    profitFactor: known(figures.profitFactor),
    expectancyR: known(figures.expectancyR),
    sumR: sumR(trades),
    netMoney: moneyOf(trades, "netPnl"),
    feesMoney: moneyOf(trades, "fees"),
    fundingMoney: moneyOf(trades, "funding"),
    holdingMeanHours: known(mean(heldMs) / HOUR_MS),
  };
}

/** Trades in groups by a name, the largest group first, then by name. */
export function groupRows(
  trades: readonly Trade[],
  nameOf: (trip: RoundTrip) => string,
  span: TradeSpan,
): GroupRow[] {
  const groups = Map.groupBy(trades, ({ trip }) => nameOf(trip));
  return [...groups].map(([name, group]) => groupRow(name, group, span))
    .sort((a, b) => b.trades - a.trades || (a.name < b.name ? -1 : 1));
}

/** Sum of R of the trades whose risk is known. */
export const sumR = (trades: readonly Trade[]): number =>
  trades.reduce((sum, { outcome }) => Number.isNaN(outcome.r) ? sum : sum + outcome.r, 0);

/** Exact sum of an amount of the trades, then a double. */
export const moneyOf = (
  trades: readonly Trade[],
  part: "netPnl" | "fees" | "funding" | "realizedPnl",
): number => Money.toNumber(trades.reduce((sum, { trip }) => sum + trip[part], 0n));

function exitCounts(trades: readonly Trade[]): Record<string, number> {
  const legs = trades.flatMap(({ trip }) => [...new Set(trip.exits)]).sort();
  const counts = Map.groupBy(legs, (leg) => leg);
  return Object.fromEntries([...counts].map(([leg, found]) => [leg, found.length]));
}
