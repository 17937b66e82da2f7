/**
 * Domain: the nouns of trading as plain frozen data with companion functions: instrument, money, side, order, fill,
 * position, intent, ledger line, margin arithmetic. It knows what things are and how they add up; it must never know
 * strategies, venues, files or time.
 * @module
 */
export * from "./decision.ts";
export * from "./fill.ts";
export * from "./instrument.ts";
export * from "./intent.ts";
export * from "./ledger.ts";
export * from "./margin.ts";
export * from "./money.ts";
export * from "./order.ts";
export * from "./position.ts";
export * from "./schema.ts";
export * from "./side.ts";
