import { createCcxtVenue } from "./ccxt/ccxt_venue.ts";
import { runFeed } from "./feed/run_feed.ts";
import type { CandleFeed, FeedDeps, FeedOptions, VenueName } from "./port.ts";

/**
 * Live public candles of a venue, history first: per symbol in order, each exactly once, only those that are over. Nothing is
 * reached before start().
 */
export function createCandleFeed(options: FeedOptions, deps: FeedDeps): CandleFeed {
  return runFeed(options, createCcxtVenue(options, deps.nowMs), deps);
}

/** Hosts a feed must be allowed to reach. KuCoin's socket host is named by the venue with each token; this one is usual. */
export function hostsOf(venue: VenueName): readonly string[] {
  if (venue === "binance") return ["fapi.binance.com", "fstream.binance.com"];
  return ["api-futures.kucoin.com", "ws-api-futures.kucoin.com"];
}
