import { CandleColumns, type FundingColumns } from "../market/mod.ts";
import { MarketBar } from "./market_bar.ts";
import { planOf } from "./market_plan.ts";
import type { MarketModelSpec } from "./market_spec.ts";
import { MarketModel } from "./model.ts";
import type { TapeSource } from "./tape_parts.ts";

/** What market to invent, and how much of it. */
export interface MarketModelOptions extends MarketModelSpec {
  readonly bars: number;
}

/**
 * The first bars of a MarketModel, ready for a tape: candles on the tick and every funding rate. A symbol's series does not
 * depend on how many others there are, and a longer run begins with the shorter one. Throws RangeError on options out of
 * range.
 */
export function generateMarket(options: MarketModelOptions): TapeSource[] {
  const { bars } = options;
  if (!Number.isInteger(bars) || bars < 1) {
    throw new RangeError(`Cannot generate a market: bars must be at least 1, current value is ${bars}`);
  }
  const state = MarketModel.create(options);
  const sources = planOf(options).instruments.map((instrument) => ({
    instrument,
    candles: CandleColumns.create(bars),
    funding: createFunding(options, instrument.fundingIntervalMs),
  }));
  const settled = new Int32Array(sources.length);
  const frame = MarketBar.create(sources.length);
  for (let bar = 0; bar < bars; bar++) {
    MarketModel.next(options, state, frame);
    for (let s = 0; s < sources.length; s++) {
      const { candles, funding } = sources[s];
      candles.openMs[bar] = frame.openMs;
      candles.open[bar] = frame.open[s];
      candles.high[bar] = frame.high[s];
      candles.low[bar] = frame.low[s];
      candles.close[bar] = frame.close[s];
      candles.volume[bar] = frame.volume[s];
      if (!Number.isNaN(frame.fundingRate[s])) funding.rate[settled[s]++] = frame.fundingRate[s];
    }
  }
  return sources;
}

/** Room for every settlement after the start, up to the close of the last bar. */
function createFunding(
  { startMs, timeframeMs, bars }: MarketModelOptions,
  intervalMs: number,
): FundingColumns {
  const first = Math.floor(startMs / intervalMs) + 1;
  const length = Math.floor((startMs + bars * timeframeMs) / intervalMs) + 1 - first;
  const atMs = Float64Array.from({ length }, (_, k) => (first + k) * intervalMs);
  return { length, atMs, rate: new Float64Array(length) };
}
