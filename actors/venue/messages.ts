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
  /** When it was told, by the clock everybody is told by: how long it was on its way is counted from this. */
  readonly atMs: number;
  /** How long the bar lasted by that clock, ms; left out where only the candles' own time counts. */
  readonly everyMs?: number;
  readonly candles: readonly Candle[];
}
