import type { CandleColumns } from "../../lib/market/mod.ts";
import { Instrument, type Side } from "../../lib/domain/mod.ts";
import { stopTicks, targetTicks } from "../../lib/strategies/mod.ts";
import { type Bracket, exitOf } from "./bar_exit.ts";
import type { Conventions } from "./conventions.ts";
import { instrumentOf } from "./engine_instrument.ts";
import { netOf, quantityAt, RULES } from "./rules.ts";
import { type Signals, signalsOf } from "./signals.ts";
import { TradeColumns } from "./trade_columns.ts";

interface Position extends Bracket {
  readonly signalBar: number;
  readonly entryBar: number;
  readonly entryPrice: number;
  readonly quantity: number;
}

/**
 * The closed trades of the rules under other conventions: the slow and plain twin of runReference(), with which it agrees
 * where the conventions are the rules' own. A contender that equals it differs from the rules by its conventions alone. The
 * entry bar of a fill at a close is the bar of that close, and its bracket is watched from the next one on.
 */
export function runConventions(candles: CandleColumns, conventions: Conventions): TradeColumns {
  const signals = signalsOf(candles, conventions.averages), { cross } = signals;
  const atClose = conventions.entry === "signal_close";
  // null where levels are on no ticks
  const instrument = conventions.levels === "signal_close" ? instrumentOf(candles) : null;
  const trades = TradeColumns.create();
  let position: Position | null = null, pending = false;
  for (let i = 0; i < candles.length; i++) {
    if (pending) position = openAt(candles, signals, i - 1, i, candles.open[i], instrument);
    let ended = position !== null && close(candles, i, position, conventions, trades);
    if (ended && !pending && conventions.lateReversal && cross[i - 1] === -position!.side) {
      position = openAt(candles, signals, i - 1, i, candles.open[i], instrument);
      ended = close(candles, i, position, conventions, trades);
    }
    if (ended) position = null;
    const enters = position === null && cross[i] !== 0 && (conventions.reentry || !ended);
    if (enters && atClose) position = openAt(candles, signals, i, i, candles.close[i], instrument);
    pending = enters && !atClose;
  }
  return trades;
}

function openAt(
  candles: CandleColumns,
  { cross, atr }: Signals,
  signalBar: number,
  entryBar: number,
  entryPrice: number,
  instrument: Instrument | null,
): Position {
  const side = cross[signalBar] as Side;
  const from = instrument === null ? entryPrice : candles.close[signalBar];
  let stop = from - side * RULES.stopAtr * atr[signalBar];
  let target = from + side * RULES.targetAtr * atr[signalBar];
  if (instrument !== null) {
    stop = Instrument.price(instrument, stopTicks(instrument, stop, side));
    target = Instrument.price(instrument, targetTicks(instrument, target, side));
  }
  return {
    side,
    signalBar,
    entryBar,
    entryPrice,
    quantity: quantityAt(candles.close[signalBar]),
    stop,
    target,
  };
}

/** Writes the trade where the position ends in bar i, and says whether it does. */
function close(
  candles: CandleColumns,
  i: number,
  position: Position,
  conventions: Conventions,
  trades: TradeColumns,
): boolean {
  const exitPrice = exitOf(candles, i, position, conventions);
  if (Number.isNaN(exitPrice)) return false;
  const { side, signalBar, entryBar, entryPrice, quantity } = position;
  const net = netOf(side, quantity, entryPrice, exitPrice);
  TradeColumns.push(trades, { side, signalBar, entryBar, exitBar: i, entryPrice, exitPrice, quantity, net });
  return true;
}
