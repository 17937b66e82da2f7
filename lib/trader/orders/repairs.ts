import { type Approval, Order } from "../../domain/mod.ts";
import type { VenuePosition } from "../market_step.ts";
import type { BookReported, RepairCommand } from "../notice.ts";
import { inquire } from "./awaiting.ts";
import { createCampaign, settle } from "./campaign.ts";
import { advanceOrder, cancelOrder, takeUp } from "./placing.ts";
import {
  type BookedOrder,
  type Desk,
  deskOf,
  openIn,
  openOrders,
  type OrdersContext,
  type OrdersSpec,
  type OrdersState,
} from "./state.ts";

type Of<K extends RepairCommand["kind"]> = Extract<RepairCommand, { kind: K }>;

/** The book as of now. */
export function reportBook(spec: OrdersSpec, state: OrdersState, nowMs: number): BookReported {
  const stops: BookReported["stops"][number][] = [];
  for (const [i, { campaign, positionSteps }] of state.desks.entries()) {
    if (campaign === null) continue;
    const { id: intentId, side } = campaign.approval.intent;
    const steps = Math.abs(positionSteps);
    stops.push({ symbol: spec.symbols[i]!, intentId, side, stopTicks: campaign.stopTicks, steps });
  }
  const positions = state.desks.map(({ positionSteps }, i) => ({
    symbol: spec.symbols[i]!,
    steps: positionSteps,
  }));
  return { kind: "BookReported", positions, orders: openOrders(state), stops, atMs: nowMs };
}

/** Carries out a repair; "" or why it is refused. */
export function repair(ctx: OrdersContext, command: Exclude<RepairCommand, { kind: "QueryBook" }>): string {
  const symbol = symbolOf(command);
  const desk = deskOf(ctx, symbol);
  if (desk === null) return "this run does not trade the symbol";
  switch (command.kind) {
    case "AdoptOrder":
      return adoptOrder(ctx, desk, command);
    case "RepairStop":
      return repairStop(ctx, desk);
    case "AdoptPosition":
      return adoptPosition(ctx, desk, command);
    case "CloseBook":
      return closeBook(ctx, desk, command);
  }
}

/** Symbol that a repair is about. */
export function symbolOf(command: Exclude<RepairCommand, { kind: "QueryBook" }>): string {
  if (command.kind === "AdoptOrder") return command.order.symbol;
  return command.kind === "AdoptPosition" ? command.position.symbol : command.symbol;
}

/** Another actor's order is followed like our own; its fills may have come before the news of it. */
function adoptOrder(ctx: OrdersContext, desk: Desk, command: Of<"AdoptOrder">): string {
  const { order, leg, attempt, intentId, atMs } = command;
  const { clientId } = order;
  if (openIn(desk, clientId) !== null) return "the order is in the book";
  const known = ctx.state.ended.findLast((ended) => ended.clientId === clientId);
  if (known !== undefined && known.status !== "partially_filled") return "the order is over";
  const open = takeUp(ctx, desk, Order.create(order, intentId, leg, attempt, atMs));
  if (known === undefined) return "";
  open.fillIds.push(...known.fillIds);
  const { filledSteps } = known;
  advanceOrder(ctx, desk, open, filledSteps >= order.qtySteps ? "filled" : "partially_filled", {
    filledSteps,
  });
  return "";
}

/** The stop is asked for at the venue, which leads to a new one if it is gone; where there is none, one is placed now. */
function repairStop(ctx: OrdersContext, desk: Desk): string {
  if (desk.campaign === null || desk.positionSteps === 0) return "there is no position";
  const { stop } = desk.campaign;
  for (const { id } of stop.orders) askFor(ctx, openIn(desk, id)!);
  settle(ctx, desk);
  return "";
}

/** Asks the venue for an order, unless it owes an answer about it already. */
function askFor(ctx: OrdersContext, open: BookedOrder): void {
  if (!open.isTimed) inquire(ctx, open);
}

/**
 * The book may follow the venue's position only when no fill can be on its way: the first time all orders of the symbol are
 * asked for, whose fills may explain the difference; "" when they are known and the difference is still there. Orders that
 * only reduce and were sent later explain nothing.
 */
function recount(ctx: OrdersContext, desk: Desk): string {
  if (desk.recountedAtMs < 0) {
    desk.recountedAtMs = ctx.nowMs;
    for (const open of desk.open) askFor(ctx, open);
  }
  const isOwed = desk.open.some(({ isTimed, order: { createdAtMs, reduceOnly } }) =>
    isTimed && (!reduceOnly || createdAtMs <= desk.recountedAtMs)
  );
  return isOwed ? "the venue is asked for the orders of the symbol first" : "";
}

/** The venue's position becomes ours. */
function adoptPosition(ctx: OrdersContext, desk: Desk, command: Of<"AdoptPosition">): string {
  const { position, stopTicks, walletBalance } = command;
  const steps = position.side * position.qtySteps;
  if (desk.positionSteps === steps) return "the book has that position";
  const refusal = recount(ctx, desk);
  if (refusal !== "") return refusal;
  desk.recountedAtMs = -1;
  const isOurs = desk.campaign?.approval.intent.side === position.side;
  if (!isOurs) giveUpCampaign(ctx, desk, position.symbol);
  desk.positionSteps = steps;
  desk.campaign ??= adoptedCampaign(desk, position, stopTicks, ctx.nowMs);
  noteRepaired(ctx, desk, position.symbol, position, walletBalance);
  settle(ctx, desk);
  return "";
}

/** The book's position does not exist: what is left of it is written off. */
function closeBook(ctx: OrdersContext, desk: Desk, { symbol, walletBalance }: Of<"CloseBook">): string {
  if (desk.positionSteps === 0) return "the book has no position";
  const refusal = recount(ctx, desk);
  if (refusal !== "") return refusal;
  desk.recountedAtMs = -1;
  desk.positionSteps = 0;
  noteRepaired(ctx, desk, symbol, null, walletBalance);
  settle(ctx, desk);
  return "";
}

function noteRepaired(
  ctx: OrdersContext,
  desk: Desk,
  symbol: string,
  position: VenuePosition | null,
  walletBalance: bigint,
): void {
  const intentId = desk.campaign?.approval.intent.id ?? "";
  const stopTicks = position === null ? 0 : desk.campaign?.stopTicks ?? 0;
  const { out, nowMs: atMs } = ctx;
  out.notices.push({ kind: "PositionRepaired", symbol, intentId, position, stopTicks, walletBalance, atMs });
}

/** A campaign whose position turned out to be another one: its orders are told to go, and nobody waits for it. */
function giveUpCampaign(ctx: OrdersContext, desk: Desk, symbol: string): void {
  if (desk.campaign === null) return;
  for (const open of desk.open) if (open.order.leg !== "guard") cancelOrder(ctx, open);
  const { id: intentId } = desk.campaign.approval.intent;
  desk.campaign = null;
  ctx.out.notices.push({ kind: "CampaignEnded", symbol, intentId, atMs: ctx.nowMs });
}

/** A campaign of a position that nobody here entered: it has a stop, and nothing else is done with it. */
function adoptedCampaign(desk: Desk, position: VenuePosition, stopTicks: number, nowMs: number) {
  const { symbol, side, qtySteps } = position;
  const id = `adopted:${symbol}:${nowMs}`;
  const intent: Approval["intent"] = {
    ...{ id, system: "", symbol, side, rule: "adopted", regime: "", barCloseMs: nowMs, score: 0 },
    ...{ anchorTicks: 0, stopTicks, targets: [], leverage: Math.max(1, desk.leverage) },
  };
  const approval = { intent, qtySteps, leverage: Math.max(1, desk.leverage), riskMoney: 0n };
  const campaign = createCampaign(approval);
  campaign.stage = "open";
  campaign.entryDone = true;
  campaign.enteredSteps = qtySteps;
  return campaign;
}
