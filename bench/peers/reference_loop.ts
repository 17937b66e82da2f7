import type { CandleColumns } from "../../lib/market/mod.ts";
import { netOf, quantityAt, RULES } from "./rules.ts";
import { TradeColumns } from "./trade_columns.ts";

/** Averages after the first `slowPeriod` bars, all of TA-Lib's definitions. */
interface Averages {
  fast: number;
  slow: number;
  atr: number;
}

/** Weights of the newest close: 2 / (period + 1). */
const FAST_WEIGHT = 2 / (RULES.fastPeriod + 1), SLOW_WEIGHT = 2 / (RULES.slowPeriod + 1);

/**
 * The closed trades of the rules (README.md) over candles: the plain loop somebody would write by hand for these rules and
 * no others, against which every contender's trades and speed are held. Pure; no engine, no orders, no account.
 */
export function runReference(candles: CandleColumns): TradeColumns {
  const trades = TradeColumns.create();
  const { length, open, high, low, close } = candles;
  if (length < RULES.slowPeriod) return trades;
  let { fast, slow, atr } = seed(candles);
  let above = fast > slow, below = fast < slow;
  let side = 0, pending = 0;
  let signalBar = 0, entryBar = 0, entryPrice = 0, stop = 0, target = 0, quantity = 0, signalAtr = 0;
  for (let i = RULES.slowPeriod; i < length; i++) {
    const o = open[i], h = high[i], l = low[i], c = close[i];
    if (pending !== 0) {
      side = pending;
      pending = 0;
      entryBar = i;
      entryPrice = o;
      stop = o - side * RULES.stopAtr * signalAtr;
      target = o + side * RULES.targetAtr * signalAtr;
    }
    if (side !== 0) {
      const price = side === 1 ? longExit(o, h, l, stop, target) : shortExit(o, h, l, stop, target);
      if (price !== 0) {
        const row = TradeColumns.extend(trades);
        trades.side[row] = side;
        trades.signalBar[row] = signalBar;
        trades.entryBar[row] = entryBar;
        trades.exitBar[row] = i;
        trades.entryPrice[row] = entryPrice;
        trades.exitPrice[row] = price;
        trades.quantity[row] = quantity;
        trades.net[row] = netOf(side, quantity, entryPrice, price);
        side = 0;
      }
    }
    fast += (c - fast) * FAST_WEIGHT;
    slow += (c - slow) * SLOW_WEIGHT;
    atr = (atr * (RULES.atrPeriod - 1) + range(h, l, close[i - 1])) / RULES.atrPeriod;
    if (side === 0 && (fast > slow ? !above : fast < slow && !below)) {
      pending = fast > slow ? 1 : -1;
      signalBar = i;
      signalAtr = atr;
      quantity = quantityAt(c);
    }
    above = fast > slow;
    below = fast < slow;
  }
  return trades;
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

/** The averages at bar `slowPeriod` - 1; each began as the plain mean of its first values. */
function seed({ high, low, close }: CandleColumns): Averages {
  const { fastPeriod, slowPeriod, atrPeriod } = RULES;
  let fast = 0, slow = 0, atr = 0;
  for (let i = 0; i < slowPeriod; i++) {
    slow += close[i];
    if (i < fastPeriod) fast += close[i];
    if (i === fastPeriod - 1) fast /= fastPeriod;
    if (i >= fastPeriod) fast += (close[i] - fast) * FAST_WEIGHT;
    if (i === 0) continue;
    const r = range(high[i], low[i], close[i - 1]);
    if (i <= atrPeriod) atr += r / atrPeriod;
    else atr = (atr * (atrPeriod - 1) + r) / atrPeriod;
  }
  return { fast, slow: slow / slowPeriod, atr };
}
