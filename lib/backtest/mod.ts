/**
 * Backtest: history through the decision core, in one thread and at full speed. It knows how to run `turn()` over a tape and
 * what the run recorded; it must never know files, stores, actors, the tree, or what a result is worth.
 * @module
 */
export * from "./backtest.ts";
export * from "./result.ts";
