/** Candles of several symbols that opened at one time; null where a symbol's has not come. In the symbols' order. */
export interface CandleSet<C> {
  readonly openMs: number;
  readonly candles: (C | null)[];
}

/** Candles as they come, symbol by symbol, on their way to be sets: plain data, changed in place. */
export interface CandleSets<C> {
  /** Not given away yet; oldest first. */
  readonly waiting: CandleSet<C>[];
  /** Open of the newest candle of each symbol; 0 before the first. */
  readonly newestMs: number[];
  /** When the last candle came, by the clock of whoever adds; 0 before the first. */
  heardMs: number;
}

/** Companion of CandleSets. */
export const CandleSets = { create, add, first, dueMs, shift };

function create<C>(symbols: number): CandleSets<C> {
  return { waiting: [], newestMs: new Array<number>(symbols).fill(0), heardMs: 0 };
}

/** Adds a symbol's candle; false for one that is no newer than its last: it has been, or is of another life. */
function add<C>(sets: CandleSets<C>, symbol: number, openMs: number, candle: C, nowMs: number): boolean {
  if (openMs <= sets.newestMs[symbol]!) return false;
  sets.newestMs[symbol] = openMs;
  sets.heardMs = nowMs;
  const { waiting } = sets;
  // they come in order, or nearly so
  let at = waiting.length;
  while (at > 0 && waiting[at - 1]!.openMs > openMs) at--;
  const before = at > 0 ? waiting[at - 1]! : null;
  if (before?.openMs === openMs) before.candles[symbol] = candle;
  else {
    const candles = new Array<C | null>(sets.newestMs.length).fill(null);
    candles[symbol] = candle;
    waiting.splice(at, 0, { openMs, candles });
  }
  return true;
}

/** The oldest set; null if there is none. */
function first<C>({ waiting }: CandleSets<C>): CandleSet<C> | null {
  return waiting[0] ?? null;
}

/**
 * From when on the oldest set is given away: at once where each symbol's candle is there, or will never be as it has newer
 * ones; else when nothing more was heard for `graceMs`. Infinity if there is none.
 */
function dueMs<C>({ waiting: [set], newestMs, heardMs }: CandleSets<C>, graceMs: number): number {
  if (set === undefined) return Infinity;
  return newestMs.every((ms) => ms >= set.openMs) ? 0 : heardMs + graceMs;
}

/** Takes the oldest set away. */
function shift<C>({ waiting }: CandleSets<C>): void {
  waiting.shift();
}
