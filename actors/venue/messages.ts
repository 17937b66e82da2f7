import type { VenueCommand, VenueEvent } from "../../lib/trader/mod.ts";

export type { VenueCommand, VenueEvent };

/** One closed candle, prices as the venue gives them. */
export interface Candle {
  readonly symbol: string;
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** The venue has closed one bar of every symbol that traded. */
export interface CandlesClosed {
  readonly kind: "CandlesClosed";
  readonly closeMs: number;
  readonly candles: readonly Candle[];
}
