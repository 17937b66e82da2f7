import type { Instrument } from "../domain/mod.ts";
import {
  Adx,
  Atr,
  Bollinger,
  Delta,
  Ema,
  Pivots,
  RollingMedian,
  RollingMin,
  RollingRank,
  Rsi,
  SignChanges,
} from "../indicators/mod.ts";
import { Aggregator, type CandleColumns, DAY_MS } from "../market/mod.ts";
import { type RegimeConfig, RegimeFeatures } from "../regime/mod.ts";
import { type BandBar, StrategyView } from "./view.ts";

const HOUR_MS = 3_600_000;

/** For tests: view and features of a history of 1h candles, brought forward candle by candle. */
export interface Frame {
  readonly view: StrategyView;
  readonly features: RegimeFeatures;
  update(candles: CandleColumns, i: number): void;
}

/** For tests: a frame in which nothing is known yet. What squeezes need is left out. */
export function createFrame(instrument: Instrument, config: RegimeConfig): Frame {
  const view = StrategyView.create(instrument, Pivots.create(2), Pivots.create(2));
  const features = RegimeFeatures.create();
  const { entry, setup } = view;
  const entryBand = createBand(entry), setupBand = createBand(setup);
  const setupFeatures = createSetupFeatures(view, features, config);
  const trend = createTrend(view, features, config);
  const fourHours = Aggregator.create(HOUR_MS, 4 * HOUR_MS), days = Aggregator.create(HOUR_MS, DAY_MS);
  return {
    view,
    features,
    update(candles, i) {
      const openMs = candles.openMs[i], open = candles.open[i], high = candles.high[i];
      const low = candles.low[i], close = candles.close[i];
      entry.prevOpen = entry.open;
      entry.prevClose = entry.close;
      view.closeMs = openMs + HOUR_MS;
      entryBand(open, high, low, close);
      Pivots.update(entry.pivots, high, low);
      if (Aggregator.update(days, candles, i)) trend(days.close);
      setup.closedNow = Aggregator.update(fourHours, candles, i);
      if (!setup.closedNow) return;
      setupFeatures(fourHours.high, fourHours.low, fourHours.close);
      setupBand(fourHours.open, fourHours.high, fourHours.low, fourHours.close);
    },
  };
}

/** Prices, RSI, ATR and bands of one timeframe. */
function createBand(bar: BandBar) {
  const rsi = Rsi.create(14), atr = Atr.create(14), bands = Bollinger.create(20, 2);
  return (open: number, high: number, low: number, close: number) => {
    bar.index += 1;
    bar.rsi = Rsi.update(rsi, close);
    bar.atr = Atr.update(atr, high, low, close);
    bar.bbMid = Bollinger.update(bands, close);
    bar.bbUpper = bands.upper;
    bar.bbLower = bands.lower;
    Object.assign(bar, { open, high, low, close });
  };
}

/** What else setup bars give. */
function createSetupFeatures(view: StrategyView, features: RegimeFeatures, config: RegimeConfig) {
  const adx = Adx.create(14), ema20 = Ema.create(20), ema50 = Ema.create(50);
  const bands = Bollinger.create(20, 2), atr = Atr.create(14);
  const rank = RollingRank.create(config.bandwidth_rank_bars);
  const least = RollingMin.create(config.bw_expansion_bars);
  const median = RollingMedian.create(config.atr_median_bars);
  const crossings = SignChanges.create(config.crossings_bars);
  return (high: number, low: number, close: number) => {
    Pivots.update(view.setup.pivots, high, low);
    view.setup.ema20 = Ema.update(ema20, close);
    view.setup.ema50 = Ema.update(ema50, close);
    const mid = Bollinger.update(bands, close), { bandwidth } = bands;
    features.adx = Adx.update(adx, high, low, close);
    features.bandwidthRank = RollingRank.update(rank, bandwidth);
    features.bandwidthExpansion = bandwidth / RollingMin.update(least, bandwidth);
    features.atrPct = Atr.update(atr, high, low, close) / close * 100;
    features.atrSpike = features.atrPct / RollingMedian.update(median, features.atrPct);
    features.crossingsShare = SignChanges.update(crossings, close - mid);
  };
}

/** What trend bars give. */
function createTrend(view: StrategyView, features: RegimeFeatures, config: RegimeConfig) {
  const ema20 = Ema.create(20), ema50 = Ema.create(50), slope = Delta.create(config.slope_bars);
  return (close: number) => {
    const { trend } = view;
    trend.close = close;
    trend.ema20 = Ema.update(ema20, close);
    trend.ema50 = Ema.update(ema50, close);
    features.emaSlope = Delta.update(slope, trend.ema20);
    features.emaSepPct = (trend.ema20 - trend.ema50) / close * 100;
  };
}
