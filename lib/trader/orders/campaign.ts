import { type Approval, Order, Side } from "../../domain/mod.ts";
import { Hold, protectionOf, ProtectiveSlot, slicesOf, splitTargets } from "../../execution/mod.ts";
import { hasUnknown } from "./awaiting.ts";
import { cancelEntry, cancelLive, cancelOrder, placeOrder } from "./placing.ts";
import { type Campaign, type Desk, deskIndex, type OrdersContext } from "./state.ts";
import { clearTimer, setTimer } from "./timers.ts";

/** Starts a campaign for an approval, or ends it at once with the reason why the symbol takes none now. */
export function startCampaign(ctx: OrdersContext, approval: Approval, approvedAtMs: number): void {
  const { symbol } = approval.intent;
  const desk = ctx.state.desks[deskIndex(ctx.spec, symbol)]!;
  const isLate = ctx.nowMs - approvedAtMs > ctx.spec.calls.call_deadline_ms;
  const obstacle = isLate ? "approved too long ago" : obstacleTo(ctx, desk);
  if (obstacle !== "") return refuseEntry(ctx, approval, obstacle);
  const campaign = createCampaign(approval);
  desk.campaign = campaign;
  if (desk.leverage === approval.leverage) return enter(ctx, desk, campaign, approval.intent.anchorTicks);
  ctx.out.commands.push({ kind: "ConfigureSymbol", symbol, leverage: approval.leverage });
  awaitStep(ctx, symbol);
}

/** Why nothing may be entered in a symbol now; "" when it may. */
function obstacleTo(ctx: OrdersContext, desk: Desk): string {
  if (desk.campaign !== null) return "the symbol has a campaign";
  if (desk.positionSteps !== 0) return "the symbol has a position";
  return doubtsOf(ctx, desk);
}

/** What keeps entries off while it lasts; "" when nothing does. */
export function doubtsOf(ctx: OrdersContext, desk: Desk): string {
  if (ctx.state.isDegraded) return "store degraded";
  if (desk.flattening !== null) return desk.flattening.reason;
  if (ctx.state.entriesOff !== "") return ctx.state.entriesOff;
  return hasUnknown(desk) ? "an order of the symbol is unknown" : "";
}

function refuseEntry(ctx: OrdersContext, { intent }: Approval, reason: string): void {
  const { symbol, id: intentId } = intent;
  const { out, nowMs: atMs } = ctx;
  if (out.recorder.on) {
    out.recorder.record({ kind: "CommandRefused", symbol, command: "EnterPosition", why: reason, atMs });
  }
  out.notices.push({ kind: "EntryEnded", symbol, intentId, filledSteps: 0, reason, atMs });
}

/** A campaign before its first order. */
export function createCampaign(approval: Approval): Campaign {
  return {
    approval,
    stage: "configuring",
    entryId: "",
    entryAttempts: 0,
    takenBack: "",
    entryDone: false,
    enteredSteps: 0,
    stopTicks: approval.intent.stopTicks,
    stop: ProtectiveSlot.create(),
    targets: approval.intent.targets.map(() => ProtectiveSlot.create()),
    exitAttempts: 0,
    exitHold: Hold.create(),
    exitReason: "",
  };
}

/** The entry waits for leverage or price: without an answer in time it ends. */
export function awaitStep(ctx: OrdersContext, symbol: string): void {
  setTimer(ctx, "entry_step", symbol, ctx.nowMs + ctx.spec.calls.call_deadline_ms);
}

/** Sends the (next) entry order for what has not filled yet. */
export function enter(ctx: OrdersContext, desk: Desk, campaign: Campaign, limitTicks: number): void {
  const { intent, qtySteps } = campaign.approval;
  const doubts = doubtsOf(ctx, desk);
  if (doubts !== "") return endEntry(ctx, desk, campaign, doubts);
  const { execution } = ctx.spec;
  const isLimit = execution.entry_type === "limit";
  campaign.stage = "entering";
  campaign.entryId = placeOrder(ctx, desk, campaign, {
    leg: "entry",
    attempt: campaign.entryAttempts,
    side: intent.side,
    type: isLimit ? "limit" : "market",
    qtySteps: qtySteps - campaign.enteredSteps,
    limitTicks: isLimit ? limitTicks : null,
    triggerTicks: null,
  });
  campaign.entryAttempts += 1;
  if (isLimit) {
    setTimer(ctx, "entry_ttl", intent.symbol, ctx.nowMs + execution.entry_ttl_minutes * 60_000);
  }
}

/** Nothing more will be entered: tells the others, and keeps what filled protected. */
export function endEntry(ctx: OrdersContext, desk: Desk, campaign: Campaign, reason: string): void {
  campaign.entryId = "";
  campaign.entryDone = true;
  if (campaign.stage === "configuring" || campaign.stage === "entering") campaign.stage = "open";
  const { intent } = campaign.approval;
  if (ctx.spec.execution.entry_type === "limit") clearTimer(ctx, "entry_ttl", intent.symbol);
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
export function settle(ctx: OrdersContext, desk: Desk): void {
  if (desk.campaign !== null) settleCampaign(ctx, desk, desk.campaign);
}

/** The same for a desk whose campaign is known. */
export function settleCampaign(ctx: OrdersContext, desk: Desk, campaign: Campaign): void {
  if (desk.positionSteps === 0) return settleFlat(ctx, desk, campaign);
  // reducing orders cannot turn a position: somebody else traded, and what is true only reconciliation can tell
  if (desk.positionSteps * campaign.approval.intent.side < 0) return;
  if (campaign.exitReason !== "") {
    const left = Math.abs(desk.positionSteps) - exitingSteps(desk);
    if (left > 0) sendExit(ctx, desk, campaign, left);
  }
  const { intent } = campaign.approval;
  // a stray position has no price for a stop; the guardian has
  if (campaign.stopTicks > 0) {
    settleSlot(ctx, desk, campaign, campaign.stop, "stop", Math.abs(desk.positionSteps), campaign.stopTicks);
  }
  if (campaign.exitReason !== "") return;
  const wanted = targetSteps(ctx, campaign);
  for (let i = 0; i < wanted.length; i++) {
    const leg = i === 0 ? "target1" : "target2";
    settleSlot(ctx, desk, campaign, campaign.targets[i]!, leg, wanted[i]!, intent.targets[i]!.ticks);
  }
}

/** What each target is still to take off. */
export function targetSteps(
  ctx: OrdersContext,
  { approval: { intent }, targets, enteredSteps }: Campaign,
): number[] {
  const { minSteps } = ctx.spec.instruments[deskIndex(ctx.spec, intent.symbol)]!;
  const steps = splitTargets(enteredSteps, intent.targets, minSteps);
  for (let i = 0; i < steps.length; i++) steps[i] = Math.max(0, steps[i]! - targets[i]!.filledSteps);
  return steps;
}

/** Begins closing the position at market; the stop stays until flat. */
export function beginExit(ctx: OrdersContext, desk: Desk, campaign: Campaign, reason: string): void {
  if (campaign.exitReason !== "") return;
  campaign.exitReason = reason;
  campaign.stage = "closing";
  if (campaign.entryId !== "") cancelEntry(ctx, desk, campaign);
  if (desk.positionSteps !== 0) settleCampaign(ctx, desk, campaign);
}

/** Steps that exits at work will still take off; fewer than are held when a fill overtook the entry's cancel. */
function exitingSteps({ open }: Desk): number {
  let steps = 0;
  for (const { order } of open) {
    // the guardian may be closing it as well
    if (order.leg === "exit" || (order.leg === "guard" && order.type === "market")) {
      steps += Order.leavesSteps(order);
    }
  }
  return steps;
}

function sendExit(ctx: OrdersContext, desk: Desk, campaign: Campaign, qtySteps: number): void {
  if (ctx.nowMs < campaign.exitHold.untilMs) return;
  for (const part of slicesOf(qtySteps, maxStepsOf(ctx, campaign))) {
    placeOrder(ctx, desk, campaign, {
      leg: "exit",
      attempt: campaign.exitAttempts,
      side: desk.positionSteps > 0 ? -1 : 1,
      type: "market",
      qtySteps: part,
      limitTicks: null,
      triggerTicks: null,
    });
    campaign.exitAttempts += 1;
  }
}

/** The venue's largest order of the campaign's symbol. */
function maxStepsOf({ spec }: OrdersContext, { approval: { intent } }: Campaign): number | null {
  return spec.instruments[deskIndex(spec, intent.symbol)]!.maxSteps;
}

function settleSlot(
  ctx: OrdersContext,
  desk: Desk,
  campaign: Campaign,
  slot: ProtectiveSlot,
  leg: "stop" | "target1" | "target2",
  wantSteps: number,
  ticks: number,
): void {
  const { intent } = campaign.approval;
  const need = ProtectiveSlot.need(slot, wantSteps, ticks);
  if (need === "cancel") cancelLive(ctx, desk, ProtectiveSlot.takeAll(slot));
  if (need !== "place" || ctx.nowMs < slot.hold.untilMs) return;
  const asLimit = leg !== "stop" && ctx.spec.execution.target_type === "limit";
  for (const qtySteps of slicesOf(wantSteps, maxStepsOf(ctx, campaign))) {
    const clientId = placeOrder(ctx, desk, campaign, {
      leg,
      attempt: slot.attempts,
      side: Side.opposite(intent.side),
      type: leg === "stop" ? "stop_market" : asLimit ? "limit" : "take_profit_market",
      qtySteps,
      limitTicks: asLimit ? ticks : null,
      triggerTicks: asLimit ? null : ticks,
    });
    ProtectiveSlot.sent(slot, clientId, qtySteps, ticks);
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
  // what is being flattened keeps its stops until the venue has said that nothing is held (C2)
  if (desk.flattening !== null && !desk.flattening.isFlat) return;
  settleSlot(ctx, desk, campaign, campaign.stop, "stop", 0, 0);
  for (const slot of campaign.targets) settleSlot(ctx, desk, campaign, slot, "stop", 0, 0);
  if (hasOpenOrder(ctx, desk, intent.id)) return;
  desk.campaign = null;
  ctx.out.notices.push({
    kind: "CampaignEnded",
    symbol: intent.symbol,
    intentId: intent.id,
    atMs: ctx.nowMs,
  });
}

/** True while an order of the campaign is open; stops of the guardian's for its position are told to go. */
function hasOpenOrder(ctx: OrdersContext, desk: Desk, intentId: string): boolean {
  let isOpen = false;
  for (const open of desk.open) {
    if (open.order.intentId === intentId) isOpen = true;
    else if (open.order.leg === "guard" && !open.cancelWanted) cancelOrder(ctx, open);
  }
  return isOpen;
}

/** Sets the timer for the first of the desk's orders that was refused and may go again. */
export function awaitHolds(ctx: OrdersContext, { campaign }: Desk): void {
  if (campaign === null) return;
  let dueMs = Infinity;
  for (const { untilMs } of [campaign.exitHold, campaign.stop.hold, ...campaign.targets.map((t) => t.hold)]) {
    if (untilMs > ctx.nowMs) dueMs = Math.min(dueMs, untilMs);
  }
  if (dueMs < Infinity) setTimer(ctx, "again", campaign.approval.intent.symbol, dueMs);
}

/** Notes where the position's protection stands after an input. */
export function noteProtection(ctx: OrdersContext, desk: Desk, symbol: string): void {
  const { campaign, protection: from } = desk;
  const to = campaign === null ? "none" : protectionOf(
    Math.abs(desk.positionSteps),
    campaign.exitReason !== "",
    campaign.stop,
    campaign.stopTicks,
  );
  if (to === from) return;
  desk.protection = to;
  if (!ctx.out.recorder.on) return;
  const intentId = campaign?.approval.intent.id ?? "";
  ctx.out.recorder.record({ kind: "ProtectionChanged", symbol, intentId, from, to, atMs: ctx.nowMs });
}
