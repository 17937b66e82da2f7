import type { CandleColumns } from "../../../lib/market/mod.ts";
import { netOf, quantityAt, RULES } from "../rules.ts";
import type { Point } from "./points.ts";

/** What a point came to: closed trades, and what they left after fees, quote currency. */
export interface Tally {
  trades: number;
  net: number;
}

/** Averages after the first `slow` bars, all of TA-Lib's definitions. */
interface Averages {
  fast: number;
  slow: number;
  atr: number;
}

/**
 * The rules of reference_loop.ts with other periods, written out again so that its own may stay constants: what somebody
 * would write by hand for a sweep that counts trades and adds up what they leave. Pure.
 */
export function runSwept(candles: CandleColumns, point: Point): Tally {
  const { length, open, high, low, close } = candles;
  const tally: Tally = { trades: 0, net: 0 };
  if (length < point.slow) return tally;
  const fastWeight = 2 / (point.fast + 1), slowWeight = 2 / (point.slow + 1);
  let { fast, slow, atr } = seed(candles, point);
  let above = fast > slow, below = fast < slow;
  let side = 0, pending = 0;
  let entryPrice = 0, stop = 0, target = 0, quantity = 0, signalAtr = 0;
  for (let i = point.slow; i < length; i++) {
    const o = open[i], h = high[i], l = low[i], c = close[i];
    if (pending !== 0) {
      side = pending;
      pending = 0;
      entryPrice = o;
      stop = o - side * RULES.stopAtr * signalAtr;
      target = o + side * RULES.targetAtr * signalAtr;
    }
    if (side !== 0) {
      const price = side === 1 ? longExit(o, h, l, stop, target) : shortExit(o, h, l, stop, target);
      if (price !== 0) {
        tally.trades += 1;
        tally.net += netOf(side, quantity, entryPrice, price);
        side = 0;
      }
    }
    fast += (c - fast) * fastWeight;
    slow += (c - slow) * slowWeight;
    atr = (atr * (RULES.atrPeriod - 1) + range(h, l, close[i - 1])) / RULES.atrPeriod;
    if (side === 0 && (fast > slow ? !above : fast < slow && !below)) {
      pending = fast > slow ? 1 : -1;
      signalAtr = atr;
      quantity = quantityAt(c);
    }
    above = fast > slow;
    below = fast < slow;
  }
  return tally;
}

/** Where a long position ends in a bar, 0 where it goes on: an open beyond a level fills there, then stop before target. */
function longExit(open: number, high: number, low: number, stop: number, target: number): number {
  if (open <= stop || open >= target) return open;
  return low <= stop ? stop : high >= target ? target : 0;
}

function shortExit(open: number, high: number, low: number, stop: number, target: number): number {
  if (open >= stop || open <= target) return open;
  return high >= stop ? stop : low <= target ? target : 0;
}

function range(high: number, low: number, previousClose: number): number {
  return (high > previousClose ? high : previousClose) - (low < previousClose ? low : previousClose);
}

/** The averages at bar `slow` - 1; each began as the plain mean of its first values. */
function seed({ high, low, close }: CandleColumns, point: Point): Averages {
  const { atrPeriod } = RULES, fastWeight = 2 / (point.fast + 1);
  let fast = 0, slow = 0, atr = 0;
  for (let i = 0; i < point.slow; i++) {
    slow += close[i];
    if (i < point.fast) fast += close[i];
    if (i === point.fast - 1) fast /= point.fast;
    if (i >= point.fast) fast += (close[i] - fast) * fastWeight;
    if (i === 0) continue;
    const r = range(high[i], low[i], close[i - 1]);
    if (i <= atrPeriod) atr += r / atrPeriod;
    else atr = (atr * (atrPeriod - 1) + r) / atrPeriod;
  }
  return { fast, slow: slow / point.slow, atr };
}
