import { Instrument, legOfClientId, type Money } from "../../domain/mod.ts";
import { tighterStop } from "../../execution/mod.ts";
import { type Cover, coverOf } from "../guardian/cover.ts";
import type { VenueEvent, VenuePosition } from "../market_step.ts";
import type { AccountReported, Adoption, Case, ReconciliationContext } from "./state.ts";

/** Does what a finding asks for and says what was done. Done again at every pass that still finds it: all of it may be. */
export function act(ctx: ReconciliationContext, it: Case, account: AccountReported): string {
  switch (it.what) {
    case "missing protection":
      return protect(ctx, it);
    case "orphan order":
      return cancelOrphan(ctx, it, account);
    case "lost order":
      return lookUp(ctx, it);
    case "phantom position":
      return closeBook(ctx, it, account.walletBalance);
    case "unknown position":
    case "quantity mismatch":
    case "side mismatch":
      return follow(ctx, it, account);
    case "balance drift":
      return "entries are off until wallet and ledger agree";
    case "foreign position":
      return "left alone: the symbol is not traded here";
  }
}

function protect(ctx: ReconciliationContext, { symbol, ours }: Case): string {
  const { out, nowMs: atMs } = ctx;
  out.alarm = true;
  // the book has no position to protect, and gets it as another finding
  if (ours === "") return "guardian places a stop";
  const reason = "missing protection";
  if (ctx.spec.reconcile.missing_protection === "close") {
    out.repairs.push({ kind: "ClosePosition", symbol, reason, atMs });
    return "execution closes the position";
  }
  out.repairs.push({ kind: "RepairStop", symbol, reason, atMs });
  return "execution and guardian place a stop";
}

/** An orphan that the position cannot do without stays until the book's own stop is back. */
function cancelOrphan(
  ctx: ReconciliationContext,
  { symbol, clientId }: Case,
  account: AccountReported,
): string {
  const cover = coverIn(ctx, symbol, account);
  if (cover.stops.some((stop) => stop.clientId === clientId)) {
    const isDoomed = (id: string) =>
      ctx.out.commands.some((c) => c.kind === "CancelOrder" && c.clientId === id);
    let steps = 0;
    for (const stop of cover.stops) {
      if (stop.clientId !== clientId && !isDoomed(stop.clientId)) steps += stop.steps;
    }
    if (steps < cover.qtySteps) return "kept: nothing else protects the position";
  }
  ctx.out.commands.push({ kind: "CancelOrder", symbol, clientId });
  return "cancelled";
}

/** The venue is asked what became of the order, and execution told. */
function lookUp(ctx: ReconciliationContext, { symbol, clientId }: Case): string {
  if (legOfClientId(ctx.spec.systemTag, clientId) === "stop") {
    ctx.out.repairs.push({ kind: "RepairStop", symbol, reason: "lost order", atMs: ctx.nowMs });
    return "execution asks for it and places another";
  }
  if (!ctx.state.lookups.includes(clientId)) ctx.state.lookups.push(clientId);
  ctx.out.commands.push({ kind: "QueryOrder", symbol, clientId });
  return "the venue is asked for it";
}

/** The venue's word on an order execution lost sight of. */
export function onLookedUp(
  ctx: ReconciliationContext,
  event: VenueEvent & { readonly clientId: string },
): void {
  const { state, out } = ctx;
  if (!state.lookups.includes(event.clientId)) return;
  state.lookups = state.lookups.filter((clientId) => clientId !== event.clientId);
  out.repairs.push(event);
}

function closeBook(ctx: ReconciliationContext, { symbol, what }: Case, walletBalance: Money): string {
  ctx.out.repairs.push({ kind: "CloseBook", symbol, walletBalance, reason: what, atMs: ctx.nowMs });
  return "closed in the book with the venue's fills";
}

/** The book follows the venue; a position without any stop needs the mark first, for one of its own. */
function follow(ctx: ReconciliationContext, { symbol, what }: Case, account: AccountReported): string {
  const { state, spec, out } = ctx;
  const position = account.positions.find((held) => held.symbol === symbol);
  if (position === undefined) return "nothing: the position is gone";
  const close = what === "unknown position" && spec.reconcile.unknown_position === "close";
  const { walletBalance } = account;
  const adoption: Adoption = { position, walletBalance, reason: what, close };
  const ticks = tightestStop(coverIn(ctx, symbol, account), position);
  if (ticks > 0) adopt(ctx, adoption, ticks);
  else {
    state.adoptions = [...state.adoptions.filter((a) => a.position.symbol !== symbol), adoption];
    out.commands.push({ kind: "QueryPrice", symbol, purpose: purposeOf(symbol) });
  }
  return close ? "adopted and closed" : "adopted: the book follows the venue";
}

/** The mark has come: the adopted position gets a stop that far from it. */
export function onMark(
  ctx: ReconciliationContext,
  event: Extract<VenueEvent, { kind: "PriceQuoted" }>,
): void {
  const { state, spec } = ctx;
  const adoption = state.adoptions.find((a) => a.position.symbol === event.symbol);
  if (adoption === undefined || event.purpose !== purposeOf(event.symbol) || !(event.price > 0)) return;
  state.adoptions = state.adoptions.filter((a) => a !== adoption);
  const it = spec.instruments[spec.symbols.indexOf(event.symbol)]!;
  const { side } = adoption.position;
  const beyond = event.price * (1 - (side * spec.emergencyStopPct) / 100);
  const ticks = side === 1 ? Math.max(1, Instrument.ticksDown(it, beyond)) : Instrument.ticksUp(it, beyond);
  adopt(ctx, adoption, ticks);
}

function adopt(ctx: ReconciliationContext, adoption: Adoption, stopTicks: number): void {
  const { position, walletBalance, reason, close } = adoption;
  const atMs = ctx.nowMs;
  ctx.out.repairs.push({ kind: "AdoptPosition", position, stopTicks, walletBalance, reason, atMs });
  if (close) ctx.out.repairs.push({ kind: "ClosePosition", symbol: position.symbol, reason, atMs });
}

const purposeOf = (symbol: string): string => `adopt:${symbol}`;

function coverIn({ spec }: ReconciliationContext, symbol: string, account: AccountReported): Cover {
  return coverOf({ systemTag: spec.systemTag, symbol }, account.positions, account.openOrders);
}

function tightestStop(cover: Cover, { side }: VenuePosition): number {
  let ticks = 0;
  for (const stop of cover.stops) ticks = tighterStop(side, ticks, stop.ticks);
  return ticks;
}
