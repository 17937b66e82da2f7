/**
 * Regime: what kind of market a symbol is in. It knows the features of a closed setup bar, the rules that tell a trend,
 * a range and a breakout from each other, and the hysteresis that keeps the answer steady. It must never know strategies,
 * positions, money, candles or time.
 * @module
 */
export * from "./classify.ts";
export * from "./features.ts";
export * from "./hysteresis.ts";
export * from "./regime.ts";
export * from "./schema.ts";
