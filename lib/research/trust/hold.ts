import { CandleColumns } from "../../market/mod.ts";
import type { Tape, TapeSymbol } from "../../simulator/mod.ts";
import type { TrialSpan } from "../sweep/mod.ts";
import { DAY_MS } from "./walk_windows.ts";

/**
 * Daily returns of buying the market at the open of a span and holding it to the end: each symbol of the tape with an equal
 * share, balanced again each day; no fees, no funding, no leverage. One return for each UTC day begun in the span; a day
 * on which no symbol has a price returns 0.
 */
export function holdReturns(tape: Tape, span: TrialSpan): Float64Array {
  const edges = [span.fromMs];
  for (let ms = (Math.floor(span.fromMs / DAY_MS) + 1) * DAY_MS; ms < span.toMs; ms += DAY_MS) edges.push(ms);
  edges.push(span.toMs);
  return Float64Array.from({ length: edges.length - 1 }, (_, day) => {
    let sum = 0, count = 0;
    for (const symbol of tape.symbols) {
      const after = priceAt(symbol, edges[day + 1]!, tape.timeframeMs);
      const known = priceAt(symbol, edges[day]!, tape.timeframeMs);
      // before its first close a symbol is bought at its first open
      const before = Number.isNaN(known) ? symbol.candles.open[0]! : known;
      if (Number.isNaN(after)) continue;
      sum += after / before - 1;
      count += 1;
    }
    return count === 0 ? 0 : sum / count;
  });
}

/** The last close by a time; NaN before the first. */
function priceAt({ candles }: TapeSymbol, ms: number, timeframeMs: number): number {
  const row = CandleColumns.lowerBound(candles, ms - timeframeMs + 1) - 1;
  return row < 0 ? NaN : candles.close[row]!;
}
