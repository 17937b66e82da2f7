import { requirePositive, requireWhole, skipLeading } from "./guard.ts";

/** A deviation below this share of the mean is rounding noise of a flat window and counts as zero. */
const FLAT_SHARE = 1e-12;

/**
 * State of Bollinger bands; changed in place by update. All outputs are NaN for the first period - 1 updates.
 *
 * Blocks of `period` as in Sma: `sums` holds raw values before `slot` and suffix sums from it on, `squares`
 * the suffixes' sums of squared deviations. A window is a suffix merged with the current block.
 */
export interface BollingerState {
  readonly period: number;
  readonly k: number;
  mid: number;
  upper: number;
  lower: number;
  /** (upper - lower) / mid. */
  bandwidth: number;
  /** (x - lower) / (upper - lower): 0 at the lower band, 1 at the upper; 0.5 where the bands coincide. */
  percentB: number;
  /** Population standard deviation of the window. */
  deviation: number;
  warm: boolean;
  slot: number;
  blockSum: number;
  blockSquares: number;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/**
 * Bollinger bands: simple mean -+ k population standard deviations (TA-Lib BBANDS with SMA, and STDDEV;
 * lookback period - 1).
 *
 * Squared deviations are merged by Chan, Golub and LeVeque ("Updating formulae and a pairwise algorithm",
 * 1979), so they are sums of squares, never differences of large numbers: no drift, no negative variance.
 * Amortised O(1). `mid` equals Sma bit for bit.
 */
export const Bollinger = {
  /** period >= 2 and k > 0; throws RangeError otherwise. */
  create(period: number, k: number): BollingerState {
    requireWhole("Bollinger", "period", period, 2);
    requirePositive("Bollinger", "k", k);
    return {
      period,
      k,
      mid: NaN,
      upper: NaN,
      lower: NaN,
      bandwidth: NaN,
      percentB: NaN,
      deviation: NaN,
      warm: false,
      slot: 0,
      blockSum: 0,
      blockSquares: 0,
      sums: new Float64Array(period),
      squares: new Float64Array(period),
    };
  },

  /** Adds one value and returns mid; a leading NaN is skipped, a later one throws RangeError. */
  update(state: BollingerState, x: number): number {
    if (x - x !== 0) return skipLeading("Bollinger", x, state.warm || state.slot > 0);
    const { period, sums, squares } = state;
    const held = state.slot;
    const count = held + 1;
    if (held > 0) {
      const gap = x - state.blockSum / held;
      state.blockSquares += gap * gap * held / count;
    }
    sums[held] = x;
    state.blockSum += x;
    if (count === period) {
      setBands(state, x, state.blockSum, state.blockSquares);
      closeBlock(state);
      return state.mid;
    }
    state.slot = count;
    if (!state.warm) return NaN;
    const older = period - count;
    const gap = state.blockSum / count - sums[count] / older;
    const between = gap * gap * count * older / period;
    setBands(state, x, sums[count] + state.blockSum, squares[count] + state.blockSquares + between);
    return state.mid;
  },
} as const;

function setBands(state: BollingerState, x: number, sum: number, squares: number): void {
  const mid = sum / state.period;
  const raw = Math.sqrt(squares / state.period);
  const deviation = raw > FLAT_SHARE * Math.abs(mid) ? raw : 0;
  const reach = state.k * deviation;
  state.mid = mid;
  state.deviation = deviation;
  state.upper = mid + reach;
  state.lower = mid - reach;
  const width = state.upper - state.lower;
  state.bandwidth = width / mid;
  state.percentB = width > 0 ? (x - state.lower) / width : 0.5;
}

/** Turns the full block's values into suffix sums and suffix squares for the next block. */
function closeBlock(state: BollingerState): void {
  const { period, sums, squares } = state;
  squares[period - 1] = 0;
  for (let i = period - 2; i >= 0; i--) {
    const after = period - 1 - i;
    const gap = sums[i] - sums[i + 1] / after;
    squares[i] = squares[i + 1] + gap * gap * after / (after + 1);
    sums[i] += sums[i + 1];
  }
  state.warm = true;
  state.slot = 0;
  state.blockSum = 0;
  state.blockSquares = 0;
}
