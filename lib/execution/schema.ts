import { z } from "zod";

/** How entries and protective orders are placed. */
export const executionConfig = z.strictObject({
  entry_type: z.enum(["market", "limit"]).default("market"),
  /** Life of a limit entry. */
  entry_ttl_minutes: z.number().positive().max(24 * 60).default(30),
  /** Orders after the first that a limit entry may use for what did not fill. */
  entry_retries: z.number().int().min(0).max(1).default(1),
  /** How far a retried limit may be from the price the decision was made at. */
  slippage_bound_bps: z.number().min(0).max(500).default(10),
  stop_type: z.literal("stop_market").default("stop_market"),
  target_type: z.enum(["take_profit_market", "limit"]).default("take_profit_market"),
});
export type ExecutionConfig = z.infer<typeof executionConfig>;

/**
 * How long the venue, and our own symbols, are waited for. These decide nothing while all answer in time, so they are no part
 * of the system (nor of the run id).
 */
export const callConfig = z.strictObject({
  /** Longest wait for the answer to a call; also how long the venue may take a request after it was sent (recvWindow). */
  call_deadline_ms: z.number().int().min(100).max(60_000).default(5000),
  /** The same for stops, targets and exits. */
  protective_deadline_ms: z.number().int().min(100).max(60_000).default(2000),
  /** Wait between the deadline and the first question what became of the order. */
  ambiguity_ms: z.number().int().min(0).max(60_000).default(1000),
  /** Shortest and longest wait before a question is asked again, or a refused order is sent anew. */
  again_min_ms: z.number().int().min(10).max(60_000).default(500),
  again_max_ms: z.number().int().min(10).max(600_000).default(30_000),
  /** How long risk waits for the reports on a bar, of every symbol that has one. */
  decision_deadline_ms: z.number().int().min(10).max(600_000).default(2000),
}).refine((it) => it.again_min_ms <= it.again_max_ms, {
  path: ["again_max_ms"],
  message: "must not be below again_min_ms",
});
export type CallConfig = z.infer<typeof callConfig>;

/** Exits besides the fixed stop and targets; all off by default. They only ever tighten a stop. */
export const exitConfig = z.strictObject({
  /** Once the close has gained after_r times the initial risk, the stop goes to the entry price plus offset_bps. */
  break_even: z.strictObject({
    enabled: z.boolean().default(false),
    after_r: z.number().positive().default(1),
    offset_bps: z.number().min(0).default(10),
  }).prefault({}),
  /** atr: from the close; chandelier: from the best extreme since entry; percent: from the best close since entry. */
  trailing: z.strictObject({
    mode: z.enum(["off", "atr", "chandelier", "percent"]).default("off"),
    atr_multiple: z.number().positive().default(3),
    distance_pct: z.number().positive().max(50).default(2),
    /** Gain in R before trailing begins. */
    activate_r: z.number().min(0).default(0),
  }).prefault({}),
  /** Close after this many entry bars; 0 is never. */
  time_out_bars: z.number().int().min(0).default(0),
  /** Close when the adopted regime is no longer that of the entry. */
  regime_flip: z.boolean().default(false),
});
export type ExitConfig = z.infer<typeof exitConfig>;
