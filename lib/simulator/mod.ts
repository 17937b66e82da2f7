/**
 * Simulator: an exchange for linear perpetuals and the markets it runs on: recorded bars on a tape, or invented ones from a
 * seed. It knows matching, fees, margin, funding and liquidation as a venue does them; it must never know who trades, why,
 * or what our book says, and it has no clock, no files and no randomness but its seed.
 * @module
 */
export { createBarFrame } from "./bar_frame.ts";
export { BarWindow, type OpenedBar, type OpenedCandle } from "./bar_window.ts";
export {
  type BarOpened,
  EndlessMarket,
  type EndlessMarketSpec,
  type EndlessMarketState,
} from "./endless_market.ts";
export type { MarketModelSpec } from "./market_spec.ts";
export { createMarketStep, Exchange } from "./exchange.ts";
export { type ExchangeOptions, ExchangeSpec, type ExchangeState } from "./exchange_state.ts";
export {
  type BarsClosed,
  type LiveCandle,
  LiveMarket,
  type LiveMarketSpec,
  type LiveMarketState,
} from "./live_market.ts";
export type { OpenOrder } from "./open_order.ts";
export type { FeeRates, IntrabarPath, Realism, SlippageModel } from "./realism.ts";
export { exchangeOptions, type SimulatorConfig, simulatorConfig, simulatorIdentity } from "./schema.ts";
export { Tape, type TapeCursor } from "./tape.ts";
export type { FinerCandles, TapeInput, TapeSource, TapeSymbol } from "./tape_parts.ts";
export { createTapeWorld, type MarketAdvanced } from "./world.ts";
export { generateMarket, type MarketModelOptions } from "./generate_market.ts";
export { MarketBar } from "./market_bar.ts";
export { MarketBook } from "./market_book.ts";
export type { MarketModelState } from "./market_state.ts";
export { MarketModel } from "./model.ts";
export { MOST_SIMULATED, SIMULATED_INSTRUMENTS, simulatedInstruments } from "./simulated_instruments.ts";
