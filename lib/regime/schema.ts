import { z } from "zod";

const adx = (fallback: number) => z.number().min(0).max(100).default(fallback);
const share = (fallback: number) => z.number().min(0).max(1).default(fallback);
const ratio = (fallback: number) => z.number().min(1).max(100).default(fallback);
const bars = (fallback: number) => z.number().int().min(1).max(5_000).default(fallback);

/**
 * Thresholds of the regime classifier. A rule holds at its threshold and beyond; at `_strong` and beyond it counts with
 * full confidence. The `_bars` keys, windows of setup bars (`slope_bars`: trend bars), are for whoever computes the features.
 */
export const regimeConfig = z.strictObject({
  adx_trend: adx(25),
  adx_trend_strong: adx(40),
  adx_range: adx(20),
  adx_range_strong: adx(10),
  /** |EMA20 - EMA50| in percent of the price. */
  ema_sep_pct: z.number().min(0).max(100).default(1),
  ema_sep_strong_pct: z.number().min(0).max(100).default(3),
  slope_bars: bars(3),
  /** Share of earlier bandwidths below the last one; low is narrow. */
  bandwidth_rank_max: share(0.5),
  bandwidth_rank_strong: share(0.1),
  bandwidth_rank_bars: bars(119),
  /** Bandwidth / its minimum. */
  bw_expansion: ratio(2.5),
  bw_expansion_strong: ratio(3.7),
  bw_expansion_bars: bars(20),
  /** ATR% / its median. */
  atr_spike: ratio(1.8),
  atr_spike_strong: ratio(3),
  atr_median_bars: bars(100),
  /** Crossings of the mid-band, counted over `crossings_bars`: 4 of 30 is the share 0.133, 12 of 30 is 0.4. */
  crossings_min: bars(4),
  crossings_strong: bars(12),
  crossings_bars: bars(30),
  /** A regime below this confidence is NO_TRADE. A rule that holds counts 0.5 or more, so at 0.5 none is. */
  min_confidence: share(0.5),
  /** A regime of at least this confidence is adopted at once. */
  override_confidence: share(0.8),
  /** Two regimes that hold with confidences closer than this are NO_TRADE. */
  tie_confidence: share(0.1),
  /** Setup bars in a row that must say the same before a regime is adopted. */
  confirmations: z.number().int().min(1).max(100).default(3),
}).superRefine((config, ctx) => {
  const below = (low: keyof typeof config, high: keyof typeof config, orEqual = false) => {
    if (config[low] < config[high] || (orEqual && config[low] === config[high])) return;
    ctx.addIssue({
      code: "custom",
      path: [high],
      message: `${high} must be ${orEqual ? "at least" : "above"} ${low}: current values are ` +
        `${config[high]} and ${config[low]}`,
    });
  };
  below("adx_trend", "adx_trend_strong");
  below("adx_range_strong", "adx_range");
  // a bar that is both a trend and a range would have no meaning
  below("adx_range", "adx_trend");
  below("ema_sep_pct", "ema_sep_strong_pct");
  below("bandwidth_rank_strong", "bandwidth_rank_max");
  below("bw_expansion", "bw_expansion_strong");
  below("atr_spike", "atr_spike_strong");
  below("crossings_min", "crossings_strong");
  below("crossings_strong", "crossings_bars", true);
  below("min_confidence", "override_confidence", true);
});

/** A validated classifier configuration. */
export type RegimeConfig = Readonly<z.infer<typeof regimeConfig>>;
