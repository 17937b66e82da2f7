import { clientOrderId, Instrument, type OrderRequest, Side } from "../../domain/mod.ts";
import { tighterStop } from "../../execution/mod.ts";
import type { GuardCall, GuardianContext, Watch } from "./state.ts";

/** Places a stop at the tightest price known for the position; asks for the mark when there is none. */
export function placeStop(ctx: GuardianContext, index: number): void {
  const watch = ctx.state.watches[index]!;
  if (watch.stopCall !== null || watch.side === 0) return;
  const ticks = tightestKnown(watch);
  if (ticks > 0) return sendStop(ctx, index, ticks);
  const { call_deadline_ms } = ctx.spec.protection;
  if (watch.priceAskedAtMs >= 0 && ctx.nowMs < watch.priceAskedAtMs + call_deadline_ms) return;
  watch.priceAskedAtMs = ctx.nowMs;
  ctx.out.commands.push({
    kind: "QueryPrice",
    symbol: ctx.spec.symbols[index]!,
    purpose: guardIntent(ctx, index),
  });
}

/** The mark asked for has come: the stop goes protection.emergency_stop_pct beyond it. */
export function placeEmergencyStop(ctx: GuardianContext, index: number, price: number): void {
  const watch = ctx.state.watches[index]!;
  if (watch.side === 0 || !(price > 0)) return;
  const it = ctx.spec.instruments[index]!;
  const beyond = price * (1 - (watch.side * ctx.spec.protection.emergency_stop_pct) / 100);
  const ticks = watch.side === 1
    ? Math.max(1, Instrument.ticksDown(it, beyond))
    : Instrument.ticksUp(it, beyond);
  // execution may have told its own stop while the price was asked for
  sendStop(ctx, index, tightestKnown(watch) || ticks);
}

/** Closes what is held at market, reduce-only; waits while an earlier close is unanswered. */
export function sendClose(ctx: GuardianContext, index: number, reason: string): void {
  const watch = ctx.state.watches[index]!;
  watch.closeReason ||= reason;
  if (watch.closeCall !== null || watch.side === 0) return;
  watch.closeCall = send(ctx, index, "market", watch.qtySteps, null);
}

/** Under which the guardian's orders of this time without a stop are known; also the purpose of its price query. */
export function guardIntent({ spec, state }: GuardianContext, index: number): string {
  return `guard:${spec.symbols[index]}:${state.watches[index]!.episodeMs}`;
}

/** Tightest stop execution told of or the venue has ever had for this position; 0 when there is none. */
function tightestKnown({ side, wantedTicks, seenTicks }: Watch): number {
  if (side === 0 || wantedTicks === 0) return seenTicks;
  return tighterStop(side, seenTicks, wantedTicks);
}

function sendStop(ctx: GuardianContext, index: number, ticks: number): void {
  const watch = ctx.state.watches[index]!;
  watch.priceAskedAtMs = -1;
  watch.stopCall = send(ctx, index, "stop_market", watch.nakedSteps, ticks);
}

function send(
  ctx: GuardianContext,
  index: number,
  type: "market" | "stop_market",
  steps: number,
  triggerTicks: number | null,
): GuardCall {
  const { spec, nowMs } = ctx;
  const watch = ctx.state.watches[index]!, it = spec.instruments[index]!;
  const intentId = guardIntent(ctx, index), attempt = watch.attempts++;
  const order: OrderRequest = {
    clientId: clientOrderId(spec.systemTag, "guard", attempt, spec.runId, intentId),
    symbol: it.symbol,
    side: Side.opposite(watch.side as Side),
    type,
    // what is above the venue's maximum is still naked at the next look, and gets an order of its own
    qtySteps: Math.min(Math.max(steps, it.minSteps), it.maxSteps ?? Infinity),
    limitTicks: null,
    triggerTicks,
    reduceOnly: true,
    closePosition: false,
  };
  // execution first: its book is to know the order before the venue's copies come
  ctx.out.repairs.push({ kind: "AdoptOrder", order, leg: "guard", attempt, intentId, atMs: nowMs });
  const { call_deadline_ms: recvWindowMs } = spec.protection;
  ctx.out.commands.push({ kind: "SubmitOrder", order, sentAtMs: nowMs, recvWindowMs });
  return { clientId: order.clientId, sentAtMs: nowMs, askedAtMs: nowMs };
}
