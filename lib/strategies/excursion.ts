import type { BandBar } from "./view.ts";

/**
 * An excursion beyond one Bollinger band, from the first close outside until no close inside can come in time any more.
 * Plain data, changed in place by trackExcursion.
 */
export interface ExcursionState {
  /** The side to trade it: 1 below the lower band, -1 above the upper band, 0 when there is none. */
  side: 1 | -1 | 0;
  /** Lowest low (highest high) from the first outside close to the last bar; NaN when there is none. */
  extreme: number;
  /** Lowest (highest) RSI of the outside closes; NaN when there is none. */
  rsi: number;
  /** Index of the last outside close whose RSI armed it; -1 before there was one. */
  armedIndex: number;
  /** Whether the last bar closed inside. */
  isBack: boolean;
}

/** What the tracking reads of a configuration. */
export interface ExcursionLimits {
  readonly rsi_oversold: number;
  readonly rsi_overbought: number;
  readonly back_bars: number;
}

/** Companion of ExcursionState. */
export const ExcursionState = {
  create: (): ExcursionState => ({ side: 0, extreme: NaN, rsi: NaN, armedIndex: -1, isBack: false }),
} as const;

/**
 * Takes one closed bar. A close outside a band begins or continues an excursion, and arms it (again) if its RSI is extreme,
 * bounds included. Closes inside, the bands included, leave it alive for back_bars bars after the last arming close, so that
 * each of them is a chance; an excursion that was not armed, or not in time, ends with the first. A close beyond the
 * opposite band begins a new one.
 */
export function trackExcursion(limits: ExcursionLimits, state: ExcursionState, bar: BandBar): void {
  const { index, high, low, close, rsi } = bar;
  const outside = close < bar.bbLower ? 1 : close > bar.bbUpper ? -1 : 0;
  const isInside = close >= bar.bbLower && close <= bar.bbUpper;
  const isLate = state.armedIndex < 0 || index - state.armedIndex > limits.back_bars;
  const isOver = (state.isBack && isLate) || (outside === 0 && !isInside);
  if (isOver || (outside !== 0 && outside !== state.side)) begin(state, outside);
  if (state.side === 0) return;

  const reach = state.side === 1 ? low : high;
  if (!((reach - state.extreme) * state.side >= 0)) state.extreme = reach;
  state.isBack = isInside;
  if (isInside) return;
  if (!((rsi - state.rsi) * state.side >= 0)) state.rsi = rsi;
  const isExtreme = outside === 1 ? rsi <= limits.rsi_oversold : rsi >= limits.rsi_overbought;
  if (isExtreme) state.armedIndex = index;
}

function begin(state: ExcursionState, side: 1 | -1 | 0): void {
  state.side = side;
  state.extreme = NaN;
  state.rsi = NaN;
  state.armedIndex = -1;
  state.isBack = false;
}
