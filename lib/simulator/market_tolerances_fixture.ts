/** How far a figure of the invented market may be from the recorded one. */
export interface Tolerance {
  /** `ratio`: neither may be more than `limit` times the other; `difference`: they may differ by `limit`. */
  readonly by: "ratio" | "difference";
  readonly limit: number;
}

const ratio = (limit: number): Tolerance => ({ by: "ratio", limit });
const difference = (limit: number): Tolerance => ({ by: "difference", limit });

/**
 * By name of the figure. About as wide as BTC's own years (2020, 2021, 2022) lie apart, or narrower; a figure whose years
 * agree is held to a few percent.
 */
export const TOLERANCES: Readonly<Record<string, Tolerance>> = {
  "return: standard deviation": ratio(1.2),
  // one day of March 2020 makes half of BTC's: its years have 131, 15 and 14
  "return: kurtosis": ratio(3),
  "return: 0.1 % quantile": ratio(1.2),
  "return: 1 % quantile": ratio(1.15),
  "return: 99 % quantile": ratio(1.15),
  "return: 99.9 % quantile": ratio(1.2),
  "return: autocorrelation, 1 h": difference(0.04),
  "abs return: autocorrelation, 1 h": difference(0.08),
  "abs return: autocorrelation, 24 h": difference(0.06),
  "abs return: autocorrelation, 168 h": difference(0.04),
  "leverage: return with abs return of the next 24 h": difference(0.015),
  "variance ratio, 24 h": difference(0.15),
  "variance ratio, 168 h": difference(0.15),
  "range: 10 % quantile": ratio(1.15),
  "range: median": ratio(1.15),
  "range: 90 % quantile": ratio(1.15),
  "range: 99 % quantile": ratio(1.2),
  "range: 99.9 % quantile": ratio(1.3),
  "range over body, means": ratio(1.05),
  "range with body": difference(0.06),
  "turnover, M USDT: median": ratio(1.3),
  "ln turnover: standard deviation": ratio(1.15),
  "ln turnover: autocorrelation, 1 h": difference(0.08),
  "ln turnover: autocorrelation, 24 h": difference(0.12),
  "ln turnover with ln range": difference(0.05),
  "ln turnover: slope on ln range": difference(0.1),
  "ln turnover: rest of that": ratio(1.15),
  "ln range: autocorrelation, 1 h": difference(0.08),
  "ln range: autocorrelation, 168 h": difference(0.1),
  "ln range: deviation of the hours of a day": ratio(1.3),
  "ln range: 14 h against 5 h UTC": difference(0.15),
  "ln range: weekends": difference(0.1),
  "regime TREND, %": difference(6),
  "regime RANGE, %": difference(4),
  "regime BREAKOUT, %": difference(4),
  "regime NO_TRADE, %": difference(6),
  "regimes: 4h bars one stays": ratio(1.4),
  "funding, bps: mean": difference(0.7),
  "funding, bps: standard deviation": ratio(1.35),
  "funding, bps: 1 % quantile": difference(1.5),
  "funding, bps: 10 % quantile": difference(0.5),
  "funding, bps: 90 % quantile": difference(1.5),
  "funding, bps: 99 % quantile": ratio(1.35),
  "funding: share at 1 bps": difference(0.08),
  "funding: share below 0": difference(0.06),
  "funding: autocorrelation, 8 h": difference(0.1),
  "funding: autocorrelation, 7 d": difference(0.12),
  "funding with the return of 7 d before": difference(0.12),
  "BTC and LTC: returns of 1 h": difference(0.06),
  "BTC and LTC: returns of 4 h": difference(0.08),
  "BTC and LTC: abs returns of 1 h": difference(0.08),
  "BTC and ADA: returns of 1 h": difference(0.06),
  "BTC and ADA: returns of 4 h": difference(0.08),
  "BTC and ADA: abs returns of 1 h": difference(0.08),
  "LTC and ADA: returns of 1 h": difference(0.06),
  "LTC and ADA: returns of 4 h": difference(0.08),
  "LTC and ADA: abs returns of 1 h": difference(0.08),
  "BTC and DOGE: returns of 1 h": difference(0.08),
  "BTC and DOGE: returns of 4 h": difference(0.08),
  "BTC and DOGE: abs returns of 1 h": difference(0.1),
  "book: spread, ticks": ratio(1.2),
  "book: mean of the best level, thousands": ratio(2),
  "book: mean of a level behind it, thousands": ratio(2),
  "book: spread of ln(best level)": ratio(1.3),
  "book: spread of ln(level behind it)": ratio(1.3),
  "book: median of ten levels, thousands": ratio(2),
  "book: ten levels reach, bps": ratio(1.5),
};
