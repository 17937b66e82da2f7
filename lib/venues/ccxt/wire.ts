/** A candle in a venue's words. */
export interface WireCandle {
  readonly kind: "candle";
  readonly nativeId: string;
  /** The venue's name of the timeframe. */
  readonly interval: string;
  readonly isClosed: boolean;
  readonly eventMs: number;
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** In the venue's unit: base units, or contracts. */
  readonly volume: number;
}

/** Funding and mark price in a venue's words. */
export interface WireFunding {
  readonly kind: "funding";
  readonly nativeId: string;
  readonly eventMs: number;
  readonly rate: number | null;
  readonly settlesMs: number | null;
  readonly mark: number | null;
}

/** A row of a page of candles; volume in the venue's unit, numbers that were missing are NaN. */
export type WireRow = Pick<WireCandle, "openMs" | "open" | "high" | "low" | "close" | "volume">;

/** What a socket message can say to a feed. Numbers that were missing are NaN. */
export type WireEvent = WireCandle | WireFunding;

/** A field of a message, undefined where there is none. */
export function at(message: unknown, key: string | number): unknown {
  return message !== null && typeof message === "object"
    ? (message as Record<string | number, unknown>)[key]
    : undefined;
}

/** A number written as number or text; NaN for anything else. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
}

/** A text, "" for anything else. */
export const textOf = (value: unknown): string => typeof value === "string" ? value : "";

/**
 * The rows of a table. Throws on anything else: ccxt hands an answer that is no JSON on as text, and its own reader takes that
 * for a history without candles.
 */
export function rowsOf(table: unknown): readonly (readonly unknown[])[] {
  if (Array.isArray(table) && table.every(Array.isArray)) return table;
  throw new TypeError("the venue's answer is no table of candles");
}
