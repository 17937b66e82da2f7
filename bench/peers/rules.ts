/**
 * The one strategy that every contender runs; README.md says it in words, kit/rules.py says it in Python.
 * Lengths in bars, multiples of the average true range, money in the quote currency.
 */
export const RULES = {
  fastPeriod: 12,
  slowPeriod: 26,
  atrPeriod: 14,
  stopAtr: 2,
  targetAtr: 3,
  /** Of the value traded, each side. */
  feeBps: 4,
  equity: 10_000,
  /** Worth of a position at the signal bar's close, before rounding down to whole steps. */
  notional: 100,
  /** Steps per unit of the base currency: quantities are whole numbers of 1e-8. */
  stepsPerUnit: 1e8,
} as const;

/** Base units bought or sold on a signal at this close: the notional, rounded down to whole steps. */
export function quantityAt(close: number): number {
  return Math.floor((RULES.notional / close) * RULES.stepsPerUnit) / RULES.stepsPerUnit;
}

/** What a round trip leaves, after both fees. `side` is 1 for long, -1 for short. */
export function netOf(side: number, quantity: number, entryPrice: number, exitPrice: number): number {
  const fees = (RULES.feeBps / 10_000) * quantity * (entryPrice + exitPrice);
  return side * quantity * (exitPrice - entryPrice) - fees;
}
