import type { Instrument } from "../../domain/mod.ts";
import type { ExitConfig } from "../../execution/mod.ts";
import type { FeatureSpec, FrameSpec } from "../../market/mod.ts";
import { loneFeatures } from "./alone.ts";
import type { RegimeConfig } from "../../regime/mod.ts";
import type { LoneStrategyName, RouterConfig, StrategiesConfig } from "../../strategies/mod.ts";

/** What a symbol reducer is told once. */
export interface SymbolSpec {
  readonly system: string;
  readonly symbol: string;
  readonly instrument: Instrument;
  /** Name of a file whose candles only feed the features; "" when the history is the symbol's own. */
  readonly historySource: string;
  readonly entryMs: number;
  readonly setupMs: number;
  readonly trendMs: number;
  /** Bars of each timeframe before the first decision. */
  readonly minBars: number;
  readonly regime: RegimeConfig;
  readonly strategies: StrategiesConfig;
  readonly router: RouterConfig;
  /** The strategy that trades whatever the regime, on entry bars alone; null where the regime decides. */
  readonly alone: LoneStrategyName | null;
  readonly exits: ExitConfig;
  /** Setup-bar returns the portfolio looks at; 0 where there is no other symbol to compare them with. */
  readonly correlationBars: number;
  /** Paths of knobs that the symbol's overrides settle: changing them changes nothing here. */
  readonly ownKnobs: readonly string[];
}

const RSI_BARS = 14;
const ATR_BARS = 14;
const ADX_BARS = 14;
const BAND = { period: 20, k: 2 } as const;

const ema = (period: number): FeatureSpec => ({ name: `ema${period}`, kind: "ema", of: "close", period });
const rsi: FeatureSpec = { name: "rsi", kind: "rsi", of: "close", period: RSI_BARS };
const atr: FeatureSpec = { name: "atr", kind: "atr", period: ATR_BARS };
const band: FeatureSpec = { name: "bb", kind: "bollinger", of: "close", ...BAND };

/** A frame that nobody reads. */
const unread = (timeframeMs: number): FrameSpec => ({ timeframeMs, minBars: 0, pivotBars: 0, features: [] });

/** Features read of the entry (1h) bars. */
export function entryFrame(spec: SymbolSpec): FrameSpec {
  const { alone, entryMs: timeframeMs, minBars } = spec;
  if (alone !== null) {
    return { timeframeMs, minBars, pivotBars: 0, features: loneFeatures(alone, spec.strategies) };
  }
  return {
    timeframeMs: spec.entryMs,
    minBars: spec.minBars,
    pivotBars: spec.strategies.trend_pullback.pivot_k,
    features: [
      atr,
      rsi,
      band,
      { name: "prevOpen", kind: "previous", of: "open" },
      { name: "prevClose", kind: "previous", of: "close" },
    ],
  };
}

/** Features read of the setup (4h) bars. */
export function setupFrame(spec: SymbolSpec): FrameSpec {
  if (spec.alone !== null) return unread(spec.setupMs);
  const { regime, strategies } = spec;
  const { squeeze_bars, range_bars } = strategies.squeeze_breakout;
  return {
    timeframeMs: spec.setupMs,
    minBars: spec.minBars,
    pivotBars: strategies.trend_pullback.pivot_k,
    features: [
      ema(20),
      ema(50),
      rsi,
      atr,
      { name: "adx", kind: "adx", period: ADX_BARS },
      band,
      { name: "bandwidthRank", kind: "rank", of: "bb.bandwidth", bars: regime.bandwidth_rank_bars },
      { name: "bandwidthRankMin", kind: "lowest", of: "bandwidthRank", bars: squeeze_bars },
      { name: "bandwidthMin", kind: "lowest", of: "bb.bandwidth", bars: regime.bw_expansion_bars },
      { name: "bandwidthExpansion", kind: "ratio", of: "bb.bandwidth", by: "bandwidthMin" },
      { name: "atrShare", kind: "ratio", of: "atr", by: "close" },
      { name: "atrMedian", kind: "median", of: "atrShare", bars: regime.atr_median_bars },
      { name: "atrSpike", kind: "ratio", of: "atrShare", by: "atrMedian" },
      { name: "midGap", kind: "difference", of: "close", by: "bb.mid" },
      { name: "crossings", kind: "crossings", of: "midGap", bars: regime.crossings_bars },
      { name: "rangeHigh", kind: "highest", of: "high", bars: range_bars },
      { name: "rangeLow", kind: "lowest", of: "low", bars: range_bars },
      { name: "prevRangeHigh", kind: "previous", of: "rangeHigh" },
      { name: "prevRangeLow", kind: "previous", of: "rangeLow" },
    ],
  };
}

/** Features read of the trend (1d) bars. */
export function trendFrame(spec: SymbolSpec): FrameSpec {
  if (spec.alone !== null) return unread(spec.trendMs);
  return {
    timeframeMs: spec.trendMs,
    minBars: spec.minBars,
    pivotBars: 0,
    features: [
      ema(20),
      ema(50),
      { name: "emaSlope", kind: "delta", of: "ema20", bars: spec.regime.slope_bars },
      { name: "emaSep", kind: "difference", of: "ema20", by: "ema50" },
    ],
  };
}
