/**
 * Candles and funding rates as compact columnar files. It knows their bytes, how numbers become small and exact again, and
 * how damage shows; it must never know where a file lies, whether its bars make a sound series, or who wants them.
 * @module
 */
export { type CandleFile, decodeCandles, encodeCandles } from "./candles.ts";
export { type ColumnarHeader, isColumnar, open as openColumnar, type Provenance } from "./envelope.ts";
export { decodeFunding, encodeFunding, type FundingFile } from "./funding.ts";
export { createSharedCandles, shareCandles, type SharedCandles, viewCandles } from "./shared_candles.ts";
