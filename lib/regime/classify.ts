import { Checks } from "../domain/mod.ts";
import type { RegimeFeatures } from "./features.ts";
import { REGIME, type Regime } from "./regime.ts";
import type { RegimeConfig } from "./schema.ts";

/** What the classifier says of one bar, before hysteresis; reused from bar to bar. */
export interface RawRegime {
  regime: Regime;
  /** 0..1; 0 for NO_TRADE. */
  confidence: number;
}

/** Companion of RawRegime. */
export const RawRegime = {
  create: (): RawRegime => ({ regime: REGIME.NO_TRADE, confidence: 0 }),
} as const;

/** A difference of confidences such as 0.7 - 0.6 carries rounding of about 1e-16 and would miss the limit 0.1. */
const ROUNDING = 1e-9;

/**
 * The regime of one bar:
 *
 * - TREND when ADX >= adx_trend and |EMA separation| >= ema_sep_pct and EMA20 slopes to the side of the separation;
 * - RANGE when ADX <= adx_range and bandwidth rank <= bandwidth_rank_max and crossings >= crossings_min, and neither
 *   condition of BREAKOUT holds (nor is unknown);
 * - BREAKOUT when bandwidth expansion >= bw_expansion or ATR spike >= atr_spike.
 *
 * If two hold, the more confident wins, and a difference below tie_confidence is NO_TRADE; none, or a confidence below
 * min_confidence, is NO_TRADE too. Confidence is the mean over a regime's numeric rules of
 * 0.5 + 0.5 x clamp((value - threshold) / (strong - threshold), 0, 1), for BREAKOUT the larger of its two; the slope is not
 * averaged. A rule on a NaN fails. Writes `out`, notes each rule in `checks` unless null (`regime.trend.adx` and so on, at
 * most 11), allocates nothing.
 */
export function classify(
  config: RegimeConfig,
  features: RegimeFeatures,
  out: RawRegime,
  checks: Checks | null = null,
): Regime {
  const trend = trendConfidence(config, features, checks);
  const breakout = breakoutConfidence(config, features, checks);
  const range = rangeConfidence(config, features, checks);

  let regime: Regime = REGIME.NO_TRADE, best = 0, second = 0;
  // in the order of precedence, which counts only where tie_confidence is 0
  if (trend > best) regime = REGIME.TREND, best = trend;
  if (range > best) regime = REGIME.RANGE, second = best, best = range;
  else second = range;
  if (breakout > best) regime = REGIME.BREAKOUT, second = best, best = breakout;
  else if (breakout > second) second = breakout;

  const lead = best - second;
  const isTie = second > 0 &&
    !note(checks, "regime.tie", lead, config.tie_confidence, lead >= config.tie_confidence - ROUNDING);
  const isWeak = best > 0 &&
    !note(checks, "regime.min_confidence", best, config.min_confidence, best >= config.min_confidence);
  if (isTie || isWeak) regime = REGIME.NO_TRADE;
  out.regime = regime;
  out.confidence = regime === REGIME.NO_TRADE ? 0 : best;
  return regime;
}

/** Confidence of TREND; 0 when it does not hold, as of the two below. A regime that holds has at least 0.5. */
function trendConfidence(config: RegimeConfig, features: RegimeFeatures, checks: Checks | null): number {
  const { adx_trend, ema_sep_pct } = config;
  const { adx, emaSepPct } = features;
  const separation = Math.abs(emaSepPct);
  const slope = features.emaSlope * Math.sign(emaSepPct);
  const isStrong = note(checks, "regime.trend.adx", adx, adx_trend, adx >= adx_trend);
  const isApart = note(checks, "regime.trend.ema_sep", separation, ema_sep_pct, separation >= ema_sep_pct);
  const isAlong = note(checks, "regime.trend.slope", slope, 0, slope > 0);
  if (!(isStrong && isApart && isAlong)) return 0;
  return (ruleConfidence(adx, adx_trend, config.adx_trend_strong) +
    ruleConfidence(separation, ema_sep_pct, config.ema_sep_strong_pct)) / 2;
}

function breakoutConfidence(config: RegimeConfig, features: RegimeFeatures, checks: Checks | null): number {
  const { bw_expansion, atr_spike } = config;
  const { bandwidthExpansion: expansion, atrSpike: spike } = features;
  const isWide = note(
    checks,
    "regime.breakout.bw_expansion",
    expansion,
    bw_expansion,
    expansion >= bw_expansion,
  );
  const isSpike = note(checks, "regime.breakout.atr_spike", spike, atr_spike, spike >= atr_spike);
  if (!(isWide || isSpike)) return 0;
  return Math.max(
    ruleConfidence(expansion, bw_expansion, config.bw_expansion_strong),
    ruleConfidence(spike, atr_spike, config.atr_spike_strong),
  );
}

function rangeConfidence(config: RegimeConfig, features: RegimeFeatures, checks: Checks | null): number {
  const { adx_range, bandwidth_rank_max, bw_expansion, atr_spike, crossings_bars } = config;
  const { adx, bandwidthRank: rank, crossingsShare: crossings } = features;
  const crossingsMin = config.crossings_min / crossings_bars;
  // a veto that is not known is a veto: only what is known to be calm passes
  const vetoes = (features.bandwidthExpansion < bw_expansion ? 0 : 1) +
    (features.atrSpike < atr_spike ? 0 : 1);
  const isWeak = note(checks, "regime.range.adx", adx, adx_range, adx <= adx_range);
  const isNarrow = note(
    checks,
    "regime.range.bandwidth_rank",
    rank,
    bandwidth_rank_max,
    rank <= bandwidth_rank_max,
  );
  const isCrossing = note(
    checks,
    "regime.range.crossings",
    crossings,
    crossingsMin,
    crossings >= crossingsMin,
  );
  const isCalm = note(checks, "regime.range.breakout_vetoes", vetoes, 0, vetoes === 0);
  if (!(isWeak && isNarrow && isCrossing && isCalm)) return 0;
  return (ruleConfidence(adx, adx_range, config.adx_range_strong) +
    ruleConfidence(rank, bandwidth_rank_max, config.bandwidth_rank_strong) +
    ruleConfidence(crossings, crossingsMin, config.crossings_strong / crossings_bars)) / 3;
}

/** 0.5 at the threshold or short of it, 1 at `strong` and beyond, which may lie on either side; 0.5 for a NaN. */
function ruleConfidence(value: number, threshold: number, strong: number): number {
  const reach = (value - threshold) / (strong - threshold);
  return 0.5 + 0.5 * (reach > 0 ? Math.min(reach, 1) : 0);
}

function note(checks: Checks | null, name: string, value: number, limit: number, pass: boolean): boolean {
  return checks === null ? pass : Checks.add(checks, name, value, limit, pass);
}
