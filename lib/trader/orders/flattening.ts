import { type Approval, legOfClientId } from "../../domain/mod.ts";
import { againDelayMs } from "../../execution/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import type { OperatorOrder } from "../operating.ts";
import { beginExit, createCampaign, endEntry, noteProtection, settle } from "./campaign.ts";
import { diverge } from "./finding.ts";
import { cancelEntry } from "./placing.ts";
import { type Desk, deskOf, openIn, type OrdersContext } from "./state.ts";
import { clearTimer, setTimer } from "./timers.ts";

type Of<K extends OperatorOrder["kind"]> = Extract<OperatorOrder, { kind: K }>;
type AccountReported = Extract<VenueEvent, { kind: "AccountReported" }>;

/** Account reports that say otherwise than the book, in a row, before the book is said to differ. */
const DOUBTED = 2;

/** Entries of these symbols are taken back, and what of them waits for leverage or price is not sent. */
export function takeBackOf(ctx: OrdersContext, { symbols, reason }: Of<"TakeBackEntries">): void {
  for (const symbol of symbols) {
    const desk = deskOf(ctx, symbol);
    if (desk === null || desk.campaign === null || desk.campaign.entryDone) continue;
    const { entryId } = desk.campaign;
    desk.campaign.takenBack = reason;
    if (entryId === "") endUnsent(ctx, desk, symbol, reason);
    else if (!openIn(desk, entryId)!.cancelWanted) cancelEntry(ctx, desk, desk.campaign);
    noteProtection(ctx, desk, symbol);
  }
}

/** The kill switch of these symbols is pulled. The same pull told twice is one. */
export function flatten(ctx: OrdersContext, { flattenId, symbols, reason }: Of<"FlattenSymbols">): void {
  for (const symbol of symbols) {
    const desk = deskOf(ctx, symbol);
    if (desk === null || desk.flattening?.flattenId === flattenId) continue;
    desk.flattening = { flattenId, reason, isFlat: false, isAsked: false, doubts: 0 };
    tell(ctx, desk, symbol);
    pursueFlat(ctx, desk, symbol);
    noteProtection(ctx, desk, symbol);
  }
}

/** Entries of these symbols may be taken again; returns the symbols that are not flat and stay as they are. */
export function rearm(ctx: OrdersContext, { symbols }: Of<"RearmSymbols">): string[] {
  return symbols.filter((symbol) => {
    const desk = deskOf(ctx, symbol);
    if (desk === null || desk.flattening === null) return false;
    if (!desk.flattening.isFlat) return true;
    desk.flattening = null;
    return false;
  });
}

/**
 * Does what is still to be done until the venue has said that nothing is held: called after everything that may have changed
 * it. Whatever position there is goes, whoever opened it; stops stay until the venue's word (see `settleFlat`).
 */
export function pursueFlat(ctx: OrdersContext, desk: Desk, symbol: string): void {
  const { flattening } = desk;
  if (flattening === null || flattening.isFlat) return;
  if (desk.positionSteps !== 0) {
    desk.campaign ??= strayCampaign(desk, symbol, ctx.nowMs);
    flattening.isAsked = false;
  }
  const { campaign } = desk;
  if (campaign !== null) {
    beginExit(ctx, desk, campaign, "flatten");
    if (!campaign.entryDone && campaign.entryId === "") endUnsent(ctx, desk, symbol, flattening.reason);
  }
  if (flattening.isAsked || !mayBeFlat(desk)) return;
  flattening.isAsked = true;
  ctx.state.flatAsks = 0;
  askFlatness(ctx);
}

/** Asks the venue what it holds, as long as something waits for its word; without an answer in time it is asked again. */
export function askFlatness(ctx: OrdersContext): void {
  const { state, spec: { calls, runId }, nowMs } = ctx;
  if (!state.desks.some(awaitsWord)) return void (state.flatAsks = 0);
  state.flatAsks += 1;
  ctx.out.commands.push({ kind: "QueryAccount" });
  const againMs = againDelayMs(calls, state.flatAsks, runId);
  setTimer(ctx, "flat", "account", nowMs + calls.protective_deadline_ms + againMs);
}

/** The venue's word on what it holds: flat is what it says so of, in a report of after the last fill we know of. */
export function takeFlatness(ctx: OrdersContext, report: AccountReported): void {
  const { state, spec: { symbols } } = ctx;
  for (const [i, desk] of state.desks.entries()) {
    const symbol = symbols[i]!;
    if (!awaitsWord(desk) || report.atMs < desk.filledAtMs) continue;
    judgeReport(ctx, desk, symbol, report);
  }
  const isWanted = state.desks.some(awaitsWord);
  if (isWanted || state.flatAsks === 0) return;
  state.flatAsks = 0;
  clearTimer(ctx, "flat", "account");
}

function judgeReport(ctx: OrdersContext, desk: Desk, symbol: string, report: AccountReported): void {
  const flattening = desk.flattening!;
  const held = report.positions.find((position) => position.symbol === symbol && position.qtySteps > 0);
  if (held !== undefined) {
    flattening.doubts += 1;
    // until then fills may be on their way; reconciliation makes the book follow, and what it adopts is closed
    if (flattening.doubts >= DOUBTED) {
      diverge(ctx, symbol, "position while flattening", "0", String(held.side * held.qtySteps));
    }
    return;
  }
  // an entry that was taken for dead could still open something
  const entries = report.openOrders.filter((order) =>
    order.symbol === symbol && legOfClientId(ctx.spec.systemTag, order.clientId) === "entry"
  );
  for (const { clientId } of entries) ctx.out.commands.push({ kind: "CancelOrder", symbol, clientId });
  if (entries.length > 0) return;
  flattening.isFlat = true;
  tell(ctx, desk, symbol);
  settle(ctx, desk);
  noteProtection(ctx, desk, symbol);
}

/** A fill of an entry of ours after all: the switch is still pulled, so this goes as well. */
export function reopenFlat(ctx: OrdersContext, desk: Desk, symbol: string): void {
  if (desk.flattening === null || !desk.flattening.isFlat) return;
  desk.flattening.isFlat = false;
  tell(ctx, desk, symbol);
}

const awaitsWord = (desk: Desk): boolean =>
  desk.flattening !== null && !desk.flattening.isFlat && mayBeFlat(desk);

/** True when the book is flat and none of our orders in it could open anything: the venue's word would be the last. */
function mayBeFlat({ positionSteps, campaign, open }: Desk): boolean {
  if (positionSteps !== 0 || (campaign !== null && !campaign.entryDone)) return false;
  return open.every(({ order }) => order.leg !== "entry");
}

/** An entry of which no order is at work is over. */
function endUnsent(ctx: OrdersContext, desk: Desk, symbol: string, reason: string): void {
  clearTimer(ctx, "entry_step", symbol);
  endEntry(ctx, desk, desk.campaign!, reason);
}

/** For a position that no campaign holds: it is only to be closed, and the guardian sees to a stop meanwhile. */
function strayCampaign(desk: Desk, symbol: string, nowMs: number) {
  const leverage = Math.max(1, desk.leverage), qtySteps = Math.abs(desk.positionSteps);
  const intent: Approval["intent"] = {
    ...{ id: `stray:${symbol}:${nowMs}`, system: "", symbol, side: desk.positionSteps > 0 ? 1 : -1 },
    ...{ rule: "stray", regime: "", barCloseMs: nowMs, score: 0, anchorTicks: 0, stopTicks: 0, targets: [] },
    leverage,
  };
  const campaign = createCampaign({ intent, qtySteps, leverage, riskMoney: 0n });
  campaign.stage = "open";
  campaign.entryDone = true;
  campaign.enteredSteps = qtySteps;
  return campaign;
}

function tell({ out, nowMs: atMs }: OrdersContext, { flattening }: Desk, symbol: string): void {
  const { flattenId, isFlat } = flattening!;
  out.notices.push({ kind: "FlattenReported", symbol, flattenId, isFlat, atMs });
}
