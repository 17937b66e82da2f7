import { Instrument, Position } from "../../domain/mod.ts";
import { Book, Streak, Trip } from "../../portfolio/mod.ts";
import type { Notice } from "../notice.ts";
import { noteFlatten } from "./killing.ts";
import { changeLatch } from "./latching.ts";
import { bookFlow, checkWallet, recordPosition } from "./ledger.ts";
import { marginAfterFill, onRepaired } from "./repairing.ts";
import { type PortfolioOut, type PortfolioSpec, type PortfolioState, symbolIndex } from "./state.ts";

type Of<K extends Notice["kind"]> = Extract<Notice, { kind: K }>;

/** Books the venue's own amounts and keeps the wallet equal to the venue's after every event. */
export function bookNotice(
  spec: PortfolioSpec,
  state: PortfolioState,
  notice: Notice,
  out: PortfolioOut,
): void {
  switch (notice.kind) {
    case "BookReconciled":
      return onReconciled(spec, state, notice, out);
    case "BookDiverged":
      return changeLatch(
        state,
        { scope: notice.symbol, name: "unreconciled", cause: notice.what },
        true,
        notice.atMs,
        out,
      );
    case "FillNoted":
      return onFill(spec, state, notice, out);
    case "FundingNoted":
      return onFunding(spec, state, notice, out);
    case "LiquidationNoted":
      return onLiquidation(spec, state, notice, out);
    case "StopPlaced":
      return onStopPlaced(spec, state, notice, out);
    case "EntryEnded":
      return onEntryEnded(spec, state, notice);
    case "CampaignEnded":
      return onCampaignEnded(spec, state, notice, out);
    case "PositionRepaired":
      return onRepaired(spec, state, notice, out);
    case "FlattenReported":
      return noteFlatten(spec, state, notice, out);
    case "IntentDenied":
    case "OrderUncertain":
      return;
  }
}

function onReconciled(
  spec: PortfolioSpec,
  state: PortfolioState,
  notice: Of<"BookReconciled">,
  out: PortfolioOut,
): void {
  const starting = state.latches.find((latch) => latch.name === "starting");
  if (starting === undefined) {
    return checkWallet(state, spec.symbols[0]!, notice.walletBalance, notice.atMs, out);
  }
  bookFlow(state, "transfer", "opening", null, notice.walletBalance - state.book.wallet, notice.atMs, out);
  state.peakEquity = state.book.wallet;
  changeLatch(state, starting, false, notice.atMs, out);
}

function onFill(
  spec: PortfolioSpec,
  state: PortfolioState,
  notice: Of<"FillNoted">,
  out: PortfolioOut,
): void {
  const { fill, leg, symbol } = notice;
  const index = symbolIndex(spec, symbol);
  const holding = state.book.holdings[index]!, trade = state.trades[index];
  const it = spec.instruments[index]!;
  holding.isolatedMargin = notice.isolatedMargin ??
    marginAfterFill(it, holding, fill, trade?.approval.leverage ?? 1);
  const { position } = Position.apply(it, holding, fill.side, fill.qtySteps, fill.priceTicks);
  Book.hold(holding, it, position);
  if (leg === "entry") holding.pendingSteps = Math.max(0, holding.pendingSteps - fill.qtySteps);
  if (fill.realizedPnl !== 0n) {
    bookFlow(state, "realized", fill.fillId, symbol, fill.realizedPnl, fill.atMs, out);
  }
  if (fill.fee !== 0n) bookFlow(state, "fee", fill.fillId, symbol, -fill.fee, fill.atMs, out);
  state.day.realized += fill.realizedPnl;
  state.day.fees += fill.fee;
  if (trade) {
    if (trade.trip === null) {
      trade.trip = Trip.open(notice.intentId, fill.atMs);
      countEntry(state, index);
    }
    Trip.fill(trade.trip, leg, fill.priceTicks, fill.qtySteps, fill.fee, fill.realizedPnl);
    if (leg !== "entry") trade.lastExitAtMs = fill.atMs;
  }
  checkWallet(state, symbol, notice.walletBalance, notice.atMs, out);
  recordPosition(spec, state, index, notice.atMs, out);
}

function countEntry(state: PortfolioState, index: number): void {
  const streak = state.streaks[index]!;
  state.day.entries += 1;
  if (streak.reducedLeft > 0) streak.reducedLeft -= 1;
  if (state.reducedLeft > 0) state.reducedLeft -= 1;
}

function onFunding(
  spec: PortfolioSpec,
  state: PortfolioState,
  notice: Of<"FundingNoted">,
  out: PortfolioOut,
): void {
  const { symbol, amount, atMs } = notice;
  const index = symbolIndex(spec, symbol);
  state.book.holdings[index]!.isolatedMargin = notice.isolatedMargin;
  bookFlow(state, "funding", `${symbol}:${atMs}`, symbol, amount, atMs, out);
  state.day.funding += amount;
  const trip = state.trades[index]?.trip;
  if (trip) trip.funding += amount;
  checkWallet(state, symbol, notice.walletBalance, atMs, out);
  recordPosition(spec, state, index, atMs, out);
}

function onLiquidation(
  spec: PortfolioSpec,
  state: PortfolioState,
  notice: Of<"LiquidationNoted">,
  out: PortfolioOut,
): void {
  const { symbol, lost, atMs } = notice;
  const index = symbolIndex(spec, symbol);
  const holding = state.book.holdings[index]!;
  Book.hold(holding, spec.instruments[index]!, Position.flat);
  holding.isolatedMargin = 0n;
  bookFlow(state, "liquidation", `${symbol}:${atMs}`, symbol, -lost, atMs, out);
  state.day.realized -= lost;
  const trade = state.trades[index];
  if (trade?.trip) {
    const ticks = Instrument.ticksNearest(spec.instruments[index]!, notice.price);
    Trip.fill(trade.trip, "liquidation", ticks, notice.qtySteps, 0n, -lost);
    trade.lastExitAtMs = atMs;
  }
  checkWallet(state, symbol, notice.walletBalance, atMs, out);
  recordPosition(spec, state, index, atMs, out);
}

function onStopPlaced(
  spec: PortfolioSpec,
  state: PortfolioState,
  notice: Of<"StopPlaced">,
  out: PortfolioOut,
): void {
  const index = symbolIndex(spec, notice.symbol);
  const holding = state.book.holdings[index]!;
  if (holding.stopTicks === notice.stopTicks) return;
  holding.stopTicks = notice.stopTicks;
  recordPosition(spec, state, index, notice.atMs, out);
}

function onEntryEnded(spec: PortfolioSpec, state: PortfolioState, notice: Of<"EntryEnded">): void {
  const index = symbolIndex(spec, notice.symbol);
  const holding = state.book.holdings[index]!;
  holding.pendingSide = 0;
  holding.pendingSteps = 0;
  if (notice.filledSteps > 0) return;
  holding.stopTicks = 0;
  state.trades[index] = null;
}

function onCampaignEnded(
  spec: PortfolioSpec,
  state: PortfolioState,
  notice: Of<"CampaignEnded">,
  out: PortfolioOut,
): void {
  const index = symbolIndex(spec, notice.symbol);
  const trade = state.trades[index];
  state.book.holdings[index]!.stopTicks = 0;
  state.trades[index] = null;
  if (!trade?.trip) return;
  const { trip, approval } = trade;
  const netPnl = Trip.net(trip);
  const r = Number(netPnl) / Number(approval.riskMoney);
  state.day.roundTrips += 1;
  state.day.sumR += r;
  const { losing_streak, cool_down_hours, reduced_risk_trades } = spec.limits;
  Streak.close(state.streaks[index]!, netPnl, trade.lastExitAtMs, {
    losses: losing_streak,
    coolMs: cool_down_hours * 3_600_000,
    reducedTrades: reduced_risk_trades,
  });
  if (!out.recorder.tally) return;
  const { intent, riskMoney } = approval;
  const it = spec.instruments[index]!;
  const price = (tickSteps: bigint, steps: number) =>
    Instrument.price(it, Trip.averageTicks(tickSteps, steps));
  out.recorder.record({
    kind: "RoundTripClosed",
    trip: {
      id: intent.id,
      system: intent.system,
      symbol: intent.symbol,
      side: intent.side === 1 ? "long" : "short",
      strategy: trade.strategy,
      regimeAtEntry: intent.regime,
      openedAtMs: trip.openedAtMs,
      closedAtMs: trade.lastExitAtMs,
      qtySteps: trip.qtySteps,
      entryPrice: price(trip.entryTickSteps, trip.entrySteps),
      exitPrice: price(trip.exitTickSteps, trip.exitSteps),
      initialStopTicks: intent.stopTicks,
      realizedPnl: trip.realizedPnl,
      fees: trip.fees,
      funding: trip.funding,
      netPnl,
      riskMoney,
      r,
      exits: trip.exits,
      reasons: trade.reasons,
    },
  });
}
