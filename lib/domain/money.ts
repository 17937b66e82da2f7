import { divHalfEven, formatDecimal, parseDecimal } from "../core/mod.ts";

/** An amount of the settle currency in units of 1e-8. Always exact; only core divides. */
export type Money = bigint;

/** Decimals of Money. */
export const MONEY_SCALE = 8;

/** One whole unit of the settle currency; also the scale of rates "in 1e-8". */
export const MONEY_ONE = 100_000_000n;

/** Companion of Money. */
export const Money = {
  /** Exact amount from a decimal text; throws when it has more than 8 decimals. */
  parse: (text: string): Money => parseDecimal(text, MONEY_SCALE),
  /** Shortest decimal text. */
  format: (amount: Money): string => formatDecimal(amount, MONEY_SCALE),
  /** Nearest double, for statistics and display only; never for bookkeeping. */
  toNumber: (amount: Money): number => Number(amount) / 1e8,
  /** Amount nearest to a double, for limits that come from statistics; throws RangeError when not finite. */
  fromNumber(value: number): Money {
    if (!Number.isFinite(value)) {
      throw new RangeError(`Cannot make money of a number that is not finite: current value is ${value}`);
    }
    return BigInt(Math.round(value * 1e8));
  },
  /** amount x rateE8 / 1e8, half-even: a fee, a share, a percentage. */
  timesRate: (amount: Money, rateE8: bigint): Money => divHalfEven(amount * rateE8, MONEY_ONE),
  abs: (amount: Money): Money => (amount < 0n ? -amount : amount),
  min: (a: Money, b: Money): Money => (a < b ? a : b),
} as const;
