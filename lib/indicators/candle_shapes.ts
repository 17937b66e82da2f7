/** 1 for the long side (up), -1 for the short side (down). */
export type CandleSide = 1 | -1;

/**
 * Slack on the shares of a range: differences of prices such as 100.6 - 100 carry rounding of about this
 * size.
 */
const ROUNDING_SHARE = 1e-9;

/**
 * Engulfing candle: the body points to `side`, the previous body points the other way, and the body covers
 * the previous one. Equal ends count as covered, since on a venue that never closes a bar mostly opens where
 * the last one closed. A previous bar without a body is not engulfed.
 */
export function isEngulfing(
  prevOpen: number,
  prevClose: number,
  open: number,
  close: number,
  side: CandleSide,
): boolean {
  if (side === 1) return prevClose < prevOpen && close > open && open <= prevClose && close >= prevOpen;
  return prevClose > prevOpen && close < open && open >= prevClose && close <= prevOpen;
}

/**
 * Strong close: the body points to `side` and is at least minBodyShare (0..1) of the bar's range, and the
 * close lies in the outer outerShare (0..1) of the range on that side. Both bounds belong to it. A bar
 * without range is none.
 */
export function isStrongClose(
  open: number,
  high: number,
  low: number,
  close: number,
  side: CandleSide,
  minBodyShare = 0.6,
  outerShare = 0.25,
): boolean {
  const range = high - low;
  if (!(range > 0)) return false;
  const body = (close - open) * side;
  const fromEdge = side === 1 ? high - close : close - low;
  return body > 0 && body >= (minBodyShare - ROUNDING_SHARE) * range &&
    fromEdge <= (outerShare + ROUNDING_SHARE) * range;
}
