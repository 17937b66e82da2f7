import { formatDecimal } from "../core/mod.ts";
import type { Money } from "./money.ts";

/** One bracket of maintenance margin: holds for a notional in (floor, cap]. */
export interface MarginTier {
  readonly floor: Money;
  readonly cap: Money;
  /** Maintenance margin rate in 1e-8. */
  readonly maintRateE8: bigint;
  /** Deduction that makes the maintenance margin continuous over brackets ("cum"). */
  readonly maintAmount: Money;
  readonly maxLeverage: number;
}

/**
 * A linear perpetual contract with the venue's filters. Prices are integer ticks, quantities integer steps.
 * A filter that is null does not exist at the venue.
 */
export interface Instrument {
  /** Canonical symbol, e.g. "BTC/USDT:USDT". */
  readonly symbol: string;
  readonly nativeId: string;
  readonly settle: string;
  /** tick = tickMantissa / tickPow10, so that ticks convert to the nearest double exactly. */
  readonly tickMantissa: number;
  readonly tickPow10: number;
  /** step = stepMantissa / stepPow10 in base units, the contract size included. */
  readonly stepMantissa: number;
  readonly stepPow10: number;
  /** Money of one tick on one step, contract size included: price x quantity is ticks x steps x this, exactly. */
  readonly tickStepValue: Money;
  readonly minSteps: number;
  readonly maxSteps: number | null;
  readonly minNotional: Money | null;
  /** Fees as rates in 1e-8 (5 bps = 50000). */
  readonly makerRateE8: bigint;
  readonly takerRateE8: bigint;
  readonly fundingIntervalMs: number;
  /** Ascending, contiguous from 0. */
  readonly tiers: readonly MarginTier[];
}

/** x, or the integer next to it when x differs from it only by floating-point noise. */
function settle(x: number): number {
  const nearest = Math.round(x);
  return Math.abs(x - nearest) <= 1e-9 * Math.max(1, Math.abs(x)) ? nearest : x;
}

/** Digits behind the point of what is counted in 1 / pow10. */
const decimalsOf = (pow10: number): number => Math.round(Math.log10(pow10));

/** Conversions between doubles and the integers orders are made of. Rounding is always named. */
export const Instrument = {
  /** Price of a number of ticks, the nearest double. */
  price: (it: Instrument, ticks: number): number => (ticks * it.tickMantissa) / it.tickPow10,
  /** Largest tick at or below a price. */
  ticksDown: (it: Instrument, price: number): number =>
    Math.floor(settle((price * it.tickPow10) / it.tickMantissa)),
  /** Smallest tick at or above a price. */
  ticksUp: (it: Instrument, price: number): number =>
    Math.ceil(settle((price * it.tickPow10) / it.tickMantissa)),
  /** Nearest tick. */
  ticksNearest: (it: Instrument, price: number): number =>
    Math.round((price * it.tickPow10) / it.tickMantissa),
  /** Quantity of a number of steps, in base units, the nearest double. */
  quantity: (it: Instrument, steps: number): number => (steps * it.stepMantissa) / it.stepPow10,
  /** Largest number of steps at or below a base quantity. */
  stepsDown: (it: Instrument, quantity: number): number =>
    Math.floor(settle((quantity * it.stepPow10) / it.stepMantissa)),
  /** Exact plain decimal of a price in ticks. */
  priceText: (it: Instrument, ticks: number): string =>
    formatDecimal(BigInt(ticks) * BigInt(it.tickMantissa), decimalsOf(it.tickPow10)),
  /** Exact plain decimal of a quantity in steps. */
  quantityText: (it: Instrument, steps: number): string =>
    formatDecimal(BigInt(steps) * BigInt(it.stepMantissa), decimalsOf(it.stepPow10)),
  /** Decimals that a price has. */
  priceDecimals: (it: Instrument): number => decimalsOf(it.tickPow10),
  /** Exact value of steps at a tick price. */
  notional: (it: Instrument, ticks: number, steps: number): Money =>
    BigInt(ticks) * BigInt(steps) * it.tickStepValue,
} as const;
