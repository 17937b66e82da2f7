import type { Candle } from "../venue/messages.ts";

/** A closed candle that continues the symbol's series without a hole. */
export interface BarClosed extends Candle {
  readonly kind: "BarClosed";
}

/** Which symbols have a bar in this set: risk waits for a report of each. */
export interface BarsPublished {
  readonly kind: "BarsPublished";
  readonly closeMs: number;
  readonly symbols: readonly string[];
}

/** A symbol's series has a hole that was not repaired: no entries on it. */
export interface SymbolStaled {
  readonly kind: "SymbolStaled";
  readonly symbol: string;
  readonly cause: string;
}
