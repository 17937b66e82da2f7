import { divHalfEven } from "../core/mod.ts";
import { Instrument } from "./instrument.ts";
import type { Money } from "./money.ts";
import type { Side } from "./side.ts";

/** A one-way position. Flat is qtySteps 0 (and cost 0). */
export interface Position {
  readonly side: Side;
  readonly qtySteps: number;
  /** Entry value of what is held: exact sum of notionals, reduced in proportion on a close. */
  readonly cost: Money;
}

/** What a fill did to a position. */
export interface PositionChange {
  readonly position: Position;
  readonly closedSteps: number;
  /** Realised profit of the closed part, before fees. */
  readonly realizedPnl: Money;
}

/** Companion of Position. */
export const Position = {
  flat: { side: 1, qtySteps: 0, cost: 0n } as Position,

  /** Signed size in steps. */
  signedSteps: (position: Position): number => position.side * position.qtySteps,

  /** Average entry price as a double, for display and statistics; 0 when flat. */
  averagePrice(it: Instrument, position: Position): number {
    if (position.qtySteps === 0) return 0;
    const ticks = Number(position.cost) / Number(BigInt(position.qtySteps) * it.tickStepValue);
    return (ticks * it.tickMantissa) / it.tickPow10;
  },

  /** Profit if all were closed at a price (a double rounded to the nearest 1e-8 of a tick). */
  unrealizedPnl(it: Instrument, position: Position, price: number): Money {
    if (position.qtySteps === 0) return 0n;
    const ticksE8 = BigInt(Math.round((price * it.tickPow10 * 1e8) / it.tickMantissa));
    const value = divHalfEven(ticksE8 * BigInt(position.qtySteps) * it.tickStepValue, 100_000_000n);
    return BigInt(position.side) * (value - position.cost);
  },

  /**
   * Applies an execution. Opening adds its notional to the cost; closing takes the cost's share in proportion, half-even,
   * so that cost is never created or lost; a fill beyond the position flips it.
   */
  apply(
    it: Instrument,
    position: Position,
    side: Side,
    qtySteps: number,
    priceTicks: number,
  ): PositionChange {
    if (position.qtySteps === 0 || position.side === side) {
      const cost = position.cost + Instrument.notional(it, priceTicks, qtySteps);
      return {
        position: { side, qtySteps: position.qtySteps + qtySteps, cost },
        closedSteps: 0,
        realizedPnl: 0n,
      };
    }
    const closedSteps = Math.min(qtySteps, position.qtySteps);
    const share = divHalfEven(position.cost * BigInt(closedSteps), BigInt(position.qtySteps));
    const value = Instrument.notional(it, priceTicks, closedSteps);
    const realizedPnl = BigInt(position.side) * (value - share);
    const left = position.qtySteps - closedSteps;
    const over = qtySteps - closedSteps;
    const next: Position = over > 0
      ? { side, qtySteps: over, cost: Instrument.notional(it, priceTicks, over) }
      : left === 0
      ? Position.flat
      : { side: position.side, qtySteps: left, cost: position.cost - share };
    return { position: next, closedSteps, realizedPnl };
  },
} as const;
