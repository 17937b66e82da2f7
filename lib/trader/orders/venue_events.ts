import { Instrument, legOfClientId } from "../../domain/mod.ts";
import { againDelayMs } from "../../execution/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import { endEntry, enter, settle } from "./campaign.ts";
import { diverge } from "./finding.ts";
import { takeFlatness } from "./flattening.ts";
import { deskOf, findOpen, type OrdersContext } from "./state.ts";
import { clearTimer, setTimer } from "./timers.ts";

type Of<K extends VenueEvent["kind"]> = Extract<VenueEvent, { kind: K }>;

/** The venue has the leverage: the entry that waited for it goes out. */
export function onConfigured(ctx: OrdersContext, event: Of<"SymbolConfigured">): void {
  const desk = deskOf(ctx, event.symbol);
  if (desk === null) return;
  desk.leverage = event.leverage;
  const { campaign } = desk;
  if (campaign?.stage !== "configuring") return;
  clearTimer(ctx, "entry_step", event.symbol);
  if (event.leverage !== campaign.approval.leverage) return endEntry(ctx, desk, campaign, "leverage_not_set");
  enter(ctx, desk, campaign, campaign.approval.intent.anchorTicks);
}

/** A fresh price for the retry of a limit entry: taken only within the slippage bound of the price decided on. */
export function onPriceQuoted(ctx: OrdersContext, event: Of<"PriceQuoted">): void {
  const desk = deskOf(ctx, event.symbol);
  const campaign = desk?.campaign ?? null;
  if (desk === null || campaign === null || campaign.entryDone || campaign.entryId !== "") return;
  const { intent } = campaign.approval;
  if (intent.id !== event.purpose) return;
  clearTimer(ctx, "entry_step", event.symbol);
  // closed or stopped out while the price was asked for
  if (campaign.exitReason !== "") return endEntry(ctx, desk, campaign, campaign.exitReason);
  const it = ctx.spec.instruments[ctx.spec.symbols.indexOf(event.symbol)]!;
  const anchor = Instrument.price(it, intent.anchorTicks);
  const worseBps = (1e4 * intent.side * (event.price - anchor)) / anchor;
  const unknown = !(event.price > 0);
  if (unknown || worseBps > ctx.spec.execution.slippage_bound_bps) {
    return endEntry(ctx, desk, campaign, "price beyond the slippage bound");
  }
  const ticks = intent.side === 1
    ? Instrument.ticksDown(it, event.price)
    : Instrument.ticksUp(it, event.price);
  enter(ctx, desk, campaign, ticks);
}

/** Leverage or price did not come in time: the entry ends, and what of it has filled stays. */
export function onStepDue(ctx: OrdersContext, symbol: string): void {
  const desk = deskOf(ctx, symbol);
  const campaign = desk?.campaign ?? null;
  if (desk === null || campaign === null || campaign.entryDone || campaign.entryId !== "") return;
  endEntry(ctx, desk, campaign, "no answer in time");
}

/** The venue took the position: nothing is left to protect. */
export function onLiquidated(ctx: OrdersContext, event: Of<"PositionLiquidated">): void {
  const desk = deskOf(ctx, event.symbol);
  const ours = desk?.positionSteps ?? 0;
  if (desk === null || ours * event.side <= 0) {
    return diverge(ctx, event.symbol, "liquidation", String(ours), String(event.side * event.qtySteps));
  }
  desk.positionSteps -= event.side * event.qtySteps;
  desk.filledAtMs = Math.max(desk.filledAtMs, event.atMs);
  const intentId = desk.campaign?.approval.intent.id ?? "";
  ctx.out.notices.push({ ...event, kind: "LiquidationNoted", intentId });
  if (desk.positionSteps !== 0) {
    diverge(ctx, event.symbol, "position after liquidation", String(desk.positionSteps), "0");
  }
  settle(ctx, desk);
}

export function onFunding(ctx: OrdersContext, event: Of<"FundingSettled">): void {
  const { symbol, amount, rate, price, positionSteps, atMs } = event;
  const desk = deskOf(ctx, symbol);
  const ours = desk?.positionSteps ?? 0;
  if (ours !== positionSteps) {
    diverge(ctx, symbol, "position at funding", String(ours), String(positionSteps));
  }
  // a position on a symbol that is not ours to trade has no line in the ledger
  if (desk === null) return;
  ctx.out.notices.push({ ...event, kind: "FundingNoted" });
  if (ctx.out.recorder.on) {
    ctx.out.recorder.record({ kind: "FundingBooked", symbol, rate, price, positionSteps, amount, atMs });
  }
}

/** Asks for the account; without an answer in time it is asked for again. */
export function askAccount(ctx: OrdersContext): void {
  const { calls } = ctx.spec;
  const { state } = ctx;
  state.accountAsks += 1;
  ctx.out.commands.push({ kind: "QueryAccount" });
  const againMs = againDelayMs(calls, state.accountAsks, ctx.spec.runId);
  setTimer(ctx, "account", "account", ctx.nowMs + calls.call_deadline_ms + againMs);
}

/** Positions and our open orders of the account against the book; only a book that agrees lets entries start. */
export function onAccount(ctx: OrdersContext, event: Of<"AccountReported">): void {
  const isForFlatness = ctx.state.flatAsks > 0 && ctx.state.accountAsks === 0;
  takeFlatness(ctx, event);
  // asked for while fills may be on their way: it is not held against the book
  if (isForFlatness) return;
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
    if (findOpen(ctx.state, order.clientId) !== null) continue;
    // somebody else's is none of our business, and the news of the guardian's is on its way
    const leg = legOfClientId(ctx.spec.systemTag, order.clientId);
    if (leg === null || leg === "guard") continue;
    differs = true;
    diverge(ctx, order.symbol, "open order", "", order.clientId);
  }
  // asked again when the timer is due: somebody may have put it right
  if (differs) return;
  if (ctx.state.accountAsks > 0) clearTimer(ctx, "account", "account");
  ctx.state.accountAsks = 0;
  ctx.out.notices.push({ kind: "BookReconciled", walletBalance: event.walletBalance, atMs: event.atMs });
}
