import { Instrument, type Side } from "../domain/mod.ts";
import { PHASE } from "../trader/mod.ts";
import type { Moment } from "./moment.ts";
import type { OpenOrder } from "./open_order.ts";

/**
 * Price in ticks at which so much of a due order fills (10-architecture, "Fill prices"). A limit at its price. A market order, and what
 * is left of a triggered one, at the instant's price with slippage. A stop at its trigger with slippage, a take-profit at
 * its trigger without; both at the open where it gapped beyond. Off-tick prices round against the taker.
 */
export function fillTicks(m: Moment, order: OpenOrder, triggersNow: boolean, steps: number): number {
  const { side, type, limitTicks, triggerTicks } = order.request;
  if (type === "limit") return limitTicks!;
  if (!triggersNow) return slippedTicks(m, m.price, side, steps);
  const gapped = m.phase === PHASE.open;
  if (type === "stop_market") return slippedTicks(m, gapped ? m.price : order.duePrice, side, steps);
  return gapped ? ticksAgainst(m.instrument, m.price, side) : triggerTicks!;
}

function slippedTicks(m: Moment, price: number, side: Side, steps: number): number {
  return ticksAgainst(m.instrument, price * (1 + (side * slippageBps(m, steps)) / 10_000), side);
}

/** What a taker of so many steps pays beyond the price, in basis points of it. */
function slippageBps({ spec, instrument, volume }: Moment, steps: number): number {
  const { slippage } = spec;
  if (slippage.model === "bps") return spec.slippageBps;
  if (slippage.model === "spread") return (slippage.symbols[instrument.symbol] ?? slippage.spreadBps) / 2;
  // of a candle in which nothing was traded, any fill is all there is
  const share = volume > 0 ? Math.min(1, Instrument.quantity(instrument, steps) / volume) : 1;
  return spec.slippageBps + slippage.coefficientBps * share ** slippage.exponent;
}

/** The tick at or next to a price that is worse for the taker, never below one. */
function ticksAgainst(it: Instrument, price: number, side: Side): number {
  return side === 1 ? Instrument.ticksUp(it, price) : Math.max(1, Instrument.ticksDown(it, price));
}
