/**
 * Candles from the trades they are made of. It knows the venue's trade files and how trades become bars; it must never know
 * who asks, nor where files lie.
 * @module
 */
export { addTradeFile, isTradeLine } from "./agg_trades_csv.ts";
export { addTrade, type AggTrade, createTradeBars, finishTradeBars, type TradeBars } from "./trade_bars.ts";
