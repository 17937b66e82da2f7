import { tighterStop } from "../../execution/mod.ts";
import { type Cover, isCovered, spareGuards } from "./cover.ts";
import { placeStop, sendClose } from "./placing.ts";
import type { GuardianContext, Watch } from "./state.ts";

/**
 * Compares one symbol's position with what protects it, and does what is missing. `sinceMs` is when it can have lost its
 * stop at the earliest: the look before this one, or this one where looks were missed.
 */
export function judge(ctx: GuardianContext, index: number, cover: Cover, sinceMs: number): void {
  const watch = ctx.state.watches[index]!;
  if (cover.side !== watch.side) changeSide(ctx, index, cover);
  watch.qtySteps = cover.qtySteps;
  for (const { isOurs, ticks } of cover.stops) {
    if (isOurs && cover.side !== 0) watch.seenTicks = tighterStop(cover.side, watch.seenTicks, ticks);
  }
  for (const clientId of cover.strays) cancel(ctx, index, clientId);
  watch.nakedSteps = Math.max(0, cover.qtySteps - cover.stopSteps - cover.exitSteps);
  if (cover.side === 0) return;
  if (!isCovered(cover)) return onNaked(ctx, index, sinceMs);
  for (const clientId of spareGuards(cover)) cancel(ctx, index, clientId);
  // an exit on its way may still end before it has closed everything: the clock runs until a stop is there, or flat
  if (cover.stopSteps >= cover.qtySteps) endEpisode(ctx, index, coveredBy(cover));
}

/** Another position than before: what was known of the old one's stops is worth nothing. */
function changeSide(ctx: GuardianContext, index: number, cover: Cover): void {
  const watch = ctx.state.watches[index]!;
  endEpisode(ctx, index, cover.side === 0 ? "flat" : "the position is another one");
  watch.side = cover.side;
  watch.seenTicks = 0;
  // told before the last look, at which the old position was still there
  if (watch.wantedAtMs < ctx.state.seenAtMs) watch.wantedTicks = 0;
}

function onNaked(ctx: GuardianContext, index: number, sinceMs: number): void {
  const { state, nowMs } = ctx;
  const { protection } = ctx.spec;
  const watch = state.watches[index]!;
  if (watch.nakedSinceMs < 0) beginEpisode(ctx, index, sinceMs);
  const nakedMs = nowMs - Math.max(watch.nakedSinceMs, state.readyAtMs);
  if (watch.closeReason !== "") return sendClose(ctx, index, watch.closeReason);
  if (nakedMs >= protection.max_naked_ms - protection.close_lead_ms) {
    return sendClose(ctx, index, `without a stop for ${nakedMs} ms`);
  }
  if (nakedMs >= protection.guard_after_ms) placeStop(ctx, index);
}

function beginEpisode(ctx: GuardianContext, index: number, sinceMs: number): void {
  const watch = ctx.state.watches[index]!;
  watch.nakedSinceMs = sinceMs;
  // two episodes may begin in one instant of stepped delivery, and ids must differ
  watch.episodeMs = Math.max(ctx.nowMs, watch.episodeMs + 1);
  watch.attempts = 0;
  watch.refusals = 0;
  record(ctx, index, "ProtectionLost", `${watch.nakedSteps} of ${watch.qtySteps} steps without a stop`);
}

function endEpisode(ctx: GuardianContext, index: number, how: string): void {
  const watch = ctx.state.watches[index]!;
  if (watch.nakedSinceMs >= 0) record(ctx, index, "ProtectionRestored", how);
  watch.nakedSinceMs = -1;
  watch.refusals = 0;
  watch.closeReason = "";
  watch.priceAskedAtMs = -1;
}

function record(
  ctx: GuardianContext,
  index: number,
  kind: "ProtectionLost" | "ProtectionRestored",
  how: string,
): void {
  const { nowMs, out: { recorder } } = ctx;
  const nakedMs = nowMs - ctx.state.watches[index]!.nakedSinceMs;
  if (recorder.on) recorder.record({ kind, symbol: ctx.spec.symbols[index]!, nakedMs, how, atMs: nowMs });
}

function coveredBy(cover: Cover): string {
  if (cover.stops.some((stop) => stop.isGuards)) return "stop of the guardian";
  return cover.stops.some((stop) => stop.isOurs) ? "stop of execution" : "stop of somebody else";
}

function cancel(ctx: GuardianContext, index: number, clientId: string): void {
  ctx.out.commands.push({ kind: "CancelOrder", symbol: ctx.spec.symbols[index]!, clientId });
}

/** True while a look has to come sooner than the usual one. */
export const isAlert = (watch: Watch): boolean =>
  watch.nakedSinceMs >= 0 || watch.stopCall !== null || watch.closeCall !== null;
