import type { Candle } from "../venue/messages.ts";

/** A closed candle, told once and in order. */
export interface BarClosed extends Candle {
  readonly kind: "BarClosed";
  /** The market is more than a bar further: the bar counts for the symbol's state, never for an entry. */
  readonly isLate: boolean;
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
