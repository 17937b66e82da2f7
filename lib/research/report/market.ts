import { benchmarkFigures, sharpeRatio } from "../statistics/mod.ts";
import { dailyReturns, DAYS_PER_YEAR } from "./account.ts";
import { deepestFallPct } from "./curve.ts";
import { known, percent } from "./figure.ts";
import type { Curve, MarketFigures } from "./report_data.ts";
import type { PriceSeries, ReportInput } from "./report_input.ts";

/** Closes of a series within the span at the times they were known, after the last close before it. */
export function closesWithin({ openMs, close }: PriceSeries, input: ReportInput): Curve {
  const { fromMs, toMs, barMs } = input;
  const atMs: number[] = [], value: number[] = [];
  for (let i = 0; i < close.length; i++) {
    const closedAtMs = openMs[i] + barMs;
    if (closedAtMs > toMs) break;
    if (closedAtMs <= fromMs) {
      atMs[0] = fromMs;
      value[0] = close[i];
      continue;
    }
    // a series that begins with the span: its first close is the first price there is
    if (atMs.length === 0 && openMs[i] <= fromMs) {
      atMs.push(fromMs);
      value.push(close[i]);
    }
    atMs.push(closedAtMs);
    value.push(close[i]);
  }
  return { atMs, value };
}

/** The whole account in the market from the first price on; empty without a price. */
export function buyAndHold(market: PriceSeries, input: ReportInput): Curve {
  const { atMs, value } = closesWithin(market, input);
  return { atMs, value: value.map((price) => (input.walletBalance * price) / value[0]) };
}

/** What holding the market came to, and how the run's daily returns go with it. */
export function marketFigures(
  symbol: string,
  input: ReportInput,
  { held, returns }: { readonly held: Curve; readonly returns: Float64Array },
): MarketFigures {
  const none = { returnPct: null, maxDrawdownPct: null, sharpeAnnual: null, correlation: null, beta: null };
  if (held.value.length === 0) return { symbol, ...none };
  const annual = { periodsPerYear: DAYS_PER_YEAR };
  const marketReturns = dailyReturns(held, input);
  const { correlation, beta } = benchmarkFigures(returns, marketReturns, annual);
  return {
    symbol,
    returnPct: percent(held.value[held.value.length - 1] / held.value[0] - 1),
    maxDrawdownPct: known(deepestFallPct(held)),
    sharpeAnnual: known(sharpeRatio(marketReturns, annual)),
    correlation: known(correlation),
    beta: known(beta),
  };
}
