import { tighterStop } from "../../execution/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import type { ExecutionCommand } from "../notice.ts";
import { beginExit, entryTimer, settleCampaign, startCampaign } from "./campaign.ts";
import { cancelOrder } from "./placing.ts";
import { deskIndex, type OrdersContext, type OrdersOut, type OrdersSpec, type OrdersState } from "./state.ts";
import {
  diverge,
  onAccepted,
  onConfigured,
  onEnded,
  onFilled,
  onLiquidated,
  onPriceQuoted,
  onRejected,
} from "./venue_events.ts";

/**
 * The orders reducer: approvals and protective commands in, venue commands out; venue events in, notices out. It keeps the
 * book of open orders, replaces protection without a gap, and never lets an intent fill more than was approved.
 */
export const Orders = {
  /** The session begins: the venue is asked what it holds for us. */
  start(_spec: OrdersSpec, _state: OrdersState, _nowMs: number, out: OrdersOut): void {
    out.commands.push({ kind: "QueryAccount" });
  },

  /** A command that risk let through. */
  command(
    spec: OrdersSpec,
    state: OrdersState,
    command: ExecutionCommand,
    nowMs: number,
    out: OrdersOut,
  ): void {
    const ctx: OrdersContext = { spec, state, out, nowMs };
    if (command.kind === "EnterPosition") return startCampaign(ctx, command.approval);
    const desk = state.desks[deskIndex(spec, command.symbol)]!;
    const { campaign } = desk;
    if (campaign === null || desk.positionSteps === 0) return refuse(ctx, command, "there is no position");
    if (command.kind === "ClosePosition") return beginExit(ctx, desk, campaign, command.reason);
    const { side } = campaign.approval.intent;
    if (tighterStop(side, campaign.stopTicks, command.stopTicks) === campaign.stopTicks) {
      return refuse(ctx, command, `stop ${command.stopTicks} is not tighter than ${campaign.stopTicks}`);
    }
    campaign.stopTicks = command.stopTicks;
    settleCampaign(ctx, desk, campaign);
  },

  /** Something the venue reported. */
  venueEvent(spec: OrdersSpec, state: OrdersState, event: VenueEvent, nowMs: number, out: OrdersOut): void {
    const ctx: OrdersContext = { spec, state, out, nowMs };
    switch (event.kind) {
      case "SymbolConfigured":
        return onConfigured(ctx, event);
      case "OrderAccepted":
        return onAccepted(ctx, event);
      case "OrderRejected":
        return onRejected(ctx, event);
      case "OrderFilled":
        return onFilled(ctx, event);
      case "OrderCancelled":
      case "OrderExpired":
        return onEnded(ctx, event);
      case "PriceQuoted":
        return onPriceQuoted(ctx, event);
      case "PositionLiquidated":
        return onLiquidated(ctx, event);
      case "FundingSettled":
        return onFunding(ctx, event);
      case "AccountReported":
        return onAccount(ctx, event);
      case "CancelRejected":
        // the order ended before our cancel arrived; its own event says how
        return;
    }
  },

  /** A timer of ours is due: a limit entry has lived long enough. */
  timer(spec: OrdersSpec, state: OrdersState, name: string, nowMs: number, out: OrdersOut): void {
    const index = spec.symbols.findIndex((symbol) => entryTimer(symbol) === name);
    const campaign = state.desks[index]?.campaign;
    if (campaign && campaign.entryId !== "") {
      cancelOrder({ spec, state, out, nowMs }, spec.symbols[index]!, campaign.entryId);
    }
  },
} as const;

function refuse(ctx: OrdersContext, command: { kind: string; symbol: string }, why: string): void {
  if (!ctx.out.recorder.on) return;
  const { kind, symbol } = command;
  ctx.out.recorder.record({ kind: "CommandRefused", symbol, command: kind, why, atMs: ctx.nowMs });
}

function onFunding(ctx: OrdersContext, event: Extract<VenueEvent, { kind: "FundingSettled" }>): void {
  const { symbol, amount, rate, price, positionSteps, atMs } = event;
  const ours = ctx.state.desks[deskIndex(ctx.spec, symbol)]!.positionSteps;
  if (ours !== positionSteps) {
    diverge(ctx, symbol, "position at funding", String(ours), String(positionSteps));
  }
  ctx.out.notices.push({ ...event, kind: "FundingNoted" });
  if (ctx.out.recorder.on) {
    ctx.out.recorder.record({ kind: "FundingBooked", symbol, rate, price, positionSteps, amount, atMs });
  }
}

/** Positions and open orders of the account against the book; only a book that agrees lets entries start. */
function onAccount(ctx: OrdersContext, event: Extract<VenueEvent, { kind: "AccountReported" }>): void {
  let differs = false;
  for (let i = 0; i < ctx.spec.symbols.length; i++) {
    const symbol = ctx.spec.symbols[i]!;
    const held = event.positions.find((p) => p.symbol === symbol);
    const venues = held === undefined ? 0 : held.side * held.qtySteps;
    const ours = ctx.state.desks[i]!.positionSteps;
    if (ours === venues) continue;
    differs = true;
    diverge(ctx, symbol, "position", String(ours), String(venues));
  }
  for (const order of event.openOrders) {
    if (ctx.state.orders[order.clientId] !== undefined) continue;
    differs = true;
    diverge(ctx, order.symbol, "open order", "", order.clientId);
  }
  if (differs) return;
  ctx.out.notices.push({ kind: "BookReconciled", walletBalance: event.walletBalance, atMs: event.atMs });
}
