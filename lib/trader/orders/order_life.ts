import { legOfClientId, Order } from "../../domain/mod.ts";
import { Hold, ProtectiveSlot } from "../../execution/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import { awaitAnswer, inquire, noteAnswer, noteEnd } from "./awaiting.ts";
import { awaitHolds, awaitStep, beginExit, doubtsOf, endEntry, settle, targetSteps } from "./campaign.ts";
import { diverge, findOrder, type Found } from "./finding.ts";
import { advanceOrder, cancelLive } from "./placing.ts";
import {
  type BookedOrder,
  type Campaign,
  type Desk,
  deskOf,
  type OrdersContext,
  stepsToCover,
} from "./state.ts";

type Of<K extends VenueEvent["kind"]> = Extract<VenueEvent, { kind: K }>;

/** Codes with which the venue refuses a request without having looked at the order, or for an id it has already. */
const LATE = "-1021";
const DUPLICATE = "-4116";

/** The venue has an order. A protective order that replaces another lets the other be cancelled now, not before. */
export function onAccepted(ctx: OrdersContext, { clientId, symbol }: Of<"OrderAccepted">): void {
  const found = findOrder(ctx, symbol, clientId);
  if (found === null) return onStrayAcceptance(ctx, symbol, clientId);
  if (noteAlive(ctx, found)) settle(ctx, found.desk);
  noteAnswer(ctx, found.open);
}

/**
 * An order that was taken for refused is at the venue all the same: it is told to go. A stop stays while there is a position,
 * which it may be all there is to cover; reconciliation, which is told, sees to it once another one does.
 */
function onStrayAcceptance(ctx: OrdersContext, symbol: string, clientId: string): void {
  const ended = ctx.state.ended.findLast((order) => order.clientId === clientId);
  if (ended?.status !== "rejected") return;
  diverge(ctx, symbol, "order that was refused", "rejected", clientId);
  const isNeeded = legOfClientId(ctx.spec.systemTag, clientId) === "stop" &&
    (deskOf(ctx, symbol)?.positionSteps ?? 0) !== 0;
  if (!isNeeded) ctx.out.commands.push({ kind: "CancelOrder", symbol, clientId });
}

/** The venue says the order is at work; true when that changes what is to be done. */
export function noteAlive(ctx: OrdersContext, found: Found): boolean {
  const { open, desk } = found, { order } = open;
  // a fill may have overtaken the acknowledgement; the venue has the order all the same
  if (order.status === "submitted" || order.status === "unknown") {
    advanceOrder(ctx, desk, open, order.filledSteps > 0 ? "partially_filled" : "acknowledged");
  }
  if (found.campaign !== null && order.leg === "exit") Hold.taken(found.campaign.exitHold);
  return noteWorking(ctx, found);
}

/** Notes that the venue has a protective order; false when it was known, or the order is none. */
export function noteWorking(ctx: OrdersContext, { open: { order }, desk, campaign, slot }: Found): boolean {
  if (slot === null || !ProtectiveSlot.accepted(slot, order.clientId)) return false;
  // a stop that was enough when it was sent may not be any more: then the older ones stay
  const replaced = order.leg === "stop"
    ? ProtectiveSlot.takeUnneeded(slot, stepsToCover(desk))
    : ProtectiveSlot.takeExcess(slot, targetSteps(ctx, campaign!)[campaign!.targets.indexOf(slot)]!);
  cancelLive(ctx, desk, replaced);
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
  const found = findOrder(ctx, event.symbol, event.clientId);
  if (found === null) return;
  const { open, desk, campaign, slot } = found, { order } = open;
  const { status } = order;
  const isPending = status === "submitted" || status === "unknown";
  // our request came twice, and the first one was taken
  if (event.code === DUPLICATE && !isPending) return;
  if (event.code === DUPLICATE || !isPending) return inquire(ctx, open);
  advanceOrder(ctx, desk, open, "rejected", { reason: `${event.code} ${event.reason}` });
  if (event.code === LATE) return endUnplaced(ctx, found, `denied late ${LATE}`);
  if (campaign !== null && order.leg === "entry") {
    return endEntry(ctx, desk, campaign, `rejected ${event.code}`);
  }
  if (campaign !== null && order.leg === "exit") return onExitRejected(ctx, found, campaign, event);
  if (slot === null) return settle(ctx, desk);
  ProtectiveSlot.ended(slot, order.clientId);
  if (desk.positionSteps === 0) return settle(ctx, desk);
  // while it is being closed already, what is refused again and again is not sent with every event
  if (campaign!.exitReason !== "") Hold.refused(slot.hold, ctx.spec.calls, ctx.nowMs, order.clientId, false);
  beginExit(ctx, desk, campaign!, `${order.leg}_rejected`);
}

/**
 * An exit was refused. Flat, somebody else took the position while it was on its way. Else the venue says there is nothing
 * to reduce: our position is wrong, which reconciliation may repair; until then the exit is tried again, ever more rarely.
 */
function onExitRejected(
  ctx: OrdersContext,
  { open: { order }, desk }: Found,
  campaign: Campaign,
  { code, reason }: Of<"OrderRejected">,
): void {
  if (desk.positionSteps === 0) return settle(ctx, desk);
  const isFirst = campaign.exitHold.refusals === 0;
  Hold.refused(campaign.exitHold, ctx.spec.calls, ctx.nowMs, order.clientId, false);
  awaitHolds(ctx, desk);
  if (isFirst) diverge(ctx, order.symbol, "exit rejected", String(desk.positionSteps), `${code} ${reason}`);
}

/** The order never came to be at the venue. An entry ends; what protects or closes goes again as another order. */
export function endUnplaced(
  ctx: OrdersContext,
  { open: { order }, desk, campaign, slot }: Found,
  reason: string,
): void {
  if (campaign !== null && order.leg === "entry") return endEntry(ctx, desk, campaign, reason);
  const hold = slot?.hold ?? (order.leg === "exit" ? campaign?.exitHold : undefined);
  if (slot !== null) ProtectiveSlot.ended(slot, order.clientId);
  if (hold !== undefined) Hold.refused(hold, ctx.spec.calls, ctx.nowMs, order.clientId, true);
  awaitHolds(ctx, desk);
  settle(ctx, desk);
}

/** An order ended without (further) fills, by our cancel or by the venue; it is over once the fills before that are booked. */
export function onEnded(ctx: OrdersContext, event: Of<"OrderCancelled"> | Of<"OrderExpired">): void {
  const found = findOrder(ctx, event.symbol, event.clientId);
  if (found === null || found.open.endedAs !== "") return;
  const expired = event.kind === "OrderExpired";
  const reason = expired ? event.reason : "cancelled by us";
  endAtVenue(found, expired ? "expired" : "cancelled", event.filledSteps, reason);
  finishIfWhole(ctx, found);
}

/** Notes the venue's word on how an order ended: from now on it protects nothing. */
export function endAtVenue(
  { open, slot }: Found,
  endedAs: "filled" | "cancelled" | "expired",
  endedSteps: number,
  reason: string,
): void {
  const { clientId, filledSteps } = open.order;
  noteEnd(open, endedAs, endedSteps, reason);
  if (slot !== null) ProtectiveSlot.leaves(slot, clientId, Math.max(0, endedSteps - filledSteps));
}

/** True when the order has ended at the venue and all it filled there is booked. */
export const isWhole = ({ order, endedAs, endedSteps }: BookedOrder): boolean =>
  endedAs !== "" && order.filledSteps >= endedSteps;

/** Ends an order if all it filled is booked; else the venue is asked for the fills if they do not come. */
function finishIfWhole(ctx: OrdersContext, found: Found): void {
  if (isWhole(found.open)) return finishOrder(ctx, found);
  if (!found.open.isTimed) awaitAnswer(ctx, found.open);
  settle(ctx, found.desk);
}

/** The order is over and all its fills are booked: what it was for goes on. */
export function finishOrder(ctx: OrdersContext, found: Found): void {
  const { open, desk, campaign, slot } = found;
  const { endedAs, endedReason } = open;
  if (!Order.isTerminal(open.order) && endedAs !== "") {
    advanceOrder(ctx, desk, open, endedAs, endedAs === "filled" ? undefined : { reason: endedReason });
  }
  const { order } = open;
  if (slot !== null) ProtectiveSlot.ended(slot, order.clientId);
  if (campaign === null || order.leg !== "entry") return settle(ctx, desk);
  if (endedAs === "filled") return endEntry(ctx, desk, campaign, "filled");
  onEntryEnded(ctx, desk, campaign, order);
}

/** A limit entry ran out of time: one more order for the rest at a fresh price, if the configuration has one left. */
function onEntryEnded(ctx: OrdersContext, desk: Desk, campaign: Campaign, order: Order): void {
  campaign.entryId = "";
  const left = campaign.approval.qtySteps - campaign.enteredSteps;
  const mayRetry = order.type === "limit" && campaign.exitReason === "" && campaign.takenBack === "" &&
    left > 0 &&
    campaign.entryAttempts <= ctx.spec.execution.entry_retries && doubtsOf(ctx, desk) === "";
  if (!mayRetry) return endEntry(ctx, desk, campaign, campaign.takenBack || order.reason);
  ctx.out.commands.push({ kind: "QueryPrice", symbol: order.symbol, purpose: order.intentId });
  awaitStep(ctx, order.symbol);
  // the order's last fill may have come with its end
  settle(ctx, desk);
}
