/**
 * Indicators: incremental statistics of series and bars, the same numbers live and in a backtest.
 *
 * It knows numbers alone: an indicator is a plain state, changed in place by its companion's update in
 * amortised O(1) or O(log n) without allocation, NaN until it has seen enough, and can be snapshotted between
 * any two updates. Definitions follow TA-Lib where TA-Lib has them. It must never know candles' times,
 * symbols, timeframes, thresholds or decisions.
 * @module
 */
export * from "./adx.ts";
export * from "./atr.ts";
export * from "./bollinger.ts";
export * from "./candle_shapes.ts";
export * from "./correlation.ts";
export * from "./delta.ts";
export * from "./donchian.ts";
export * from "./ema.ts";
export * from "./pivots.ts";
export * from "./rma.ts";
export * from "./rolling_max.ts";
export * from "./rolling_median.ts";
export * from "./rolling_min.ts";
export * from "./rolling_rank.ts";
export * from "./rsi.ts";
export * from "./sign_changes.ts";
export * from "./sma.ts";
export * from "./true_range.ts";
