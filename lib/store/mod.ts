/**
 * Store: the system of record. It keeps the runtime's journal and everything a run decided, did and earned, in one
 * transaction per commit, and exports the result in canonical form. It knows SQL, files and the shapes of events; it must
 * never know why something was decided, nor who asks.
 * @module
 */
export { StoreRefused, StoreUnavailable } from "./errors.ts";
export * from "./port.ts";
export * from "./sqlite_store.ts";
