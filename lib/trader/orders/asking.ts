import { Order } from "../../domain/mod.ts";
import { ProtectiveSlot } from "../../execution/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import { awaitAnswer, inquire, isLastWord, noteAnswer } from "./awaiting.ts";
import { settle } from "./campaign.ts";
import { takeFill } from "./fills.ts";
import { diverge, findOrder, type Found } from "./finding.ts";
import { endAtVenue, endUnplaced, finishOrder, isWhole, noteAlive } from "./order_life.ts";
import { advanceOrder, cancelOrder } from "./placing.ts";
import { type OrdersContext, stepsToCover } from "./state.ts";

type Of<K extends VenueEvent["kind"]> = Extract<VenueEvent, { kind: K }>;

/** Reason of an order that the venue, asked for it, does not have. */
const UNKNOWN = "unknown to the venue";

/** The venue was asked for an order and has it: fills that never came are booked, and the order goes on from there. */
export function onReported(ctx: OrdersContext, event: Of<"OrderReported">): void {
  const { symbol, clientId, status, filledSteps } = event;
  const found = findOrder(ctx, symbol, clientId);
  if (found === null) return;
  const { open } = found;
  const isOver = status === "filled" || status === "cancelled" || status === "expired";
  if (isOver && open.endedAs === "") {
    const reason = status === "cancelled" && open.cancelWanted ? "cancelled by us" : `found ${status}`;
    endAtVenue(found, status, filledSteps, reason);
  }
  const missing = event.fills.filter((fill) => !open.fillIds.includes(fill.fillId));
  for (const fill of missing) takeFill(ctx, found, fill, null, true);
  if (isWhole(open)) return finishOrder(ctx, found);
  if (!isOver && open.endedAs === "") noteAtWork(ctx, found, filledSteps);
  else noteAnswer(ctx, open);
  settle(ctx, found.desk);
}

/** The order is at work at the venue. A cancel that got lost is sent again, or given up where the order is needed by now. */
function noteAtWork(ctx: OrdersContext, found: Found, filledSteps: number): void {
  noteAlive(ctx, found);
  const { open } = found;
  open.asks = 0;
  if (open.cancelWanted && isNeeded(found)) takeBack(found);
  if (open.cancelWanted) cancelOrder(ctx, open);
  else if (filledSteps > open.order.filledSteps) awaitAnswer(ctx, open);
  else noteAnswer(ctx, open);
}

/** True for a stop without which those that replaced it do not cover the position: one of them is gone. */
function isNeeded({ open: { order }, desk, campaign, slot }: Found): boolean {
  if (campaign === null || slot !== campaign.stop) return false;
  const isOfPosition = order.side * desk.positionSteps <= 0;
  return isOfPosition && stepsToCover(desk) > ProtectiveSlot.restingSteps(slot);
}

/** The stop counts as resting again, until others cover the position. */
function takeBack({ open, slot }: Found): void {
  const { order } = open;
  open.cancelWanted = false;
  ProtectiveSlot.takeBack(slot!, order.clientId, Order.leavesSteps(order), order.triggerTicks ?? 0);
}

/** The venue was asked for an order and has none of that id. */
export function onUnknown(ctx: OrdersContext, { symbol, clientId, atMs }: Of<"OrderUnknown">): void {
  const found = findOrder(ctx, symbol, clientId);
  if (found === null) return;
  const { open, desk } = found, { order } = open;
  // it may still be on its way there: asked again when the timer is due
  if (!isLastWord(ctx, order, atMs)) return open.isTimed ? undefined : awaitAnswer(ctx, open);
  if (open.endedAs !== "") {
    diverge(ctx, order.symbol, "fills missing", String(order.filledSteps), String(open.endedSteps));
    return finishOrder(ctx, found);
  }
  // an answer to an older question: it was at work since
  if (order.status !== "unknown") return inquire(ctx, open);
  const status = order.filledSteps > 0 ? "expired" : "rejected";
  advanceOrder(ctx, desk, open, status, { reason: UNKNOWN });
  endUnplaced(ctx, found, UNKNOWN);
}

/** The cancel found no open order: its end, or the order itself, has not come to us yet. */
export function onCancelRejected(ctx: OrdersContext, { symbol, clientId }: Of<"CancelRejected">): void {
  const found = findOrder(ctx, symbol, clientId);
  // how it ended is told by its own event, which usually came first
  if (found === null || found.open.endedAs !== "") return;
  inquire(ctx, found.open);
}
