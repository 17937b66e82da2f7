import { Instrument, type Order } from "../../domain/mod.ts";
import { ProtectiveSlot } from "../../execution/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import { beginExit, endEntry, enter, settleCampaign } from "./campaign.ts";
import { advanceOrder, cancelOrder } from "./placing.ts";
import { type Campaign, type Desk, deskIndex, type OrdersContext } from "./state.ts";

type Of<K extends VenueEvent["kind"]> = Extract<VenueEvent, { kind: K }>;

/** What is known of the order an event is about; null when the order is not ours or is over. */
interface Found {
  readonly order: Order;
  readonly desk: Desk;
  readonly campaign: Campaign;
}

function find(ctx: OrdersContext, clientId: string): Found | null {
  const order = ctx.state.orders[clientId];
  if (order === undefined) return null;
  const desk = ctx.state.desks[deskIndex(ctx.spec, order.symbol)]!;
  if (desk.campaign === null || desk.campaign.approval.intent.id !== order.intentId) {
    throw new Error(`Cannot place order ${clientId}: its intent ${order.intentId} has no campaign`);
  }
  return { order, desk, campaign: desk.campaign };
}

function slotOf(campaign: Campaign, order: Order): ProtectiveSlot | null {
  if (order.leg === "stop") return campaign.stop;
  if (order.leg === "target1") return campaign.targets[0]!;
  if (order.leg === "target2") return campaign.targets[1]!;
  return null;
}

/** The venue has the leverage: the entry that waited for it goes out. */
export function onConfigured(ctx: OrdersContext, event: Of<"SymbolConfigured">): void {
  const desk = ctx.state.desks[deskIndex(ctx.spec, event.symbol)]!;
  desk.leverage = event.leverage;
  const { campaign } = desk;
  if (campaign?.stage !== "configuring") return;
  if (event.leverage !== campaign.approval.leverage) return endEntry(ctx, desk, campaign, "leverage_not_set");
  enter(ctx, campaign, campaign.approval.intent.anchorTicks);
}

/** The venue has an order. A protective order that replaces another lets the other be cancelled now, not before. */
export function onAccepted(ctx: OrdersContext, event: Of<"OrderAccepted">): void {
  const found = find(ctx, event.clientId);
  if (found === null) return;
  // a fill may have overtaken the acknowledgement; the venue has the order all the same
  const order = found.order.status === "submitted"
    ? advanceOrder(ctx, found.order, "acknowledged")
    : found.order;
  if (noteWorking(ctx, found.campaign, order)) settleCampaign(ctx, found.desk, found.campaign);
}

/** Notes that the venue has a protective order; false when it was known, or the order is none. */
function noteWorking(ctx: OrdersContext, campaign: Campaign, order: Order): boolean {
  const slot = slotOf(campaign, order);
  if (slot === null || slot.pendingId !== order.clientId) return false;
  const replaced = ProtectiveSlot.accepted(slot);
  if (replaced !== "") cancelOrder(ctx, order.symbol, replaced);
  if (order.leg === "stop") {
    ctx.out.notices.push({
      kind: "StopPlaced",
      symbol: order.symbol,
      intentId: order.intentId,
      stopTicks: order.triggerTicks ?? 0,
      atMs: ctx.nowMs,
    });
  }
  return true;
}

/** The venue refused: an entry ends; a position that cannot be protected is closed at once. */
export function onRejected(ctx: OrdersContext, event: Of<"OrderRejected">): void {
  const found = find(ctx, event.clientId);
  if (found === null) return;
  const { desk, campaign } = found;
  const order = advanceOrder(ctx, found.order, "rejected", { reason: `${event.code} ${event.reason}` });
  if (order.leg === "entry") return endEntry(ctx, desk, campaign, `rejected ${event.code}`);
  const slot = slotOf(campaign, order);
  if (slot === null) {
    // somebody else took the position while the exit was on its way
    if (desk.positionSteps === 0) return settleCampaign(ctx, desk, campaign);
    // the venue says there is nothing to reduce: our position is wrong, and only reconciliation may repair that
    return diverge(
      ctx,
      order.symbol,
      "exit rejected",
      String(desk.positionSteps),
      `${event.code} ${event.reason}`,
    );
  }
  ProtectiveSlot.ended(slot, order.clientId);
  if (desk.positionSteps !== 0) beginExit(ctx, desk, campaign, `${order.leg}_rejected`);
  else settleCampaign(ctx, desk, campaign);
}

/** An execution: the book follows the venue, the others are told, protection follows the position. */
export function onFilled(ctx: OrdersContext, event: Of<"OrderFilled">): void {
  const { fill } = event;
  const found = find(ctx, fill.clientId);
  if (found === null) return diverge(ctx, fill.symbol, "fill of an unknown order", "", fill.clientId);
  const { desk, campaign } = found;
  const filledSteps = found.order.filledSteps + fill.qtySteps;
  const order = advanceOrder(ctx, found.order, event.complete ? "filled" : "partially_filled", {
    filledSteps,
  });
  desk.positionSteps += fill.side * fill.qtySteps;
  const { leg, intentId } = order;
  if (ctx.out.recorder.on) ctx.out.recorder.record({ kind: "FillBooked", fill, intentId, leg });
  const { isolatedMargin, walletBalance } = event;
  ctx.out.notices.push({
    kind: "FillNoted",
    symbol: fill.symbol,
    intentId,
    leg,
    fill,
    isolatedMargin,
    walletBalance,
    atMs: ctx.nowMs,
  });
  if (desk.positionSteps !== fill.positionStepsAfter) {
    diverge(
      ctx,
      fill.symbol,
      "position after fill",
      String(desk.positionSteps),
      String(fill.positionStepsAfter),
    );
  }
  const slot = slotOf(campaign, order);
  if (slot !== null) {
    // the fill may have overtaken the acknowledgement
    noteWorking(ctx, campaign, order);
    ProtectiveSlot.filled(slot, order.clientId, fill.qtySteps);
    if (event.complete) ProtectiveSlot.ended(slot, order.clientId);
  }
  if (leg === "entry") {
    campaign.enteredSteps += fill.qtySteps;
    if (event.complete) return endEntry(ctx, desk, campaign, "filled");
  }
  settleCampaign(ctx, desk, campaign);
}

/** An order ended without (further) fills, by our cancel or by the venue. */
export function onEnded(ctx: OrdersContext, event: Of<"OrderCancelled"> | Of<"OrderExpired">): void {
  const found = find(ctx, event.clientId);
  if (found === null) return;
  const { desk, campaign } = found;
  const expired = event.kind === "OrderExpired";
  const order = advanceOrder(ctx, found.order, expired ? "expired" : "cancelled", {
    reason: expired ? event.reason : "cancelled by us",
  });
  if (order.leg === "entry") return onEntryEnded(ctx, desk, campaign, order);
  const slot = slotOf(campaign, order);
  if (slot !== null) ProtectiveSlot.ended(slot, order.clientId);
  settleCampaign(ctx, desk, campaign);
}

/** A limit entry ran out of time: one more order for the rest at a fresh price, if the configuration has one left. */
function onEntryEnded(ctx: OrdersContext, desk: Desk, campaign: Campaign, order: Order): void {
  campaign.entryId = "";
  const left = campaign.approval.qtySteps - campaign.enteredSteps;
  const mayRetry = order.type === "limit" && campaign.exitReason === "" && left > 0 &&
    campaign.entryAttempts <= ctx.spec.execution.entry_retries;
  if (!mayRetry) return endEntry(ctx, desk, campaign, order.reason);
  ctx.out.commands.push({ kind: "QueryPrice", symbol: order.symbol, purpose: order.intentId });
}

/** A fresh price for the retry of a limit entry: taken only within the slippage bound of the price decided on. */
export function onPriceQuoted(ctx: OrdersContext, event: Of<"PriceQuoted">): void {
  const index = deskIndex(ctx.spec, event.symbol);
  const desk = ctx.state.desks[index]!;
  const { campaign } = desk;
  if (campaign === null || campaign.entryDone || campaign.entryId !== "") return;
  const { intent } = campaign.approval;
  if (intent.id !== event.purpose) return;
  // closed or stopped out while the price was asked for
  if (campaign.exitReason !== "") return endEntry(ctx, desk, campaign, campaign.exitReason);
  const it = ctx.spec.instruments[index]!;
  const anchor = Instrument.price(it, intent.anchorTicks);
  const worseBps = (1e4 * intent.side * (event.price - anchor)) / anchor;
  const unknown = !(event.price > 0);
  if (unknown || worseBps > ctx.spec.execution.slippage_bound_bps) {
    return endEntry(ctx, desk, campaign, "price beyond the slippage bound");
  }
  enter(
    ctx,
    campaign,
    intent.side === 1 ? Instrument.ticksDown(it, event.price) : Instrument.ticksUp(it, event.price),
  );
}

/** The venue took the position: nothing is left to protect. */
export function onLiquidated(ctx: OrdersContext, event: Of<"PositionLiquidated">): void {
  const desk = ctx.state.desks[deskIndex(ctx.spec, event.symbol)]!;
  desk.positionSteps -= event.side * event.qtySteps;
  const intentId = desk.campaign?.approval.intent.id ?? "";
  ctx.out.notices.push({ ...event, kind: "LiquidationNoted", intentId, atMs: ctx.nowMs });
  if (desk.positionSteps !== 0) {
    diverge(ctx, event.symbol, "position after liquidation", String(desk.positionSteps), "0");
  }
  if (desk.campaign !== null) settleCampaign(ctx, desk, desk.campaign);
}

/** Our book and the venue differ: recorded and told, so that entries stop. */
export function diverge(
  ctx: OrdersContext,
  symbol: string,
  what: string,
  ours: string,
  venues: string,
): void {
  const event = { kind: "BookDiverged", symbol, what, ours, venues, atMs: ctx.nowMs } as const;
  if (ctx.out.recorder.on) ctx.out.recorder.record(event);
  ctx.out.notices.push(event);
}
