import {
  initialMargin,
  Instrument,
  liquidationPrice,
  Money,
  type OrderRequest,
  Position,
} from "../domain/mod.ts";
import type { ExchangeSpec, ExchangeState } from "./exchange_state.ts";

/** Money free for entries: wallet - isolated margins - what open entry orders hold back. Unrealised profit is no part of it. */
export function availableBalance(state: ExchangeState): Money {
  let available = state.walletBalance;
  for (let i = 0; i < state.orders.length; i++) {
    available -= state.isolatedMargin[i];
    for (const order of state.orders[i]) available -= order.reserved;
  }
  return available;
}

/** The price an order is judged at before it fills: its limit, its trigger, or the last price rounded up. In ticks. */
export function referenceTicks(it: Instrument, request: OrderRequest, lastPrice: number): number {
  return request.limitTicks ?? request.triggerTicks ?? Instrument.ticksUp(it, lastPrice);
}

/** Signed value of a position at a price, rounded up to the tick. */
export function positionValue(it: Instrument, position: Position, price: number): Money {
  return Instrument.notional(it, Instrument.ticksUp(it, price), Position.signedSteps(position));
}

/** What an entry needs at a price: initial margin at a leverage and the taker's fee. */
export function entryRequirement(it: Instrument, ticks: number, steps: number, leverage: number): Money {
  const notional = Instrument.notional(it, ticks, steps);
  return initialMargin(notional, leverage) + Money.timesRate(notional, it.takerRateE8);
}

/** Brings the cached liquidation price up to date; to be called whenever position or margin has changed. */
export function refreshLiquidation(spec: ExchangeSpec, state: ExchangeState, index: number): void {
  const position = state.positions[index];
  state.liquidationPrice[index] = position.qtySteps === 0 || !spec.hasLiquidation
    ? 0
    : liquidationPrice(spec.tape.symbols[index].instrument, {
      ...position,
      isolatedMargin: state.isolatedMargin[index],
    });
}
