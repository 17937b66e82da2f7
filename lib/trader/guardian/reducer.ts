import type { VenueEvent } from "../market_step.ts";
import type { Notice } from "../notice.ts";
import { askForUnknown, onKnown, onPrice, onRejected, onUnknown } from "./answers.ts";
import { coverOf } from "./cover.ts";
import { isAlert, judge } from "./judging.ts";
import type { GuardianContext, GuardianOut, GuardianSpec, GuardianState } from "./state.ts";

/** Name of the guardian's only timer. */
export const LOOK_TIMER = "look";

/**
 * The guardian: one rule, apart from strategy and execution. Every open position has a live stop of at least its size at
 * the venue (I1). It looks for itself, gives execution protection.guard_after_ms, then places a stop of its own, and closes
 * what cannot be protected. It only ever reduces, and cancels no order but its own.
 */
export const Guardian = {
  /** A life begins: looks at once. Naked time counts from here where it began earlier. */
  start(spec: GuardianSpec, state: GuardianState, nowMs: number, out: GuardianOut): void {
    state.readyAtMs = nowMs;
    look({ spec, state, out, nowMs });
  },

  /** The time for a look has come, or somebody who saw a position without a stop asks for one. */
  look(spec: GuardianSpec, state: GuardianState, nowMs: number, out: GuardianOut): void {
    look({ spec, state, out, nowMs });
  },

  /** What execution tells: which stop it wants. */
  notice(spec: GuardianSpec, state: GuardianState, notice: Notice, nowMs: number): void {
    if (notice.kind !== "StopPlaced" || notice.stopTicks <= 0) return;
    const watch = state.watches[spec.symbols.indexOf(notice.symbol)];
    if (watch === undefined) return;
    watch.wantedTicks = notice.stopTicks;
    watch.wantedAtMs = nowMs;
  },

  /** What the venue answers. Events of others' orders are of no interest: the next look shows what they did. */
  venueEvent(
    spec: GuardianSpec,
    state: GuardianState,
    event: VenueEvent,
    nowMs: number,
    out: GuardianOut,
  ): void {
    const ctx: GuardianContext = { spec, state, out, nowMs };
    switch (event.kind) {
      case "AccountReported":
        return onAccount(ctx, event);
      case "OrderAccepted":
      case "OrderReported":
        return onKnown(ctx, event);
      case "OrderRejected":
        return onRejected(ctx, event);
      case "OrderUnknown":
        return onUnknown(ctx, event);
      case "PriceQuoted":
        return onPrice(ctx, event);
    }
  },
} as const;

function look(ctx: GuardianContext): void {
  ctx.state.lookedAtMs = ctx.nowMs;
  askForUnknown(ctx);
  ctx.out.commands.push({ kind: "QueryAccount" });
  setTimer(ctx);
}

function onAccount(ctx: GuardianContext, report: Extract<VenueEvent, { kind: "AccountReported" }>): void {
  const { spec, state, nowMs } = ctx;
  // older than something already known: an order of ours may be missing in it
  if (report.atMs < state.venueMs) return;
  state.venueMs = report.atMs;
  const isBlind = state.reportedAtMs < 0 || nowMs - state.reportedAtMs > spec.protection.max_naked_ms;
  if (isBlind) state.readyAtMs = nowMs;
  const sinceMs = isBlind ? nowMs : state.seenAtMs;
  const wasAlert = state.watches.some(isAlert);
  for (let i = 0; i < spec.symbols.length; i++) {
    const watch = state.watches[i]!;
    for (const order of report.openOrders) {
      if (order.clientId === watch.stopCall?.clientId) watch.stopCall = null;
      if (order.clientId === watch.closeCall?.clientId) watch.closeCall = null;
    }
    const key = { systemTag: spec.systemTag, symbol: spec.symbols[i]! };
    judge(ctx, i, coverOf(key, report.positions, report.openOrders), sinceMs);
  }
  state.reportedAtMs = nowMs;
  state.seenAtMs = Math.min(nowMs, report.atMs);
  if (!wasAlert && state.watches.some(isAlert)) setTimer(ctx);
}

/** Sets the time of the next look: soon while a position is naked, less soon where the venue refuses. */
function setTimer(ctx: GuardianContext): void {
  const { spec, state } = ctx;
  let delayMs = spec.everyMs;
  for (const watch of state.watches) {
    if (!isAlert(watch)) continue;
    delayMs = Math.min(delayMs, spec.protection.naked_every_ms * 2 ** Math.min(watch.refusals, 16));
  }
  ctx.out.timers.push({ name: LOOK_TIMER, dueMs: Math.max(state.lookedAtMs + delayMs, ctx.nowMs) });
}
