/**
 * What the classifier looks at, of one symbol when a setup (4h) bar has closed, with the last closed trend (1d) bar. NaN
 * while an indicator warms up. Filled in place by the caller, bar after bar.
 */
export interface RegimeFeatures {
  /** ADX(14) of setup bars, 0..100. */
  adx: number;
  /** (EMA20 - EMA50) / close x 100 of trend bars: percent of the price, positive when EMA20 is above. */
  emaSepPct: number;
  /** Change of the trend bars' EMA20 over `slope_bars` bars; only its sign counts. */
  emaSlope: number;
  /** Share of the previous `bandwidth_rank_bars` Bollinger bandwidths (20, 2) below the last one, 0..1. */
  bandwidthRank: number;
  /** Bandwidth / its least value of the last `bw_expansion_bars` bars, the last one included; >= 1. */
  bandwidthExpansion: number;
  /** ATR% / its median of the last `atr_median_bars` bars. */
  atrSpike: number;
  /** Sign changes of close - SMA20 in the last `crossings_bars` bars / `crossings_bars`, 0..1. */
  crossingsShare: number;
  /** ATR(14) / close x 100 of setup bars. No rule reads it; records show it. */
  atrPct: number;
}

const known = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** Companion of RegimeFeatures. */
export const RegimeFeatures = {
  /** Nothing known yet: all NaN. */
  create: (): RegimeFeatures => ({
    adx: NaN,
    emaSepPct: NaN,
    emaSlope: NaN,
    bandwidthRank: NaN,
    bandwidthExpansion: NaN,
    atrSpike: NaN,
    crossingsShare: NaN,
    atrPct: NaN,
  }),

  /** A copy for a record; what is not known is null. */
  toRecord: (features: RegimeFeatures): Record<keyof RegimeFeatures, number | null> => ({
    adx: known(features.adx),
    emaSepPct: known(features.emaSepPct),
    emaSlope: known(features.emaSlope),
    bandwidthRank: known(features.bandwidthRank),
    bandwidthExpansion: known(features.bandwidthExpansion),
    atrSpike: known(features.atrSpike),
    crossingsShare: known(features.crossingsShare),
    atrPct: known(features.atrPct),
  }),
} as const;
