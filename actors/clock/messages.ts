import type { EndlessMarketSpec, LiveCandle, LiveMarketSpec, Tape } from "../../lib/simulator/mod.ts";

/** What a market runs by that does not wait for those who trade on it. */
export interface ClockArgs<M extends ClockMarket = ClockMarket> {
  readonly market: M;
  /** Bars of the market in a second of wall time, until SetMarketSpeed. */
  readonly barsPerSecond: number;
}

/** A tape that is played to its end, or a market that has none. */
export type PlayedMarket =
  | { readonly kind: "tape"; readonly tape: Tape }
  | { readonly kind: "endless"; readonly endless: EndlessMarketSpec };
/** Or one that others make and a venue tells of. */
export type ClockMarket = PlayedMarket | { readonly kind: "live"; readonly live: LiveMarketSpec };

/** A venue has closed candles of this length. Of each symbol in order; some may have been told before. */
export interface CandlesTold {
  readonly kind: "CandlesTold";
  readonly lengthMs: number;
  readonly candles: readonly LiveCandle[];
}

/** The market is to be played at another pace, above 0. */
export interface SetMarketSpeed {
  readonly kind: "SetMarketSpeed";
  readonly barsPerSecond: number;
}
