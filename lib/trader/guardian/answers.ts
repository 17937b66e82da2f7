import type { VenueEvent } from "../market_step.ts";
import { guardIntent, placeEmergencyStop, sendClose } from "./placing.ts";
import type { GuardCall, GuardianContext, Watch } from "./state.ts";

type Of<K extends VenueEvent["kind"]> = Extract<VenueEvent, { readonly kind: K }>;
type CallName = "stopCall" | "closeCall";

/** Codes that say nothing against a stop at this price: it came late, or there was nothing to reduce. */
const TRY_AGAIN: readonly string[] = ["-1021", "-2022"];

/** The venue refused: a position whose stop it does not take is closed at once. */
export function onRejected(ctx: GuardianContext, event: Of<"OrderRejected">): void {
  const found = findCall(ctx, event.symbol, event.clientId);
  if (found === null) return;
  const { index, watch, name } = found;
  noteTime(ctx, event);
  watch[name] = null;
  watch.refusals += 1;
  if (name === "closeCall" || TRY_AGAIN.includes(event.code)) return;
  sendClose(ctx, index, `stop refused: ${event.code} ${event.reason}`);
}

/** The venue has the order, or had it: the next report shows what it does there. */
export function onKnown(ctx: GuardianContext, event: Of<"OrderAccepted"> | Of<"OrderReported">): void {
  const found = findCall(ctx, event.symbol, event.clientId);
  if (found === null) return;
  noteTime(ctx, event);
  found.watch[found.name] = null;
}

/** A report of before the venue's answer does not know the order. */
function noteTime({ state }: GuardianContext, { atMs }: { readonly atMs: number }): void {
  state.venueMs = Math.max(state.venueMs, atMs);
}

/** The venue does not know the order. That is its last word once it would refuse the order for coming late. */
export function onUnknown(ctx: GuardianContext, event: Of<"OrderUnknown">): void {
  const found = findCall(ctx, event.symbol, event.clientId);
  if (found === null) return;
  const { watch, name } = found;
  if (event.atMs <= watch[name]!.sentAtMs + ctx.spec.protection.call_deadline_ms) return;
  noteTime(ctx, event);
  watch[name] = null;
  watch.refusals += 1;
}

/** The mark for a stop nobody told a price for. */
export function onPrice(ctx: GuardianContext, event: Of<"PriceQuoted">): void {
  const index = ctx.spec.symbols.indexOf(event.symbol);
  const watch = ctx.state.watches[index];
  if (watch === undefined || watch.priceAskedAtMs < 0 || event.purpose !== guardIntent(ctx, index)) return;
  watch.priceAskedAtMs = -1;
  const isWanted = watch.nakedSteps > 0 && watch.stopCall === null && watch.closeReason === "";
  if (isWanted) placeEmergencyStop(ctx, index, event.price);
}

/** Asks the venue for calls it owes an answer to, before anything else is decided on. */
export function askForUnknown(ctx: GuardianContext): void {
  const { spec, state, nowMs } = ctx;
  for (let i = 0; i < spec.symbols.length; i++) {
    const { stopCall, closeCall } = state.watches[i]!;
    for (const call of [stopCall, closeCall]) {
      if (call === null || nowMs < call.askedAtMs + spec.protection.call_deadline_ms) continue;
      call.askedAtMs = nowMs;
      ctx.out.commands.push({ kind: "QueryOrder", symbol: spec.symbols[i]!, clientId: call.clientId });
    }
  }
}

interface Found {
  readonly index: number;
  readonly watch: Watch;
  readonly name: CallName;
}

function findCall(ctx: GuardianContext, symbol: string, clientId: string): Found | null {
  const index = ctx.spec.symbols.indexOf(symbol);
  const watch = ctx.state.watches[index];
  if (watch === undefined) return null;
  const isCall = (call: GuardCall | null) => call?.clientId === clientId;
  if (isCall(watch.stopCall)) return { index, watch, name: "stopCall" };
  return isCall(watch.closeCall) ? { index, watch, name: "closeCall" } : null;
}
