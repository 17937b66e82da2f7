import { divHalfEven } from "../../core/mod.ts";
import { type Fill, initialMargin, Instrument, type Money, Position } from "../../domain/mod.ts";
import { Book, type Holding, Trip } from "../../portfolio/mod.ts";
import type { Notice } from "../notice.ts";
import { bookFlow, recordPosition } from "./ledger.ts";
import { type PortfolioOut, type PortfolioSpec, type PortfolioState, symbolIndex } from "./state.ts";

/**
 * Isolated margin after a fill whose own figures are not known: closing releases it in proportion, opening adds
 * notional / leverage. `before` is the holding before the fill.
 */
export function marginAfterFill(it: Instrument, before: Holding, fill: Fill, leverage: number): Money {
  const { closedSteps, position } = Position.apply(it, before, fill.side, fill.qtySteps, fill.priceTicks);
  if (position.qtySteps === 0) return 0n;
  const opened = Instrument.notional(it, fill.priceTicks, fill.qtySteps - closedSteps);
  const kept = before.qtySteps === closedSteps ? 0n : before.isolatedMargin -
    divHalfEven(before.isolatedMargin * BigInt(closedSteps), BigInt(before.qtySteps));
  return kept + initialMargin(opened, leverage);
}

/**
 * The book has taken over the venue's position. What the wallet differs by is booked as an adjustment, and counts for the
 * trade whose position it was.
 */
export function onRepaired(
  spec: PortfolioSpec,
  state: PortfolioState,
  notice: Extract<Notice, { kind: "PositionRepaired" }>,
  out: PortfolioOut,
): void {
  const { symbol, position, atMs } = notice;
  const index = symbolIndex(spec, symbol);
  const holding = state.book.holdings[index]!, trade = state.trades[index];
  const difference = notice.walletBalance - state.book.wallet;
  if (difference !== 0n) bookFlow(state, "adjustment", `${symbol}:${atMs}`, symbol, difference, atMs, out);
  state.day.realized += difference;
  if (trade?.trip) {
    trade.trip.realizedPnl += difference;
    if (position === null) {
      const ticks = Instrument.ticksNearest(spec.instruments[index]!, holding.markPrice);
      Trip.fill(trade.trip, "repair", ticks, holding.qtySteps, 0n, 0n);
      trade.lastExitAtMs = atMs;
    }
  }
  Book.hold(holding, spec.instruments[index]!, position ?? Position.flat);
  holding.isolatedMargin = position?.isolatedMargin ?? 0n;
  if (position !== null) holding.stopTicks = notice.stopTicks;
  if (trade?.approval.intent.id !== notice.intentId) {
    holding.pendingSide = 0;
    holding.pendingSteps = 0;
  }
  recordPosition(spec, state, index, atMs, out);
}
