import { Position } from "../domain/mod.ts";
import type { ExchangeState } from "./exchange_state.ts";
import { refreshLiquidation } from "./margin.ts";
import type { Moment } from "./moment.ts";

/** Whether a price is at or beyond the liquidation price of the symbol's position. */
export function isBeyondLiquidation(state: ExchangeState, index: number, price: number): boolean {
  const position = state.positions[index];
  const limit = state.liquidationPrice[index];
  if (position.qtySteps === 0 || limit === 0) return false;
  return position.side === 1 ? price <= limit : price >= limit;
}

/** Takes the position away with all of its isolated margin, without a fee. Open orders stay. */
export function liquidate(m: Moment): void {
  const { state, index } = m;
  const { side, qtySteps } = state.positions[index];
  const lost = state.isolatedMargin[index], price = state.liquidationPrice[index];
  state.positions[index] = Position.flat;
  state.isolatedMargin[index] = 0n;
  state.walletBalance -= lost;
  refreshLiquidation(m.spec, state, index);
  m.out.push({
    kind: "PositionLiquidated",
    symbol: m.instrument.symbol,
    side,
    qtySteps,
    price,
    lost,
    walletBalance: state.walletBalance,
    atMs: m.atMs,
  });
}
