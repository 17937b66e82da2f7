import type { Instrument } from "../domain/mod.ts";
import type { PivotsState } from "../indicators/mod.ts";

/** What bars of the entry and the setup timeframe have in common. Prices in quote currency; NaN while warming up. */
export interface BandBar {
  /** Number of the bar in its timeframe: one more than that of the bar before. */
  index: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** RSI(14), 0..100. */
  rsi: number;
  /** ATR(14) in quote currency. */
  atr: number;
  /** Bollinger bands (20, 2); the mid-band is the SMA20. */
  bbMid: number;
  bbUpper: number;
  bbLower: number;
}

/** The entry bar (1h) that has just closed. */
export interface EntryBar extends BandBar {
  prevOpen: number;
  prevClose: number;
  /** Of a strategy of crossing averages. */
  emaFast: number;
  emaSlow: number;
  /** Confirmed swings (k = pivot_k) up to and including this bar. */
  readonly pivots: PivotsState;
}

/** The last closed setup bar (4h). */
export interface SetupBar extends BandBar {
  /** Whether it closed together with the entry bar, so that its close is the entry bar's. */
  closedNow: boolean;
  ema20: number;
  ema50: number;
  /** Share of earlier bandwidths below the last one, 0..1, as in RegimeFeatures. */
  bandwidthRank: number;
  /** Least bandwidthRank of the last `squeeze_bars` setup bars, the last one included. */
  bandwidthRankMin: number;
  /** Bandwidth / its minimum, as in RegimeFeatures. */
  bandwidthExpansion: number;
  /**
   * Highest high and lowest low of the `range_bars` setup bars that had closed before the entry bar opened: where closedNow,
   * without the bar just closed, whose range the close could never leave.
   */
  rangeHigh: number;
  rangeLow: number;
  /** Confirmed swings (k = pivot_k) up to and including this bar. */
  readonly pivots: PivotsState;
}

/** The last closed trend bar (1d). */
export interface TrendBar {
  close: number;
  ema20: number;
  ema50: number;
}

/**
 * All a strategy may see of one symbol when an entry bar has closed: closed bars only. Filled in place by the caller and
 * reused from bar to bar; strategies never write to it.
 */
export interface StrategyView {
  /** Close of the entry bar, Unix ms. */
  closeMs: number;
  /** Confidence of the adopted regime, 0..1. */
  confidence: number;
  readonly instrument: Instrument;
  readonly entry: EntryBar;
  readonly setup: SetupBar;
  readonly trend: TrendBar;
}

const unknownBar = (): BandBar => ({
  index: -1,
  open: NaN,
  high: NaN,
  low: NaN,
  close: NaN,
  rsi: NaN,
  atr: NaN,
  bbMid: NaN,
  bbUpper: NaN,
  bbLower: NaN,
});

/** Companion of StrategyView. */
export const StrategyView = {
  /** A view in which nothing is known yet, over pivots the caller owns and updates. */
  create(instrument: Instrument, entryPivots: PivotsState, setupPivots: PivotsState): StrategyView {
    return {
      closeMs: 0,
      confidence: 0,
      instrument,
      entry: {
        ...unknownBar(),
        prevOpen: NaN,
        prevClose: NaN,
        emaFast: NaN,
        emaSlow: NaN,
        pivots: entryPivots,
      },
      setup: {
        ...unknownBar(),
        closedNow: false,
        ema20: NaN,
        ema50: NaN,
        bandwidthRank: NaN,
        bandwidthRankMin: NaN,
        bandwidthExpansion: NaN,
        rangeHigh: NaN,
        rangeLow: NaN,
        pivots: setupPivots,
      },
      trend: { close: NaN, ema20: NaN, ema50: NaN },
    };
  },
} as const;
