/**
 * Candles and funding rates as text that other programs read. It knows two layouts; it must never know files.
 * @module
 */
export { TEXT_FORMATS, type TextFormat, writeCandles, writeFunding } from "./write_text.ts";
