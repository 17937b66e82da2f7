import { type Approval, Order, Side } from "../../domain/mod.ts";
import { ProtectiveSlot, splitTargets } from "../../execution/mod.ts";
import { cancelOrder, placeOrder } from "./placing.ts";
import { type Campaign, type Desk, deskIndex, type OrdersContext } from "./state.ts";

/** Starts a campaign for an approval; the symbol must be free, because risk never approves two at once. */
export function startCampaign(ctx: OrdersContext, approval: Approval): void {
  const { intent } = approval;
  const desk = ctx.state.desks[deskIndex(ctx.spec, intent.symbol)]!;
  if (desk.campaign !== null) {
    throw new Error(`Cannot enter ${intent.id}: ${desk.campaign.approval.intent.id} is not over`);
  }
  const campaign: Campaign = {
    approval,
    stage: "configuring",
    entryId: "",
    entryAttempts: 0,
    entryDone: false,
    enteredSteps: 0,
    stopTicks: intent.stopTicks,
    stop: ProtectiveSlot.create(),
    targets: intent.targets.map(() => ProtectiveSlot.create()),
    exitAttempts: 0,
    exitReason: "",
  };
  desk.campaign = campaign;
  if (desk.leverage === approval.leverage) enter(ctx, campaign, intent.anchorTicks);
  else ctx.out.commands.push({ kind: "ConfigureSymbol", symbol: intent.symbol, leverage: approval.leverage });
}

/** Name of the timer that ends a symbol's limit entry. */
export const entryTimer = (symbol: string): string => `entry_ttl:${symbol}`;

/** Sends the (next) entry order for what has not filled yet. */
export function enter(ctx: OrdersContext, campaign: Campaign, limitTicks: number): void {
  const { intent, qtySteps } = campaign.approval;
  const { execution } = ctx.spec;
  const isLimit = execution.entry_type === "limit";
  campaign.stage = "entering";
  campaign.entryId = placeOrder(ctx, campaign, {
    leg: "entry",
    attempt: campaign.entryAttempts,
    side: intent.side,
    type: isLimit ? "limit" : "market",
    qtySteps: qtySteps - campaign.enteredSteps,
    ...(isLimit ? { limitTicks } : {}),
  });
  campaign.entryAttempts += 1;
  if (isLimit) {
    const dueMs = ctx.nowMs + execution.entry_ttl_minutes * 60_000;
    ctx.out.timers.push({ name: entryTimer(intent.symbol), dueMs });
  }
}

/** Nothing more will be entered: tells the others, and keeps what filled protected. */
export function endEntry(ctx: OrdersContext, desk: Desk, campaign: Campaign, reason: string): void {
  campaign.entryId = "";
  campaign.entryDone = true;
  if (campaign.stage === "configuring" || campaign.stage === "entering") campaign.stage = "open";
  const { intent } = campaign.approval;
  if (ctx.spec.execution.entry_type === "limit") {
    ctx.out.timers.push({ name: entryTimer(intent.symbol), dueMs: null });
  }
  ctx.out.notices.push({
    kind: "EntryEnded",
    symbol: intent.symbol,
    intentId: intent.id,
    filledSteps: campaign.enteredSteps,
    reason,
    atMs: ctx.nowMs,
  });
  settleCampaign(ctx, desk, campaign);
}

/** Brings the orders at the venue to what the position needs now. Called after everything that may change either. */
export function settleCampaign(ctx: OrdersContext, desk: Desk, campaign: Campaign): void {
  if (desk.positionSteps === 0) return settleFlat(ctx, desk, campaign);
  if (campaign.exitReason !== "") {
    const left = Math.abs(desk.positionSteps) - exitingSteps(ctx, campaign);
    if (left > 0) sendExit(ctx, desk, campaign, left);
  }
  const { intent } = campaign.approval;
  settleSlot(ctx, campaign, campaign.stop, "stop", Math.abs(desk.positionSteps), campaign.stopTicks);
  if (campaign.exitReason !== "") return;
  const it = ctx.spec.instruments[deskIndex(ctx.spec, intent.symbol)]!;
  const shares = splitTargets(campaign.enteredSteps, intent.targets.map((t) => t.sharePct), it.minSteps);
  for (let i = 0; i < shares.length; i++) {
    const slot = campaign.targets[i]!;
    const want = Math.max(0, shares[i]! - slot.filledSteps);
    settleSlot(ctx, campaign, slot, i === 0 ? "target1" : "target2", want, intent.targets[i]!.ticks);
  }
}

/** Begins closing the position at market; the stop stays until flat. */
export function beginExit(ctx: OrdersContext, desk: Desk, campaign: Campaign, reason: string): void {
  if (campaign.exitReason !== "") return;
  campaign.exitReason = reason;
  campaign.stage = "closing";
  if (campaign.entryId !== "") cancelOrder(ctx, campaign.approval.intent.symbol, campaign.entryId);
  if (desk.positionSteps !== 0) settleCampaign(ctx, desk, campaign);
}

/** Steps that exits at work will still take off; fewer than are held when a fill overtook the entry's cancel. */
function exitingSteps({ state }: OrdersContext, campaign: Campaign): number {
  let steps = 0;
  for (const clientId in state.orders) {
    const order = state.orders[clientId]!;
    if (order.leg === "exit" && order.intentId === campaign.approval.intent.id) {
      steps += Order.leavesSteps(order);
    }
  }
  return steps;
}

function sendExit(ctx: OrdersContext, desk: Desk, campaign: Campaign, qtySteps: number): void {
  placeOrder(ctx, campaign, {
    leg: "exit",
    attempt: campaign.exitAttempts,
    side: desk.positionSteps > 0 ? -1 : 1,
    type: "market",
    qtySteps,
  });
  campaign.exitAttempts += 1;
}

function settleSlot(
  ctx: OrdersContext,
  campaign: Campaign,
  slot: ProtectiveSlot,
  leg: "stop" | "target1" | "target2",
  wantSteps: number,
  ticks: number,
): void {
  const { intent } = campaign.approval;
  const need = ProtectiveSlot.need(slot, wantSteps, ticks);
  if (need === "cancel") {
    slot.cancelling = true;
    cancelOrder(ctx, intent.symbol, slot.workingId);
  } else if (need === "place") {
    const asLimit = leg !== "stop" && ctx.spec.execution.target_type === "limit";
    const clientId = placeOrder(ctx, campaign, {
      leg,
      attempt: slot.attempts,
      side: Side.opposite(intent.side),
      type: leg === "stop" ? "stop_market" : asLimit ? "limit" : "take_profit_market",
      qtySteps: wantSteps,
      ...(asLimit ? { limitTicks: ticks } : { triggerTicks: ticks }),
    });
    ProtectiveSlot.sent(slot, clientId, wantSteps, ticks);
  }
}

/** Flat: protection is cancelled, and when nothing is left at the venue the campaign is over. */
function settleFlat(ctx: OrdersContext, desk: Desk, campaign: Campaign): void {
  const { intent } = campaign.approval;
  if (!campaign.entryDone) {
    // flat again while the entry still works (its first part was stopped out): the rest must not follow
    if (campaign.enteredSteps > 0) beginExit(ctx, desk, campaign, "stopped_during_entry");
    return;
  }
  const slots = [campaign.stop, ...campaign.targets];
  for (const slot of slots) settleSlot(ctx, campaign, slot, "stop", 0, 0);
  const open = Object.values(ctx.state.orders).some((o) => o.intentId === intent.id);
  if (open) return;
  desk.campaign = null;
  ctx.out.notices.push({
    kind: "CampaignEnded",
    symbol: intent.symbol,
    intentId: intent.id,
    atMs: ctx.nowMs,
  });
}
