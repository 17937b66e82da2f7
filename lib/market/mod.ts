/**
 * Market data as it is before any opinion: candles and funding rates from the bytes of history files, their faults, and
 * bars made of shorter bars. It knows files' layouts, UTC and the shape of a sound series; it must never know where bytes
 * come from (no file is opened here), instruments, orders, or what anybody wants to do with a price.
 * @module
 */
export * from "./aggregate.ts";
export { parseCandles } from "./candle_file.ts";
export * from "./columnar/mod.ts";
export * from "./columns.ts";
export * from "./compare.ts";
export { type DataFault, type DataFaultKind, formatFaults, type Gap } from "./data_fault.ts";
export { type FileKind, tellKind } from "./file_kind.ts";
export { FUNDING_JITTER_MS, type FundingColumns, NO_FUNDING, settleFunding } from "./funding_columns.ts";
export { parseFunding, parseFundingRows } from "./funding_file.ts";
export { gunzip, gzip, isGzip, MAX_TEXT_BYTES } from "./gzip.ts";
export { checkCandles, type CheckOptions } from "./integrity.ts";
export * from "./inspect/mod.ts";
export * from "./repair/mod.ts";
export * from "./feature_frame.ts";
export type { FeatureSpec, FeatureStep, FeatureUnit } from "./feature_unit.ts";
export * from "./text/mod.ts";
export * from "./timeframe.ts";
export * from "./trades/mod.ts";
export { parseUtcMs } from "./utc_time.ts";
