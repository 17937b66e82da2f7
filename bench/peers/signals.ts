import type { CandleColumns } from "../../lib/market/mod.ts";
import { RULES } from "./rules.ts";

/** How an average begins: at the plain mean of its first values (TA-Lib), or at the first value. */
export type AverageStart = "mean_first" | "first_value";

/** What the rules read at each close. */
export interface Signals {
  /** 1 where the fast average came to lie above the slow one at this close, -1 below, else 0. */
  readonly cross: Int8Array;
  /** Average true range; NaN before it begins. */
  readonly atr: Float64Array;
}

/** Crosses and average true range of all bars. */
export function signalsOf({ length, high, low, close }: CandleColumns, start: AverageStart): Signals {
  const { fastPeriod, slowPeriod, atrPeriod } = RULES;
  const fast = smooth(close, 0, fastPeriod, 2 / (fastPeriod + 1), start);
  const slow = smooth(close, 0, slowPeriod, 2 / (slowPeriod + 1), start);
  const cross = new Int8Array(length);
  for (let i = slowPeriod; i < length; i++) {
    const above = fast[i] > slow[i], wasAbove = fast[i - 1] > slow[i - 1];
    const below = fast[i] < slow[i], wasBelow = fast[i - 1] < slow[i - 1];
    cross[i] = above && !wasAbove ? 1 : below && !wasBelow ? -1 : 0;
  }
  const range = Float64Array.from(high, (top, i) => {
    return i === 0 ? top - low[0] : Math.max(top, close[i - 1]) - Math.min(low[i], close[i - 1]);
  });
  // TA-Lib knows no true range of the first bar; averages that begin at once take its height for one
  const atr = smooth(range, start === "mean_first" ? 1 : 0, atrPeriod, 1 / atrPeriod, "mean_first");
  return { cross, atr };
}

/** Exponential smoothing of the values from `begin` on; NaN before it has begun. */
function smooth(
  values: Float64Array,
  begin: number,
  period: number,
  weight: number,
  start: AverageStart,
): Float64Array {
  const out = new Float64Array(values.length).fill(NaN);
  const first = start === "first_value" ? begin : begin + period - 1;
  if (first >= values.length) return out;
  let sum = 0;
  for (let i = begin; i <= first; i++) sum += values[i];
  out[first] = sum / (first - begin + 1);
  for (let i = first + 1; i < values.length; i++) out[i] = out[i - 1] + (values[i] - out[i - 1]) * weight;
  return out;
}
