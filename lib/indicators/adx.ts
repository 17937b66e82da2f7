import { refuseBar, requireWhole } from "./guard.ts";
import { trueRange } from "./true_range.ts";

/** State of the directional movement system; changed in place by update. */
export interface AdxState {
  readonly period: number;
  /** Average directional index, 0..100; NaN for the first 2 * period - 1 bars. */
  adx: number;
  /** +DI, 0..100; NaN for the first `period` bars. */
  plusDi: number;
  /** -DI, 0..100; NaN for the first `period` bars. */
  minusDi: number;
  /** Bars seen, counted up to 2 * period. */
  bars: number;
  previousHigh: number;
  previousLow: number;
  previousClose: number;
  /** Wilder sums of directional movement and of true range. */
  plusDm: number;
  minusDm: number;
  range: number;
  dxSum: number;
}

/**
 * Wilder's ADX with +DI and -DI, as TA-Lib ADX, PLUS_DI and MINUS_DI.
 *
 * Sums are seeded by plain addition over the first period - 1 movements, then s = s - s / period + x; DI =
 * 100 * DM / TR. The first ADX is the mean of `period` values of DX = 100 * |+DI - -DI| / (+DI + -DI), then
 * Wilder's smoothing. Before the market's first movement DI and DX are 0. TA-Lib also calls sums that decayed
 * below 1e-14 zero; here they keep their proportion, whatever the price level.
 */
export const Adx = {
  /** period >= 2; throws RangeError otherwise. */
  create(period: number): AdxState {
    requireWhole("Adx", "period", period, 2);
    return {
      period,
      adx: NaN,
      plusDi: NaN,
      minusDi: NaN,
      bars: 0,
      previousHigh: NaN,
      previousLow: NaN,
      previousClose: NaN,
      plusDm: 0,
      minusDm: 0,
      range: 0,
      dxSum: 0,
    };
  },

  /** Adds one bar and returns ADX; throws RangeError on a price that is not finite. */
  update(state: AdxState, high: number, low: number, close: number): number {
    const sum = high + low + close;
    if (sum - sum !== 0) refuseBar("Adx", `high ${high}, low ${low}, close ${close}`);
    if (state.bars > 0) addMovement(state, high, low);
    if (state.bars >= state.period) addIndex(state);
    state.previousHigh = high;
    state.previousLow = low;
    state.previousClose = close;
    if (state.bars < 2 * state.period) state.bars += 1;
    return state.adx;
  },
} as const;

function addMovement(state: AdxState, high: number, low: number): void {
  const up = high - state.previousHigh;
  const down = state.previousLow - low;
  const plus = up > 0 && up > down ? up : 0;
  const minus = down > 0 && down > up ? down : 0;
  const range = trueRange(high, low, state.previousClose);
  // What each sum sheds before the new movement comes in; nothing while the seed is gathered.
  const shed = state.bars < state.period ? 0 : 1 / state.period;
  state.plusDm += plus - state.plusDm * shed;
  state.minusDm += minus - state.minusDm * shed;
  state.range += range - state.range * shed;
}

function addIndex(state: AdxState): void {
  const { period } = state;
  state.plusDi = state.range > 0 ? 100 * (state.plusDm / state.range) : 0;
  state.minusDi = state.range > 0 ? 100 * (state.minusDm / state.range) : 0;
  const total = state.plusDi + state.minusDi;
  const dx = total > 0 ? 100 * (Math.abs(state.plusDi - state.minusDi) / total) : 0;
  if (state.bars < 2 * period) {
    state.dxSum += dx;
    if (state.bars === 2 * period - 1) state.adx = state.dxSum / period;
  } else {
    state.adx = (state.adx * (period - 1) + dx) / period;
  }
}
