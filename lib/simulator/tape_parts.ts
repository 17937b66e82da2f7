import type { Instrument } from "../domain/mod.ts";
import type { CandleColumns, FundingColumns } from "../market/mod.ts";

/** Candles that tell the way within bars. */
export interface FinerCandles {
  readonly candles: CandleColumns;
  /** Length of each; divides a bar. */
  readonly stepMs: number;
}

/** What a tape is made of, for one symbol. */
export interface TapeSource {
  readonly instrument: Instrument;
  /** Bars of the tape's timeframe, contiguous; those before fromMs are history, those from toMs on are not used. */
  readonly candles: CandleColumns;
  readonly funding: FundingColumns;
  /** The way within the bars, as far as it is known; an exchange reads it where its intrabar is "finer". */
  readonly finer?: FinerCandles;
}

/** What a tape is made of. Times are Unix ms on multiples of the timeframe. */
export interface TapeInput {
  /** Length of a bar; divides a day and every funding interval. */
  readonly timeframeMs: number;
  /** Open of the first bar traded. */
  readonly fromMs: number;
  /** End of the span, exclusive: the last bar opens one timeframe earlier. */
  readonly toMs: number;
  readonly symbols: readonly TapeSource[];
  /** Rate for settlements that have none, as a fraction of notional. Without it a missing rate is a fault. */
  readonly assumeFundingRate?: number;
}

/** Shorter candles as the way of longer bars. */
export interface FinerPath {
  readonly candles: CandleColumns;
  readonly stepMs: number;
  /** How many of them make a bar. */
  readonly perBar: number;
  /** By bar of the tape: row of the first of its candles; -1 where one of them is missing, and the bar has no such way. */
  readonly firstRow: Int32Array;
}

/** One symbol of a tape. */
export interface TapeSymbol {
  readonly instrument: Instrument;
  readonly candles: CandleColumns;
  /** Row of the candle of bar 0; the row of bar b is b + this. Outside 0..length - 1 the symbol has no bar there. */
  readonly rowOfBar0: number;
  /** First settlement after fromMs; the others follow every fundingIntervalMs. */
  readonly firstSettlementMs: number;
  /** Rate of each settlement before toMs; NaN where the symbol has no bar that ends then. */
  readonly fundingRates: Float64Array;
  readonly finer?: FinerPath;
}
