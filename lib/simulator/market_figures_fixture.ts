/** Figures by which an invented market is compared with a recorded one. Returns are of an hour, in percent. */

import type { CandleColumns, FundingColumns } from "../market/mod.ts";
import {
  autocorrelation,
  correlation,
  detrended,
  deviation,
  kurtosis,
  mean,
  quantiles,
  varianceRatio,
} from "./market_statistics_fixture.ts";

const HOUR_MS = 3_600_000;
const MONTH_HOURS = 720;

/** Figures by name. */
export type Figures = Readonly<Record<string, number>>;

/** Logarithms of close over the close before, in percent. */
export function returnsOf({ length, close }: CandleColumns, hours = 1): Float64Array {
  const count = Math.floor((length - 1) / hours);
  return Float64Array.from(
    { length: count },
    (_, i) => 100 * Math.log(close[(i + 1) * hours] / close[i * hours]),
  );
}

/** Of hourly candles alone. */
export function candleFigures(candles: CandleColumns): Figures {
  const { open, high, low, close, length } = candles;
  const range = Float64Array.from({ length }, (_, i) => 100 * Math.log(high[i] / low[i]));
  const body = Float64Array.from({ length }, (_, i) => 100 * Math.abs(Math.log(close[i] / open[i])));
  return {
    ...returnFigures(returnsOf(candles)),
    ...rangeFigures(range, body),
    ...turnoverFigures(candles, range),
    ...seasonFigures(candles, range),
  };
}

function returnFigures(r: Float64Array): Figures {
  const size = r.map(Math.abs);
  const [q01, q1, q99, q999] = quantiles(r, [0.001, 0.01, 0.99, 0.999]);
  let later = 0;
  for (let lag = 1; lag <= 24; lag++) later += correlation(r, size, lag) / 24;
  return {
    "return: standard deviation": deviation(r),
    "return: kurtosis": kurtosis(r),
    "return: 0.1 % quantile": q01,
    "return: 1 % quantile": q1,
    "return: 99 % quantile": q99,
    "return: 99.9 % quantile": q999,
    "return: autocorrelation, 1 h": autocorrelation(r, 1),
    "abs return: autocorrelation, 1 h": autocorrelation(size, 1),
    "abs return: autocorrelation, 24 h": autocorrelation(size, 24),
    "abs return: autocorrelation, 168 h": autocorrelation(size, 168),
    "leverage: return with abs return of the next 24 h": later,
    "variance ratio, 24 h": varianceRatio(r, 24),
    "variance ratio, 168 h": varianceRatio(r, 168),
  };
}

function rangeFigures(range: Float64Array, body: Float64Array): Figures {
  const [q10, q50, q90, q99, q999] = quantiles(range, [0.1, 0.5, 0.9, 0.99, 0.999]);
  return {
    "range: 10 % quantile": q10,
    "range: median": q50,
    "range: 90 % quantile": q90,
    "range: 99 % quantile": q99,
    "range: 99.9 % quantile": q999,
    "range over body, means": mean(range) / mean(body),
    "range with body": correlation(range, body),
  };
}

/** Logarithm, the least that counts given: bars without a move have one too. */
const logOf = (xs: Float64Array, least: number) => xs.map((x) => Math.log(Math.max(least, x)));

function turnoverFigures({ close, volume, length }: CandleColumns, range: Float64Array): Figures {
  const turnover = Float64Array.from({ length }, (_, i) => close[i] * volume[i]);
  const x = detrended(logOf(range, 1e-3), MONTH_HOURS), y = detrended(logOf(turnover, 1), MONTH_HOURS);
  const together = correlation(x, y);
  const slope = together * deviation(y) / deviation(x);
  return {
    "turnover, M USDT: median": quantiles(turnover, [0.5])[0] / 1e6,
    "ln turnover: standard deviation": deviation(y),
    "ln turnover: autocorrelation, 1 h": autocorrelation(y, 1),
    "ln turnover: autocorrelation, 24 h": autocorrelation(y, 24),
    "ln turnover with ln range": together,
    "ln turnover: slope on ln range": slope,
    "ln turnover: rest of that": deviation(y.map((value, i) => value - slope * x[i])),
    "ln range: autocorrelation, 1 h": autocorrelation(logOf(range, 1e-3), 1),
    "ln range: autocorrelation, 168 h": autocorrelation(logOf(range, 1e-3), 168),
  };
}

function seasonFigures({ openMs }: CandleColumns, range: Float64Array): Figures {
  const x = detrended(logOf(range, 1e-3), MONTH_HOURS);
  const sums = new Float64Array(24), counts = new Float64Array(24);
  let weekend = 0, weekendCount = 0;
  for (let i = 0; i < x.length; i++) {
    const hour = Math.floor(openMs[i + MONTH_HOURS] / HOUR_MS);
    sums[hour % 24] += x[i];
    counts[hour % 24] += 1;
    const weekday = Math.floor(hour / 24 + 4) % 7;
    if (weekday !== 0 && weekday !== 6) continue;
    weekend += x[i];
    weekendCount += 1;
  }
  const hours = sums.map((sum, hour) => sum / counts[hour]);
  return {
    "ln range: deviation of the hours of a day": deviation(hours),
    "ln range: 14 h against 5 h UTC": hours[14] - hours[5],
    "ln range: weekends": weekend / weekendCount,
  };
}

/** Of funding rates every eight hours, in bps, and of the candles they fall in. */
export function fundingFigures(funding: FundingColumns, candles: CandleColumns): Figures {
  const rates = funding.rate.map((rate) => 1e4 * rate);
  const [q1, q10, q90, q99] = quantiles(rates, [0.01, 0.1, 0.9, 0.99]);
  const share = (is: (rate: number) => boolean) => rates.filter(is).length / rates.length;
  const [past, then] = pastReturns(funding, candles, 168);
  return {
    "funding, bps: mean": mean(rates),
    "funding, bps: standard deviation": deviation(rates),
    "funding, bps: 1 % quantile": q1,
    "funding, bps: 10 % quantile": q10,
    "funding, bps: 90 % quantile": q90,
    "funding, bps: 99 % quantile": q99,
    "funding: share at 1 bps": share((rate) => Math.abs(rate - 1) < 1e-6),
    "funding: share below 0": share((rate) => rate < 0),
    "funding: autocorrelation, 8 h": autocorrelation(rates, 1),
    "funding: autocorrelation, 7 d": autocorrelation(rates, 21),
    "funding with the return of 7 d before": correlation(past, then),
  };
}

function pastReturns({ atMs, rate }: FundingColumns, candles: CandleColumns, hours: number): Float64Array[] {
  const past: number[] = [], then: number[] = [];
  for (let i = 0; i < rate.length; i++) {
    const row = Math.round((atMs[i] - candles.openMs[0]) / HOUR_MS) - 1;
    if (row < hours || row >= candles.length) continue;
    past.push(Math.log(candles.close[row] / candles.close[row - hours]));
    then.push(rate[i]);
  }
  return [Float64Array.from(past), Float64Array.from(then)];
}

/** Of the same hours of two symbols. */
export function pairFigures(pair: string, a: CandleColumns, b: CandleColumns): Figures {
  const [x, y, x4, y4] = [returnsOf(a), returnsOf(b), returnsOf(a, 4), returnsOf(b, 4)];
  return {
    [`${pair}: returns of 1 h`]: correlation(x, y),
    [`${pair}: returns of 4 h`]: correlation(x4, y4),
    [`${pair}: abs returns of 1 h`]: correlation(x.map(Math.abs), y.map(Math.abs)),
  };
}
