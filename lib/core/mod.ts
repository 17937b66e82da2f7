/**
 * Core: exact arithmetic, results, canonical text, escaped HTML, snapshots, hashes, seeded randomness and the
 * clock port.
 * It knows numbers and bytes; it must never know actors, markets or money rules.
 * @module
 */
export * from "./canonical.ts";
export * from "./clock.ts";
export * from "./codec.ts";
export * from "./fixed.ts";
export * from "./hash.ts";
export * from "./html.ts";
export * from "./result.ts";
export * from "./rng.ts";
