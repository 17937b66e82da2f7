/**
 * Venues: what the outside says of the market, live. It knows addresses, wire formats, limits and how connections break; it
 * must never know strategies, orders of ours, stores, or what anybody wants to do with a price.
 * @module
 */
export { createCandleFeed, hostsOf } from "./candle_feed.ts";
export { loadVenueLibrary } from "./ccxt/exchanges.ts";
export { feedHost } from "./feed_host.ts";
export type { AccountTerms, PriceBand, TierEntry } from "./ccxt/binance_instrument.ts";
export {
  type InstrumentQuery,
  type InstrumentReading,
  readInstruments,
  type VenueInstrument,
} from "./ccxt/read_instruments.ts";
export { createVenueHistory, type HistoryDeps, type HistoryPage, type VenueHistory } from "./history.ts";
export type { FundingPage, SettledRate } from "./ccxt/funding_pages.ts";
export * from "./port.ts";
export * from "./schema.ts";
