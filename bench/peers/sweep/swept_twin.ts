import { Instrument, type Side } from "../../../lib/domain/mod.ts";
import type { CandleColumns } from "../../../lib/market/mod.ts";
import { stopTicks, targetTicks } from "../../../lib/strategies/mod.ts";
import { type Bracket, exitOf } from "../bar_exit.ts";
import type { Conventions } from "../conventions.ts";
import { instrumentOf } from "../engine_instrument.ts";
import { netOf, quantityAt, RULES } from "../rules.ts";
import { signalsOf } from "../signals.ts";
import { TradeColumns } from "../trade_columns.ts";
import type { Point } from "./points.ts";

/** The slow twin of the rules, for many points over one series. */
export interface Twin {
  readonly candles: CandleColumns;
  readonly instrument: Instrument;
  readonly atr: Float64Array;
  /** By period; made when they are first asked for. */
  readonly averages: Map<number, Float64Array>;
}

/** Trades of a point, and the sum of their results in multiples of the distance from the signal's close to the stop. */
export interface TwinTrades {
  readonly trades: TradeColumns;
  readonly sumR: number;
}

interface Position extends Bracket {
  readonly signalBar: number;
  readonly entryPrice: number;
}

/** A twin of a series. */
export function createTwin(candles: CandleColumns): Twin {
  const { atr } = signalsOf(candles, "mean_first");
  return { candles, instrument: instrumentOf(candles), atr, averages: new Map() };
}

/**
 * What convention_loop.ts does, with other periods: entries at the next open, under any `levels`, `reentry` and ways to leave.
 * Throws RangeError for conventions of other entries or averages, which no contender of a sweep has.
 */
export function runTwin(twin: Twin, { fast, slow }: Point, conventions: Conventions): TwinTrades {
  const { entry, averages, lateReversal, reentry } = conventions;
  if (entry !== "next_open" || averages !== "mean_first" || lateReversal) {
    throw new RangeError(`Cannot run the twin of a sweep under ${JSON.stringify(conventions)}`);
  }
  const { candles } = twin, fasts = averageOf(twin, fast), slows = averageOf(twin, slow);
  const trades = TradeColumns.create();
  let position: Position | null = null, pending = 0, sumR = 0;
  for (let i = slow; i < candles.length; i++) {
    if (pending !== 0) position = openAt(twin, i, pending as Side, conventions);
    pending = 0;
    let ended = false;
    if (position !== null) {
      const exitPrice = exitOf(candles, i, position, conventions);
      ended = !Number.isNaN(exitPrice);
      if (ended) {
        sumR += close(candles, position, i, exitPrice, trades);
        position = null;
      }
    }
    if (position !== null || (ended && !reentry)) continue;
    const side = Math.sign(fasts[i] - slows[i]);
    if (side !== 0 && side !== Math.sign(fasts[i - 1] - slows[i - 1])) pending = side;
  }
  return { trades, sumR };
}

function openAt({ candles, instrument, atr }: Twin, entryBar: number, side: Side, { levels }: Conventions) {
  const signalBar = entryBar - 1, entryPrice = candles.open[entryBar];
  const from = levels === "signal_close" ? candles.close[signalBar] : entryPrice;
  let stop = from - side * RULES.stopAtr * atr[signalBar];
  let target = from + side * RULES.targetAtr * atr[signalBar];
  if (levels === "signal_close") {
    stop = Instrument.price(instrument, stopTicks(instrument, stop, side));
    target = Instrument.price(instrument, targetTicks(instrument, target, side));
  }
  return { side, signalBar, entryPrice, stop, target };
}

/** Writes a trade and answers its R. */
function close(
  candles: CandleColumns,
  { side, signalBar, entryPrice, stop }: Position,
  exitBar: number,
  exitPrice: number,
  trades: TradeColumns,
): number {
  const from = candles.close[signalBar], quantity = quantityAt(from);
  const net = netOf(side, quantity, entryPrice, exitPrice);
  TradeColumns.push(trades, {
    ...{ side, signalBar, entryBar: signalBar + 1, exitBar },
    ...{ entryPrice, exitPrice, quantity, net },
  });
  return net / (quantity * side * (from - stop));
}

/** Begun as the plain mean of its first closes; NaN before it has begun. */
function averageOf({ candles: { close, length }, averages }: Twin, period: number): Float64Array {
  const known = averages.get(period);
  if (known !== undefined) return known;
  const out = new Float64Array(length).fill(NaN), weight = 2 / (period + 1);
  if (period <= length) out[period - 1] = close.subarray(0, period).reduce((sum, c) => sum + c, 0) / period;
  for (let i = period; i < length; i++) out[i] = out[i - 1] + (close[i] - out[i - 1]) * weight;
  averages.set(period, out);
  return out;
}
