import type { Order } from "../../domain/mod.ts";
import type { ProtectiveSlot } from "../../execution/mod.ts";
import { type BookedOrder, type Campaign, type Desk, deskOf, openIn, type OrdersContext } from "./state.ts";

/** What is known of an open order that an event is about. */
export interface Found {
  readonly open: BookedOrder;
  readonly desk: Desk;
  /** The campaign it belongs to; null for an order of the guardian's, and for one of a campaign that was given up. */
  readonly campaign: Campaign | null;
  /** The campaign's slot it belongs to; null for entries, exits and where there is no campaign. */
  readonly slot: ProtectiveSlot | null;
}

/** The open order of a symbol and a client id; null when it is not ours or is over. */
export function findOrder(ctx: OrdersContext, symbol: string, clientId: string): Found | null {
  const desk = deskOf(ctx, symbol);
  const open = desk === null ? null : openIn(desk, clientId);
  if (desk === null || open === null) return null;
  const campaign = desk.campaign?.approval.intent.id === open.order.intentId ? desk.campaign : null;
  const slot = campaign === null ? null : slotOf(campaign, open.order);
  return { open, desk, campaign, slot };
}

function slotOf(campaign: Campaign, order: Order): ProtectiveSlot | null {
  if (order.leg === "stop") return campaign.stop;
  if (order.leg === "target1") return campaign.targets[0]!;
  if (order.leg === "target2") return campaign.targets[1]!;
  return null;
}

/** Our book and the venue differ: recorded and told, so that entries stop. */
export function diverge(
  ctx: OrdersContext,
  symbol: string,
  what: string,
  ours: string,
  venues: string,
): void {
  const event = { kind: "BookDiverged", symbol, what, ours, venues, atMs: ctx.nowMs } as const;
  if (ctx.out.recorder.on) ctx.out.recorder.record(event);
  ctx.out.notices.push(event);
}
