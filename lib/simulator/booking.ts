import { divHalfEven } from "../core/mod.ts";
import { type Fill, initialMargin, Instrument, Money, Position } from "../domain/mod.ts";
import { refreshLiquidation } from "./margin.ts";
import type { Moment } from "./moment.ts";
import type { OpenOrder } from "./open_order.ts";

/**
 * Books an execution: position, isolated margin, wallet and the order's remainder, and reports it. Closing releases isolated
 * margin in proportion (half-even; all of it at flat), opening moves notional / leverage into it; a flip does both.
 */
export function bookFill(m: Moment, order: OpenOrder, steps: number, ticks: number): void {
  const { state, index, instrument: it } = m;
  const { clientId, symbol, side, type } = order.request;
  const isMaker = type === "limit";
  const notional = Instrument.notional(it, ticks, steps);
  const fee = Money.timesRate(notional, isMaker ? it.makerRateE8 : it.takerRateE8);
  const before = state.positions[index];
  const change = Position.apply(it, before, side, steps, ticks);
  let margin = state.isolatedMargin[index];
  if (change.closedSteps === before.qtySteps) margin = 0n;
  else margin -= divHalfEven(margin * BigInt(change.closedSteps), BigInt(before.qtySteps));
  const openedSteps = steps - change.closedSteps;
  if (openedSteps > 0) {
    margin += initialMargin(Instrument.notional(it, ticks, openedSteps), state.leverage[index]);
  }
  state.positions[index] = change.position;
  state.isolatedMargin[index] = margin;
  state.walletBalance += change.realizedPnl - fee;
  refreshLiquidation(m.spec, state, index);
  order.reserved -= divHalfEven(order.reserved * BigInt(steps), BigInt(order.leavesSteps));
  order.leavesSteps -= steps;
  order.filledSteps += steps;
  state.fillCount += 1;
  const fill: Fill = {
    fillId: String(state.fillCount),
    clientId,
    symbol,
    side,
    priceTicks: ticks,
    qtySteps: steps,
    liquidity: isMaker ? "maker" : "taker",
    fee,
    realizedPnl: change.realizedPnl,
    atMs: m.atMs,
    positionStepsAfter: Position.signedSteps(change.position),
  };
  order.fills.push(fill);
  m.out.push({
    kind: "OrderFilled",
    fill,
    complete: order.leavesSteps === 0,
    isolatedMargin: margin,
    walletBalance: state.walletBalance,
  });
}
