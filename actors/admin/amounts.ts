import { formatDecimal } from "../../lib/core/mod.ts";
import { type Instrument, Money } from "../../lib/domain/mod.ts";

/** The instrument of a symbol. Throws RangeError for one that this run has not. */
export function instrumentOf(instruments: readonly Instrument[], symbol: string): Instrument {
  const found = instruments.find((it) => it.symbol === symbol);
  if (found === undefined) throw new RangeError(`Cannot show ${symbol}: this run does not trade it`);
  return found;
}

/** Exact plain decimal of a price in ticks. */
export const ticksText = (it: Instrument, ticks: number): string =>
  formatDecimal(BigInt(ticks) * BigInt(it.tickMantissa), pow10Of(it.tickPow10));

/** Exact plain decimal of a quantity in steps. */
export const stepsText = (it: Instrument, steps: number): string =>
  formatDecimal(BigInt(steps) * BigInt(it.stepMantissa), pow10Of(it.stepPow10));

/** Decimals that a price of this instrument has. */
export const precisionOf = ({ tickPow10 }: Instrument): number => pow10Of(tickPow10);

/** An amount that was computed for display: in cents. */
export const estimateText = (value: number): string => value.toFixed(2);

/** How many R an amount is, at so much percent of equity per R; 0 where nothing is at stake. */
export function inR(amount: Money, equity: Money, riskPct: number): number {
  const oneR = (Money.toNumber(equity) * riskPct) / 100;
  return oneR > 0 ? Money.toNumber(amount) / oneR : 0;
}

/** Share in percent; 0 of nothing. */
export const percentOf = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

const pow10Of = (pow10: number): number => Math.round(Math.log10(pow10));
