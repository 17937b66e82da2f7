import type { CandleColumns } from "../market/mod.ts";
import type { Tape } from "./tape.ts";
import type { TapeSymbol } from "./tape_parts.ts";

/** One symbol's bar under way, as it will have been; NaN as the rate where no funding is settled at its close. */
export interface OpenedCandle {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly fundingRate: number;
}

/** The bar under way of every symbol, in the tape's order, of a market that is made as it goes. */
export interface OpenedBar {
  /** Counted from the tape's first. */
  readonly bar: number;
  readonly openMs: number;
  /** How long it lasts on the clock that all are told by, ms: not what it would be on the market's own, which is played. */
  readonly everyMs: number;
  /** null where a symbol has none. */
  readonly candles: readonly (OpenedCandle | null)[];
}

/** A tape that shows one bar at a time: what an exchange reads of a market that has no end. */
export interface BarWindow {
  /** Symbols and grid of the tape it was made from. Its parts are changed in place by show(). */
  readonly tape: Tape;
  shown: OpenedBar | null;
}

/** A row that no series has. */
const NO_ROW = -1;

type Changing<T> = { -readonly [K in keyof T]: T[K] };

/** Companion of BarWindow. */
export const BarWindow = { create, show };

/** A window on a market with the symbols and the grid of this tape; it shows nothing yet. */
function create(tape: Tape): BarWindow {
  const symbols = tape.symbols.map(({ instrument }): TapeSymbol => ({
    ...{ instrument, candles: oneCandle(), rowOfBar0: 1 },
    ...{ firstSettlementMs: Infinity, fundingRates: new Float64Array(1) },
  }));
  return { tape: { ...tape, symbols }, shown: null };
}

/** Shows a bar in place of the one before. Throws RangeError for one of other symbols. */
function show(window: BarWindow, opened: OpenedBar): void {
  if (window.shown === opened) return;
  const { symbols, timeframeMs } = window.tape;
  const { bar, openMs, candles } = opened;
  if (candles.length !== symbols.length) {
    throw new RangeError(
      `Cannot show bar ${bar} as it must have ${symbols.length} symbols: it has ${candles.length}`,
    );
  }
  candles.forEach((candle, i) => {
    const symbol = symbols[i] as Changing<TapeSymbol>;
    if (candle === null) {
      symbol.rowOfBar0 = NO_ROW - bar;
      symbol.firstSettlementMs = Infinity;
      return;
    }
    const { openMs: opens, open, high, low, close, volume } = symbol.candles;
    [opens[0], open[0], high[0], low[0], close[0], volume[0]] = [
      ...[openMs, candle.open, candle.high],
      ...[candle.low, candle.close, candle.volume],
    ];
    symbol.rowOfBar0 = -bar;
    symbol.firstSettlementMs = openMs + timeframeMs;
    symbol.fundingRates[0] = candle.fundingRate;
  });
  window.shown = opened;
}

function oneCandle(): CandleColumns {
  const column = () => new Float64Array(1);
  return {
    ...{ length: 1, openMs: column(), open: column(), high: column(), low: column() },
    ...{ close: column(), volume: column() },
  };
}
