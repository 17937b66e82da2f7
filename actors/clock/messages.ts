import type { EndlessMarketSpec, Tape } from "../../lib/simulator/mod.ts";

/** What a market runs by that does not wait for those who trade on it. */
export interface ClockArgs {
  readonly market: ClockMarket;
  /** Bars of the market in a second of wall time, until SetMarketSpeed. */
  readonly barsPerSecond: number;
}

/** A tape that is played to its end, or a market that has none. */
export type ClockMarket =
  | { readonly kind: "tape"; readonly tape: Tape }
  | { readonly kind: "endless"; readonly endless: EndlessMarketSpec };

/** The market is to be played at another pace, above 0. */
export interface SetMarketSpeed {
  readonly kind: "SetMarketSpeed";
  readonly barsPerSecond: number;
}
