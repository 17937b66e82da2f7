import { type Instrument, Money } from "../../lib/domain/mod.ts";

/** The instrument of a symbol. Throws RangeError for one that this run has not. */
export function instrumentOf(instruments: readonly Instrument[], symbol: string): Instrument {
  const found = instruments.find((it) => it.symbol === symbol);
  if (found === undefined) throw new RangeError(`Cannot show ${symbol}: this run does not trade it`);
  return found;
}

/** An amount that was computed for display: in cents. */
export const estimateText = (value: number): string => value.toFixed(2);

/** How many R an amount is, at so much percent of equity per R; 0 where nothing is at stake. */
export function inR(amount: Money, equity: Money, riskPct: number): number {
  const oneR = (Money.toNumber(equity) * riskPct) / 100;
  return oneR > 0 ? Money.toNumber(amount) / oneR : 0;
}

/** Share in percent; 0 of nothing. */
export const percentOf = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);
