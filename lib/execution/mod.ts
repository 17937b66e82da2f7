/**
 * Execution: how entries are placed, how a position's stop and targets are kept and replaced without a gap, and the exit
 * policies that tighten a stop or end a position. It knows orders' life; it must never know why a trade was wanted, nor a
 * venue's protocol.
 * @module
 */
export * from "./exits.ts";
export * from "./patience.ts";
export * from "./protection.ts";
export * from "./protection_state.ts";
export * from "./schema.ts";
