import { divHalfEven } from "../core/mod.ts";
import type { Instrument } from "./instrument.ts";
import { type Money, MONEY_ONE } from "./money.ts";
import type { Side } from "./side.ts";

/** What the liquidation price of an isolated position depends on. */
export interface IsolatedPosition {
  readonly side: Side;
  readonly qtySteps: number;
  /** Entry value: sum of ticks x steps x tickStepValue over what is held. */
  readonly cost: Money;
  readonly isolatedMargin: Money;
}

/** Decimals kept of a tick while a liquidation price is computed. */
const TICK_E8 = 100_000_000n;

/**
 * Price at which an isolated one-way position is liquidated, as a double; 0 when no price above zero does it.
 * LP = (margin + cum - side x cost) / (qty x (MMR - side)), MMR and cum from the bracket that holds the notional at LP
 * (Binance's published formula). Throws RangeError on an empty position.
 */
export function liquidationPrice(it: Instrument, position: IsolatedPosition): number {
  if (position.qtySteps <= 0) {
    throw new RangeError(`Cannot find a liquidation price: quantity is ${position.qtySteps} steps`);
  }
  const side = BigInt(position.side);
  const valuePerTick = BigInt(position.qtySteps) * it.tickStepValue;
  for (let i = 0; i < it.tiers.length; i++) {
    const tier = it.tiers[i]!;
    const numerator = position.isolatedMargin + tier.maintAmount - side * position.cost;
    const denominator = valuePerTick * (tier.maintRateE8 - side * MONEY_ONE);
    const ticksE8 = divHalfEven(numerator * MONEY_ONE * TICK_E8, denominator);
    if (ticksE8 <= 0n) return 0;
    const notional = divHalfEven(ticksE8 * valuePerTick, TICK_E8);
    if (notional <= tier.cap || i === it.tiers.length - 1) {
      return (Number(ticksE8) / 1e8) * it.tickMantissa / it.tickPow10;
    }
  }
  return 0;
}

/** Highest leverage the brackets allow for a notional. */
export function maxLeverageFor(it: Instrument, notional: Money): number {
  for (const tier of it.tiers) if (notional <= tier.cap) return tier.maxLeverage;
  return 0;
}

/** Initial margin of a notional at a leverage, rounded half-even. */
export function initialMargin(notional: Money, leverage: number): Money {
  return divHalfEven(notional, BigInt(leverage));
}
