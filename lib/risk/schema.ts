import { z } from "zod";

const pct = z.number().positive();

/** Limits of one portfolio. Percentages are of equity, limits are inclusive: at the limit an entry still passes. */
export const riskConfig = z.strictObject({
  /** Equity lost if the initial stop is hit. */
  risk_per_trade_pct: pct.max(5).default(0.5),
  max_total_open_risk_pct: pct.max(100).default(2),
  max_open_positions: z.number().int().min(1).default(3),
  max_same_direction: z.number().int().min(1).default(2),
  /** Pearson correlation of setup-bar log returns with an open position in the same effective direction. */
  max_correlation: z.number().min(0).max(1).default(0.8),
  /** Setup bars the correlation looks at: 180 x 4h = 30 days. */
  correlation_bars: z.number().int().min(20).default(180),
  daily_stop_pct: pct.default(2),
  weekly_stop_pct: pct.default(5),
  monthly_stop_pct: pct.default(8),
  /** Losses in a row that send a symbol into its cool-down. */
  losing_streak: z.number().int().min(1).default(3),
  cool_down_hours: z.number().min(0).default(12),
  /** Risk of the trades that follow a pause, as a share of risk_per_trade_pct. */
  reduced_risk_factor: z.number().min(0.01).max(1).default(0.5),
  reduced_risk_trades: z.number().int().min(0).default(5),
  max_gross_exposure_pct: pct.default(200),
  /** Leverage set at the venue. */
  leverage: z.number().int().min(1).default(2),
  max_leverage: z.number().int().min(1).max(125).default(2),
  /** The liquidation price must be at least this many stop distances away. */
  liquidation_distance_stops: z.number().min(1).default(4),
  /** And at least this far beyond the stop, in percent of the entry price. */
  liquidation_buffer_pct: z.number().min(0).default(5),
  /** An intent older than this many entry bars is never acted on. */
  stale_after_bars: z.number().positive().default(1.5),
}).superRefine((c, ctx) => {
  const fault = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
  if (c.leverage > c.max_leverage) fault("leverage", `must not exceed max_leverage (${c.max_leverage})`);
  if (c.risk_per_trade_pct > c.max_total_open_risk_pct) {
    fault("risk_per_trade_pct", `must not exceed max_total_open_risk_pct (${c.max_total_open_risk_pct})`);
  }
  if (c.daily_stop_pct > c.weekly_stop_pct) {
    fault("daily_stop_pct", `must not exceed weekly_stop_pct (${c.weekly_stop_pct})`);
  }
  if (c.weekly_stop_pct > c.monthly_stop_pct) {
    fault("weekly_stop_pct", `must not exceed monthly_stop_pct (${c.monthly_stop_pct})`);
  }
});

/** Limits of one portfolio, defaults filled in. */
export type RiskConfig = z.infer<typeof riskConfig>;
