import { tighterStop } from "../../execution/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import type { BookReported, CancelEntries, ExecutionCommand, RepairCommand, StoreHealth } from "../notice.ts";
import type { OperatorOrder } from "../operating.ts";
import { onCancelRejected, onReported, onUnknown } from "./asking.ts";
import { ask, onCallDue } from "./awaiting.ts";
import { awaitHolds, beginExit, noteProtection, settle, settleCampaign, startCampaign } from "./campaign.ts";
import { onFilled } from "./fills.ts";
import { askFlatness, flatten, pursueFlat, rearm, takeBackOf } from "./flattening.ts";
import { onAccepted, onEnded, onRejected } from "./order_life.ts";
import { cancelEntry, cancelOrder } from "./placing.ts";
import { repair, reportBook, symbolOf } from "./repairs.ts";
import {
  type Desk,
  deskIndex,
  deskOf,
  openIn,
  type OrdersContext,
  type OrdersOut,
  type OrdersSpec,
  type OrdersState,
} from "./state.ts";
import { timerOf } from "./timers.ts";
import {
  askAccount,
  onAccount,
  onConfigured,
  onFunding,
  onLiquidated,
  onPriceQuoted,
  onStepDue,
} from "./venue_events.ts";

/**
 * The orders reducer: approvals and protective commands in, venue commands out; venue events in, notices out. It keeps the
 * book of open orders, replaces protection without a gap, and never lets an intent fill more than was approved. What the
 * venue does not answer is unknown until the venue, asked for it, says what became of it; nothing unknown is sent again.
 */
export const Orders = {
  /** The session begins: entries are on, and the venue is asked what it holds for us. */
  start(spec: OrdersSpec, state: OrdersState, nowMs: number, out: OrdersOut): void {
    state.entriesOff = "";
    askAccount({ spec, state, out, nowMs });
  },

  /**
   * The session goes on after a while in which nobody listened: entries are on again, and the venue is asked for every order
   * that is not over, and for the account.
   */
  resume(spec: OrdersSpec, state: OrdersState, nowMs: number, out: OrdersOut): void {
    const ctx: OrdersContext = { spec, state, out, nowMs };
    for (const { open } of state.desks) for (const order of open) ask(ctx, order);
    Orders.start(spec, state, nowMs, out);
    for (const [i, desk] of state.desks.entries()) pursueFlat(ctx, desk, spec.symbols[i]!);
  },

  /** The ordered stop: entries are taken back and refused until the session starts or is resumed. */
  cancelEntries(
    spec: OrdersSpec,
    state: OrdersState,
    { reason }: CancelEntries,
    nowMs: number,
    out: OrdersOut,
  ): void {
    state.entriesOff = reason;
    takeBackEntries({ spec, state, out, nowMs });
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
    const isEntry = command.kind === "EnterPosition";
    const symbol = isEntry ? command.approval.intent.symbol : command.symbol;
    if (isEntry) startCampaign(ctx, command.approval, command.atMs);
    else reducePosition(ctx, command);
    tend(ctx, state.desks[deskIndex(spec, symbol)]!, symbol);
  },

  /** What operators have done by way of risk: nothing of it opens anything. */
  operator(spec: OrdersSpec, state: OrdersState, order: OperatorOrder, nowMs: number, out: OrdersOut): void {
    const ctx: OrdersContext = { spec, state, out, nowMs };
    switch (order.kind) {
      case "TakeBackEntries":
        return takeBackOf(ctx, order);
      case "FlattenSymbols":
        return flatten(ctx, order);
      case "RearmSymbols":
        for (const symbol of rearm(ctx, order)) refuse(ctx, { kind: order.kind, symbol }, "it is not flat");
    }
  },

  /** What reconciliation or the guardian asks for, but for the book itself: see `book`. */
  repair(
    spec: OrdersSpec,
    state: OrdersState,
    command: Exclude<RepairCommand, { kind: "QueryBook" }>,
    nowMs: number,
    out: OrdersOut,
  ): void {
    const ctx: OrdersContext = { spec, state, out, nowMs };
    const why = repair(ctx, command);
    const symbol = symbolOf(command);
    if (why !== "") refuse(ctx, { kind: command.kind, symbol }, why);
    const desk = deskOf(ctx, symbol);
    if (desk !== null) tend(ctx, desk, symbol);
  },

  /** The book as of the inputs so far. */
  book: (spec: OrdersSpec, state: OrdersState, nowMs: number): BookReported => reportBook(spec, state, nowMs),

  /** The store cannot commit, or can again: meanwhile entries are taken back and refused, and the rest goes on. */
  storeHealth(
    spec: OrdersSpec,
    state: OrdersState,
    { kind }: StoreHealth,
    nowMs: number,
    out: OrdersOut,
  ): void {
    state.isDegraded = kind === "StoreDegraded";
    if (state.isDegraded) takeBackEntries({ spec, state, out, nowMs });
  },

  /** Something the venue reported. */
  venueEvent(spec: OrdersSpec, state: OrdersState, event: VenueEvent, nowMs: number, out: OrdersOut): void {
    const ctx: OrdersContext = { spec, state, out, nowMs };
    takeVenueEvent(ctx, event);
    if (event.kind === "AccountReported") return;
    const symbol = event.kind === "OrderFilled" ? event.fill.symbol : event.symbol;
    const desk = deskOf(ctx, symbol);
    if (desk !== null) tend(ctx, desk, symbol);
  },

  /** A timer of ours is due. */
  timer(spec: OrdersSpec, state: OrdersState, name: string, nowMs: number, out: OrdersOut): void {
    const ctx: OrdersContext = { spec, state, out, nowMs };
    const { purpose, of } = timerOf(name);
    const desk = deskOf(ctx, of);
    switch (purpose) {
      case "call":
        return onCallDue(ctx, of);
      case "account":
        return askAccount(ctx);
      case "flat":
        return askFlatness(ctx);
      case "entry_step":
        return onStepDue(ctx, of);
      case "again":
        if (desk === null) return;
        settle(ctx, desk);
        return awaitHolds(ctx, desk);
      case "entry_ttl":
        if (desk?.campaign && desk.campaign.entryId !== "") cancelEntry(ctx, desk, desk.campaign);
    }
  },
} as const;

/** After an input about a symbol: what is being flattened goes on, and protection is noted. */
function tend(ctx: OrdersContext, desk: Desk, symbol: string): void {
  if (desk.flattening !== null) pursueFlat(ctx, desk, symbol);
  noteProtection(ctx, desk, symbol);
}

function takeVenueEvent(ctx: OrdersContext, event: VenueEvent): void {
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
    case "CancelRejected":
      return onCancelRejected(ctx, event);
    case "OrderReported":
      return onReported(ctx, event);
    case "OrderUnknown":
      return onUnknown(ctx, event);
    case "PriceQuoted":
      return onPriceQuoted(ctx, event);
    case "PositionLiquidated":
      return onLiquidated(ctx, event);
    case "FundingSettled":
      return onFunding(ctx, event);
    case "AccountReported":
      return onAccount(ctx, event);
  }
}

/** Moves a stop, or closes a position. */
function reducePosition(
  ctx: OrdersContext,
  command: Exclude<ExecutionCommand, { kind: "EnterPosition" }>,
): void {
  const desk = ctx.state.desks[deskIndex(ctx.spec, command.symbol)]!;
  const { campaign } = desk;
  if (campaign === null || desk.positionSteps === 0) return refuse(ctx, command, "there is no position");
  if (command.kind === "ClosePosition") return beginExit(ctx, desk, campaign, command.reason);
  const { side } = campaign.approval.intent;
  if (tighterStop(side, campaign.stopTicks, command.stopTicks) === campaign.stopTicks) {
    return refuse(ctx, command, `stop ${command.stopTicks} is not tighter than ${campaign.stopTicks}`);
  }
  campaign.stopTicks = command.stopTicks;
  settleCampaign(ctx, desk, campaign);
}

/** Cancels the entries at work; what of them has filled stays, protected. */
function takeBackEntries(ctx: OrdersContext): void {
  for (const desk of ctx.state.desks) {
    const entryId = desk.campaign?.entryId ?? "";
    const open = entryId === "" ? null : openIn(desk, entryId);
    if (open !== null && !open.cancelWanted) cancelOrder(ctx, open);
  }
}

function refuse(ctx: OrdersContext, command: { kind: string; symbol: string }, why: string): void {
  if (!ctx.out.recorder.on) return;
  const { kind, symbol } = command;
  ctx.out.recorder.record({ kind: "CommandRefused", symbol, command: kind, why, atMs: ctx.nowMs });
}
