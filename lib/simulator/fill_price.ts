import { Instrument, type Side } from "../domain/mod.ts";
import { PHASE } from "../trader/mod.ts";
import type { Moment } from "./moment.ts";
import type { OpenOrder } from "./open_order.ts";

/**
 * Price in ticks at which a due order fills (10-architecture, "Fill prices"). A limit at its price. A market order, and what
 * is left of a triggered one, at the instant's price with slippage. A stop at its trigger with slippage, a take-profit at
 * its trigger without; both at the open where it gapped beyond. Off-tick prices round against the taker.
 */
export function fillTicks(m: Moment, order: OpenOrder): number {
  const { side, type, limitTicks, triggerTicks } = order.request;
  if (type === "limit") return limitTicks!;
  if (type === "market" || order.triggered) return slippedTicks(m, m.price, side);
  const gapped = m.phase === PHASE.open;
  if (type === "stop_market") return slippedTicks(m, gapped ? m.price : order.duePrice, side);
  return gapped ? ticksAgainst(m.instrument, m.price, side) : triggerTicks!;
}

function slippedTicks(m: Moment, price: number, side: Side): number {
  return ticksAgainst(m.instrument, price * (1 + (side * m.spec.slippageBps) / 10_000), side);
}

/** The tick at or next to a price that is worse for the taker, never below one. */
function ticksAgainst(it: Instrument, price: number, side: Side): number {
  return side === 1 ? Instrument.ticksUp(it, price) : Math.max(1, Instrument.ticksDown(it, price));
}
