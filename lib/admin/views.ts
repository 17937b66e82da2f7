/**
 * What the API and the page show, in the form it has on the wire: decimals as texts, times as ISO-8601 UTC, ratios and
 * percentages as numbers.
 *
 * @module
 */
export type * from "./views/wire.ts";
export type * from "./views/standing.ts";
export type * from "./views/book.ts";
export type * from "./views/decision.ts";
export type * from "./views/chart.ts";
export type * from "./views/event.ts";
export type * from "./views/tree.ts";
export type * from "./views/risk.ts";
export type * from "./views/config.ts";
export type * from "./views/health.ts";
