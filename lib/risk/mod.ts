/**
 * Risk: sizing, the table of portfolio rules, latches, and the verdict on an intent. It knows limits and how to hold an
 * intent against them; it must never know strategies' reasons, orders or venues. Only here are approvals made.
 * @module
 */
export * from "./evaluate.ts";
export * from "./latches.ts";
export * from "./rules.ts";
export * from "./schema.ts";
export * from "./sizing.ts";
