/**
 * Research: what history and chance say of a system. It knows returns, trades, trials and parameters as plain numbers; it must
 * never know venues, stores, the tree, or how a decision is made.
 * @module
 */
export * from "./report/mod.ts";
export * from "./statistics/mod.ts";
export * from "./sweep/mod.ts";
export * from "./trust/mod.ts";
