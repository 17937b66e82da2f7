import type { BarFrame } from "../trader/mod.ts";
import type { Tape } from "./tape.ts";

/** A frame with room for one candle of each of `capacity` symbols. */
export function createBarFrame(capacity: number): BarFrame {
  return {
    count: 0,
    symbol: new Int32Array(capacity),
    openMs: new Float64Array(capacity),
    open: new Float64Array(capacity),
    high: new Float64Array(capacity),
    low: new Float64Array(capacity),
    close: new Float64Array(capacity),
    volume: new Float64Array(capacity),
  };
}

/** Fills a frame with the candles of a bar, in symbol order; a symbol without one has no row. No allocation. */
export function readBars(tape: Tape, bar: number, frame: BarFrame): void {
  let count = 0;
  for (let i = 0; i < tape.symbols.length; i++) {
    const { candles, rowOfBar0 } = tape.symbols[i];
    const row = bar + rowOfBar0;
    if (row < 0 || row >= candles.length) continue;
    frame.symbol[count] = i;
    frame.openMs[count] = candles.openMs[row];
    frame.open[count] = candles.open[row];
    frame.high[count] = candles.high[row];
    frame.low[count] = candles.low[row];
    frame.close[count] = candles.close[row];
    frame.volume[count] = candles.volume[row];
    count += 1;
  }
  frame.count = count;
}
