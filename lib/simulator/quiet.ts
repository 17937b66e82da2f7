import { isLowFirst } from "./bar_path.ts";
import type { ExchangeSpec, ExchangeState } from "./exchange_state.ts";
import { isBeyondLiquidation } from "./liquidation.ts";
import { OpenOrder } from "./open_order.ts";
import type { TapeSymbol } from "./tape_parts.ts";

/**
 * Moves the market through the four price instants of a bar at once where nothing can happen in them: no order is due and no
 * position liquidated between any symbol's low and high. True then, and the state is what four advances would have left;
 * else false, and nothing has changed.
 */
export function passQuietly(spec: ExchangeSpec, state: ExchangeState, bar: number): boolean {
  const { symbols } = spec.tape;
  if (state.inFlight !== undefined && state.inFlight.length > 0) return false;
  for (let i = 0; i < symbols.length; i++) if (!isQuiet(state, symbols[i], i, bar)) return false;
  state.bar = bar;
  for (let i = 0; i < symbols.length; i++) {
    const { candles, rowOfBar0 } = symbols[i], row = bar + rowOfBar0;
    if (row < 0 || row >= candles.length) continue;
    state.lowFirst[i] = isLowFirst(spec, state, i, candles.open[row], candles.high[row], candles.low[row])
      ? 1
      : 0;
    state.lastPrice[i] = candles.close[row];
  }
  return true;
}

/** What is due at a price between two others is due at one of them. */
function isQuiet(
  state: ExchangeState,
  { candles, rowOfBar0 }: TapeSymbol,
  index: number,
  bar: number,
): boolean {
  const orders = state.orders[index];
  if (orders.length === 0 && state.positions[index].qtySteps === 0) return true;
  const row = bar + rowOfBar0;
  if (row < 0 || row >= candles.length) return true;
  const low = candles.low[row], high = candles.high[row];
  for (let i = 0; i < orders.length; i++) {
    if (OpenOrder.isDue(orders[i], low) || OpenOrder.isDue(orders[i], high)) return false;
  }
  return !isBeyondLiquidation(state, index, low) && !isBeyondLiquidation(state, index, high);
}
