/**
 * Portfolio: what the account holds, its equity, open risk and exposure, loss periods, losing streaks, return windows for
 * correlation, and positions from open to flat. It knows sums over the account; it must never decide whether to trade.
 * @module
 */
export * from "./book.ts";
export * from "./loss_periods.ts";
export * from "./returns.ts";
export * from "./streaks.ts";
export * from "./trip.ts";
