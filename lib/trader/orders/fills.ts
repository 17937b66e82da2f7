import { type Fill, legOfClientId, type Money } from "../../domain/mod.ts";
import { ProtectiveSlot } from "../../execution/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import { noteAnswer, noteEnd, rememberEnded } from "./awaiting.ts";
import { settle } from "./campaign.ts";
import { diverge, findOrder, type Found } from "./finding.ts";
import { reopenFlat } from "./flattening.ts";
import { finishOrder, isWhole, noteWorking } from "./order_life.ts";
import { advanceOrder } from "./placing.ts";
import { type Desk, deskOf, type OrdersContext } from "./state.ts";

/** The venue's figures right after a fill; null where it was learnt later, by asking. */
export interface FillFigures {
  readonly isolatedMargin: Money;
  readonly walletBalance: Money;
}

/** An execution: the book follows the venue, the others are told, protection follows the position. */
export function onFilled(ctx: OrdersContext, event: Extract<VenueEvent, { kind: "OrderFilled" }>): void {
  const { fill } = event;
  const found = findOrder(ctx, fill.symbol, fill.clientId);
  if (found === null) return onStrayFill(ctx, event);
  const { open, desk } = found;
  if (open.fillIds.includes(fill.fillId)) return;
  const isLate = open.endedAs !== "";
  // an order that closes a position of any size names no quantity of its own
  const endedSteps = Math.max(open.order.qtySteps, open.order.filledSteps + fill.qtySteps);
  if (event.complete && !isLate) noteEnd(open, "filled", endedSteps, "");
  takeFill(ctx, found, fill, event, isLate);
  if (isWhole(open)) return finishOrder(ctx, found);
  noteAnswer(ctx, open);
  settle(ctx, desk);
}

/** Books a fill of an open order; what follows from it is the caller's. */
export function takeFill(
  ctx: OrdersContext,
  found: Found,
  fill: Fill,
  figures: FillFigures | null,
  isLate: boolean,
): void {
  const { open, desk, campaign, slot } = found;
  const filledSteps = open.order.filledSteps + fill.qtySteps;
  const isOver = open.endedAs !== "" && filledSteps >= open.endedSteps;
  open.fillIds.push(fill.fillId);
  const status = isOver && open.endedAs === "filled" ? "filled" : "partially_filled";
  advanceOrder(ctx, desk, open, status, { filledSteps });
  const { order } = open;
  // what guards a campaign's position belongs to its trade
  const ofTrade = order.leg === "guard" ? desk.campaign?.approval.intent.id : undefined;
  bookFill(ctx, desk, fill, ofTrade ?? order.intentId, order.leg, figures);
  // fills out of their order tell of other positions than ours, and the last of them is checked like any
  const isInOrder = !isLate && (open.endedAs === "" || isOver);
  if (isInOrder && desk.positionSteps !== fill.positionStepsAfter) {
    diverge(
      ctx,
      fill.symbol,
      "position after fill",
      String(desk.positionSteps),
      String(fill.positionStepsAfter),
    );
  }
  if (slot !== null) {
    ProtectiveSlot.filled(slot, order.clientId, fill.qtySteps);
    // the fill may have overtaken the acknowledgement
    noteWorking(ctx, found);
  }
  if (campaign !== null && order.leg === "entry") campaign.enteredSteps += fill.qtySteps;
}

function bookFill(
  ctx: OrdersContext,
  desk: Desk,
  fill: Fill,
  intentId: string,
  leg: string,
  figures: FillFigures | null,
): void {
  desk.positionSteps += fill.side * fill.qtySteps;
  desk.recountedAtMs = -1;
  if (fill.atMs > desk.filledAtMs) desk.filledAtMs = fill.atMs;
  if (leg === "entry") reopenFlat(ctx, desk, fill.symbol);
  if (ctx.out.recorder.on) ctx.out.recorder.record({ kind: "FillBooked", fill, intentId, leg });
  ctx.out.notices.push({
    kind: "FillNoted",
    symbol: fill.symbol,
    intentId,
    leg,
    fill,
    isolatedMargin: figures?.isolatedMargin ?? null,
    walletBalance: figures?.walletBalance ?? null,
    atMs: ctx.nowMs,
  });
}

/**
 * A fill of an order that is not open in the book. One of the guardian's that the book has not been told of yet is booked;
 * one that was booked before is old news; any other is none of ours, or cannot be, and the book differs.
 */
function onStrayFill(ctx: OrdersContext, event: Extract<VenueEvent, { kind: "OrderFilled" }>): void {
  const { fill } = event;
  const { clientId, symbol, fillId } = fill;
  const desk = deskOf(ctx, symbol);
  const ended = ctx.state.ended.findLast((order) => order.clientId === clientId);
  if (ended?.fillIds.includes(fillId)) return;
  const leg = legOfClientId(ctx.spec.systemTag, clientId);
  if (desk === null || (ended === undefined && leg !== "guard")) {
    return diverge(ctx, symbol, "fill of an unknown order", "", clientId);
  }
  const intentId = desk.campaign?.approval.intent.id ?? "";
  bookFill(ctx, desk, fill, intentId, leg ?? "exit", event);
  rememberEnded(ctx, {
    clientId,
    status: ended?.status ?? "partially_filled",
    filledSteps: (ended?.filledSteps ?? 0) + fill.qtySteps,
    fillIds: [...ended?.fillIds ?? [], fillId],
  });
  if (ended !== undefined && leg !== "guard") {
    diverge(ctx, symbol, "fill of an order that is over", ended.status, clientId);
  }
  settle(ctx, desk);
}
