import { Instrument } from "../../domain/mod.ts";
import { closeReason, type ExitView, proposeStop } from "../../execution/mod.ts";
import { REGIME_NAMES } from "../../regime/mod.ts";
import type { ExecutionCommand, Notice } from "../notice.ts";
import type { SymbolDesk } from "./desk.ts";

/** Follows the symbol's own intent from approval to flat. */
export function noteTrade(desk: SymbolDesk, notice: Notice): void {
  const { state } = desk;
  const { trade } = state;
  if (trade === null || !("intentId" in notice) || notice.intentId !== trade.intentId) return;
  switch (notice.kind) {
    case "FillNoted": {
      const { fill, leg } = notice;
      trade.qtySteps = Math.abs(fill.positionStepsAfter);
      if (leg !== "entry") return;
      trade.entrySteps += fill.qtySteps;
      trade.entryTickSteps += fill.qtySteps * fill.priceTicks;
      return;
    }
    case "StopPlaced":
      trade.stopTicks = notice.stopTicks;
      return;
    case "LiquidationNoted":
      trade.qtySteps = 0;
      return;
    case "PositionRepaired":
      trade.qtySteps = notice.position?.qtySteps ?? 0;
      return;
    case "IntentDenied":
      state.trade = null;
      return;
    case "EntryEnded":
      if (notice.filledSteps === 0) state.trade = null;
      return;
    case "CampaignEnded":
      state.trade = null;
  }
}

/** What the exit policies want after a closed bar, if anything. */
export function decideExit(desk: SymbolDesk, atMs: number): ExecutionCommand | null {
  const { state, spec, view } = desk;
  const { trade } = state;
  if (trade === null || trade.qtySteps === 0 || trade.entrySteps === 0) return null;
  const { high, low, close } = view.entry;
  const { side } = trade;
  const extreme = side === 1 ? high : low;
  const better = (best: number, x: number) => trade.barsHeld === 0 || side * (x - best) > 0 ? x : best;
  trade.bestExtreme = better(trade.bestExtreme, extreme);
  trade.bestClose = better(trade.bestClose, close);
  trade.barsHeld += 1;
  const exitView: ExitView = {
    side,
    entryPrice: Instrument.price(spec.instrument, trade.entryTickSteps / trade.entrySteps),
    initialStopTicks: trade.initialStopTicks,
    stopTicks: trade.stopTicks,
    close,
    atr: view.setup.atr,
    bestExtreme: trade.bestExtreme,
    bestClose: trade.bestClose,
    barsHeld: trade.barsHeld,
    regime: desk.loneSlots === null ? REGIME_NAMES[state.regime.current]! : trade.regimeAtEntry,
    regimeAtEntry: trade.regimeAtEntry,
  };
  const exits = state.setupClosedNow ? spec.exits : desk.exitsBetween;
  const reason = closeReason(exits, exitView);
  if (reason !== "") return { kind: "ClosePosition", symbol: spec.symbol, reason, atMs };
  const stopTicks = proposeStop(exits, spec.instrument, exitView);
  if (stopTicks === trade.stopTicks) return null;
  return { kind: "MoveStop", symbol: spec.symbol, stopTicks, reason: "exit_policy", atMs };
}
