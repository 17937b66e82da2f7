import { requireWhole } from "./guard.ts";
import { Rma, type RmaState } from "./rma.ts";
import { Sma, type SmaState } from "./sma.ts";
import { TrueRange, type TrueRangeState } from "./true_range.ts";

/** How true ranges are averaged: Wilder's way (TA-Lib), or the plain mean (system EN). */
export type AtrMethod = "wilder" | "sma";

interface AtrCommon {
  readonly period: number;
  /** Average true range in price units; NaN for the first `period` bars. */
  value: number;
  readonly range: TrueRangeState;
}

/** State of the average true range; changed in place by update. */
export type AtrState =
  | (AtrCommon & { readonly method: "wilder"; readonly mean: RmaState })
  | (AtrCommon & { readonly method: "sma"; readonly mean: SmaState });

/**
 * Average true range. "wilder" is TA-Lib ATR: the first bar has no true range, the mean of the next `period`
 * ones is the seed (lookback period), then Wilder's smoothing. "sma" is the simple mean of the last `period`
 * true ranges, same lookback.
 */
export const Atr = {
  /** period >= 1; throws RangeError otherwise, or on an unknown method. */
  create(period: number, options: { method?: AtrMethod } = {}): AtrState {
    requireWhole("Atr", "period", period, 1);
    const method = options.method ?? "wilder";
    const range = TrueRange.create();
    if (method === "wilder") return { method, period, value: NaN, range, mean: Rma.create(period) };
    if (method === "sma") return { method, period, value: NaN, range, mean: Sma.create(period) };
    throw new RangeError(
      `Cannot create Atr as 'method' must be "wilder" or "sma": current value is ${String(method)}`,
    );
  },

  /** Adds one bar; throws RangeError on a price that is not finite. */
  update(state: AtrState, high: number, low: number, close: number): number {
    const range = TrueRange.update(state.range, high, low, close);
    // The first true range is NaN, which both means skip.
    state.value = state.method === "wilder" ? Rma.update(state.mean, range) : Sma.update(state.mean, range);
    return state.value;
  },
} as const;
