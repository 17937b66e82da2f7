/**
 * Store: the system of record. It keeps the runtime's journal and everything a run decided, did and earned, in one
 * transaction per commit, in an SQLite file or on a PostgreSQL server, and exports the result in canonical form. It knows
 * SQL, files, servers and the shapes of events; it must never know why something was decided, nor who asks.
 * @module
 */
export { StoreRefused, StoreUnavailable } from "./errors.ts";
export * from "./port.ts";
export { isPostgresUrl } from "./postgres/address.ts";
export * from "./postgres/postgres_store.ts";
export { isTraderEvent } from "./project.ts";
export * from "./sqlite/sqlite_store.ts";
