import { z } from "zod";

const bars = (fallback: number) => z.number().int().min(1).max(120).default(fallback);
const share = (fallback: number) => z.number().min(0).max(1).default(fallback);
const rsi = (fallback: number) => z.number().min(0).max(100).default(fallback);

/** What every strategy's configuration has. */
const shared = (enabled: boolean, rewardRiskMin: number) => ({
  enabled: z.boolean().default(enabled),
  /** Least distance to the first target / distance to the stop. */
  reward_risk_min: z.number().positive().max(20).default(rewardRiskMin),
  /** Ticks from the level the stop protects to the stop, plus the ATR share below. */
  stop_buffer_ticks: z.number().int().min(0).max(1_000).default(1),
  /** Multiples of ATR(14) of the entry timeframe. */
  stop_buffer_atr: z.number().min(0).max(10).default(0.1),
});

/** Trend pullback: with the daily trend, after a 4h pull-back into its averages. */
export const trendPullbackConfig = z.strictObject({
  ...shared(true, 2),
  /** RSI(14) of the setup bar, both bounds included. */
  rsi_min: rsi(40),
  rsi_max: rsi(60),
  /** Strong close: least body, and how near the bar's end the close must be, as shares of the range. */
  strong_body_share: share(0.6),
  strong_outer_share: share(0.25),
  /** Age in entry bars up to which a swing carries the stop. */
  swing_bars: bars(20),
  /** Age in setup bars up to which a swing is a target. */
  target_bars: bars(60),
  /** Bars needed on each side of a swing; for whoever fills the view. */
  pivot_k: z.number().int().min(1).max(20).default(2),
}).superRefine((config, ctx) => {
  if (config.rsi_min <= config.rsi_max) return;
  ctx.addIssue({
    code: "custom",
    path: ["rsi_max"],
    message: `rsi_max must be at least rsi_min: current values are ${config.rsi_max} and ${config.rsi_min}`,
  });
});

/** Range reversion: back inside the Bollinger bands after an excursion. */
export const rangeReversionConfig = z.strictObject({
  ...shared(true, 1.2),
  /** Bars the excursion is told by: entry (1h) or setup (4h). */
  timeframe: z.enum(["entry", "setup"]).default("entry"),
  /** RSI(14) that arms a close outside the bands: at most for longs, at least for shorts. */
  rsi_oversold: rsi(30),
  rsi_overbought: rsi(70),
  /** Bars after the last arming close within which a close back inside fires. */
  back_bars: bars(3),
  /** Share of the position taken off at the mid-band; the rest is for the opposite band. */
  first_target_share_pct: z.number().int().min(1).max(99).default(50),
}).superRefine((config, ctx) => {
  if (config.rsi_oversold < config.rsi_overbought) return;
  ctx.addIssue({
    code: "custom",
    path: ["rsi_overbought"],
    message: "rsi_overbought must be above rsi_oversold: current values are " +
      `${config.rsi_overbought} and ${config.rsi_oversold}`,
  });
});

/** Squeeze breakout: out of the recent range once narrow bands widen. Off by default. */
export const squeezeBreakoutConfig = z.strictObject({
  ...shared(false, 1.2),
  /** Bandwidth rank at or below which the bands were narrow. */
  squeeze_rank_max: share(0.2),
  /** Setup bars within which they must have been; for whoever fills the view. */
  squeeze_bars: bars(20),
  /** Bandwidth / its minimum at which they widen. */
  bw_expansion: z.number().min(1).max(100).default(2.5),
  /** Setup bars the range is made of; for whoever fills the view. */
  range_bars: bars(20),
});

/** Crossing averages: one timeframe, no regime. */
export const emaCrossConfig = z.strictObject({
  enabled: z.boolean().default(true),
  /** Periods of the two averages of the close, in entry bars. */
  fast: z.number().int().min(1).max(1_000).default(12),
  slow: z.number().int().min(2).max(5_000).default(26),
  atr_bars: z.number().int().min(1).max(1_000).default(14),
  /** Distances from the close, in multiples of the ATR. */
  stop_atr: z.number().positive().max(50).default(2),
  target_atr: z.number().positive().max(100).default(3),
  /** As in the other strategies; 0 asks for nothing. */
  reward_risk_min: z.number().min(0).max(20).default(0),
}).superRefine((config, ctx) => {
  if (config.fast < config.slow) return;
  ctx.addIssue({
    code: "custom",
    path: ["slow"],
    message: `slow must be longer than fast: current values are ${config.slow} and ${config.fast}`,
  });
});

/** Configurations of all strategies, by name. */
export const strategiesConfig = z.strictObject({
  trend_pullback: trendPullbackConfig.prefault({}),
  range_reversion: rangeReversionConfig.prefault({}),
  squeeze_breakout: squeezeBreakoutConfig.prefault({}),
  /** Absent is off. */
  ema_cross: emaCrossConfig.optional(),
});

const routed = z.enum(["trend_pullback", "range_reversion", "squeeze_breakout"]);
/** Those that need neither regime nor slower timeframes. */
const alone = z.enum(["ema_cross"]);

/** Which strategy trades a regime; null = none. NO_TRADE never trades. */
export const routerConfig = z.strictObject({
  TREND: routed.nullable().default("trend_pullback"),
  RANGE: routed.nullable().default("range_reversion"),
  BREAKOUT: routed.nullable().default("squeeze_breakout"),
  /** One strategy that trades whatever the regime, on the entry timeframe alone; then no regime is told. */
  ALL: alone.optional(),
});

/** A strategy's name in configuration, records and the registry. */
export type StrategyName = z.infer<typeof routed> | z.infer<typeof alone>;
/** Of a strategy that can be given every regime. */
export type LoneStrategyName = z.infer<typeof alone>;
export type TrendPullbackConfig = Readonly<z.infer<typeof trendPullbackConfig>>;
export type RangeReversionConfig = Readonly<z.infer<typeof rangeReversionConfig>>;
export type SqueezeBreakoutConfig = Readonly<z.infer<typeof squeezeBreakoutConfig>>;
export type EmaCrossConfig = Readonly<z.infer<typeof emaCrossConfig>>;
export type StrategiesConfig = Readonly<z.infer<typeof strategiesConfig>>;
export type RouterConfig = Readonly<z.infer<typeof routerConfig>>;
