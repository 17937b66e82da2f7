/**
 * Strategies: when to enter and with which stop and targets. It knows one market view of closed bars, the rules of each
 * strategy, and which strategy a regime calls for; a signal is a wish in ticks. It must never know the portfolio, sizes,
 * money, orders, venues or how the view was made.
 *
 * A new strategy is a file with a Strategy object, its configuration in schema.ts, and a line in registry.ts.
 * @module
 */
export * from "./contract.ts";
export * from "./ema_cross.ts";
export * from "./ema_cross_state.ts";
export * from "./excursion.ts";
export * from "./propose.ts";
export * from "./range_reversion.ts";
export * from "./registry.ts";
export * from "./router.ts";
export * from "./schema.ts";
export * from "./signal.ts";
export * from "./squeeze_breakout.ts";
export * from "./ticks.ts";
export * from "./trend_pullback.ts";
export * from "./view.ts";
