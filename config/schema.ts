import { z } from "zod";
import { adminConfig } from "../lib/admin/schema.ts";
import { callConfig } from "../lib/execution/mod.ts";
import { LEVELS } from "../lib/log/mod.ts";
import { notifyConfig } from "../lib/notify/mod.ts";
import { MOST_SIMULATED, simulatorConfig } from "../lib/simulator/mod.ts";
import { candleFeedConfig } from "../lib/venues/mod.ts";
import { protectionConfig, reconcileConfig, systemConfig } from "../lib/trader/mod.ts";

/** Seeded market of the demo: as many of the simulated instruments as asked for, so many bars after the warm-up. */
const simulatedFeed = z.strictObject({
  seed: z.union([z.string().min(1), z.number().int()], { error: "a text or a whole number is needed" })
    .default(1),
  symbols: z.number().int().min(1).max(MOST_SIMULATED).default(8),
  /** Bars traded, after the warm-up history; 0: without end. */
  bars: z.union([z.literal(0), z.number().int().min(24).max(200_000)], {
    error: "0 (without end) or 24 to 200000 is needed",
  }).default(0),
});

/** Candles of a real venue, traded on paper: public data, no keys. */
const liveFeed = z.strictObject({
  candles: candleFeedConfig.prefault({}),
  /** A candle that other symbols have is waited for until nothing was heard for so long. */
  wait_ms: z.number().int().min(1_000).max(120_000).default(15_000),
  /** A bar that is told so long after its close is for the features alone: nothing is entered on it. */
  late_after_ms: z.number().int().min(5_000).max(3_600_000).default(120_000),
  /** After a stop, at most so many hours of minutes are fetched to move the paper exchange through what it missed. */
  catch_up_hours: z.number().min(1).max(168).default(24),
  /** What Binance tells to accounts only, assumed for every symbol; KuCoin says it itself. */
  assumed: z.strictObject({
    maker_fee_bps: z.number().min(-10).max(100).default(2),
    taker_fee_bps: z.number().min(0).max(100).default(5),
    maint_margin_pct: z.number().positive().max(50).default(2.5),
    max_leverage: z.number().int().min(1).max(125).default(20),
  }).prefault({}),
});

/** The whole configuration. Each section's schema lives in the room that uses it; this file only composes them. */
export const configSchema = z.strictObject({
  /** Paper is the only mode so far: simulated matching, no keys, no network. */
  mode: z.literal("paper", { error: 'only "paper" exists so far: simulated matching, no keys' }).default(
    "paper",
  ),
  account: z.strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,32}$/, "lower-case letters, digits and dashes").default("paper"),
    balance: z.number().positive().max(1e9).default(10_000),
  }).prefault({}),
  /** The simulated exchange. */
  simulator: simulatorConfig.prefault({}),
  feed: z.strictObject({
    /** simulated: the seeded market. live: the candles of a venue. Recorded history is asked for with --data. */
    kind: z.enum(["simulated", "live"]).default("simulated"),
    simulated: simulatedFeed.prefault({}),
    live: liveFeed.prefault({}),
    /**
     * 0: the market waits for those who trade on it, and every run of it comes to the same. Else it runs on by itself. auto: 10
     * for a market without end, 0 for any other.
     */
    bars_per_second: z.union([z.literal("auto"), z.number().min(0).max(50)], {
      error: "auto or 0 to 50 is needed",
    }).default("auto"),
  }).prefault({}),
  /** How long the venue is waited for. */
  calls: callConfig.prefault({}),
  /** The position guardian. */
  protection: protectionConfig.prefault({}),
  /** Book against account. */
  reconcile: reconcileConfig.prefault({}),
  /** What people are told. */
  notify: notifyConfig.prefault({}),
  /** The server of the dashboard and its API. */
  admin: adminConfig.prefault({}),
  /**
   * Where actors live. default: each part in a process of its own (keel, harbour, decks, bridge). single: all in one
   * process, for small machines; a part that takes all memory or never yields takes the others with it. none: one thread
   * without supervision, for quick looks.
   */
  cells: z.enum(["default", "single", "none"]).default("default"),
  actors: z.strictObject({
    /** Symbols share a thread, and crash and restart together. */
    symbols_per_worker: z.number().int().min(1).max(1000).default(25),
    /** Processes the symbols are spread over. */
    decks: z.number().int().min(1).max(64).default(1),
    /** Heap limit of each process of symbols, MiB. */
    deck_heap_mib: z.number().int().min(64).max(65_536).default(1024),
  }).prefault({}),
  store: z.strictObject({
    path: z.string().min(1).default("run/paper.sqlite"),
    /** Inputs of an actor between two snapshots of it. */
    snapshot_every: z.number().int().min(1).max(1_000_000).default(1000),
    /**
     * Hours of wall time that the journal, and decisions that came to nothing, are kept; 0: for ever. Orders, fills, trades and
     * the ledger always are. auto: a quarter of an hour for a market without
     * end, for ever otherwise.
     */
    keep_hours: z.union([z.literal("auto"), z.number().min(0).max(87_600)], {
      error: "auto or hours from 0 are needed",
    }).default("auto"),
  }).prefault({}),
  log: z.strictObject({
    /** text: for people at a terminal. json: one object a line on the standard error, all that happens with it. */
    format: z.enum(["text", "json"]).default("text"),
    level: z.enum(LEVELS).default("info"),
  }).prefault({}),
  records: z.strictObject({
    /** Write every round trip as a JSON line beside the store. */
    trade_log: z.boolean().default(true),
    /** Write a page of each day that ends into reports/ beside the store. */
    daily_report: z.boolean().default(true),
    /** Most of these pages; those written first are removed. */
    daily_reports_kept: z.number().int().min(1).max(10_000).default(30),
  }).prefault({}),
  system: systemConfig,
});

/** The effective configuration. */
export type Config = z.infer<typeof configSchema>;

/** JSON Schema of the configuration files, for editors. */
export const configJsonSchema = (): unknown =>
  z.toJSONSchema(configSchema, { io: "input", unrepresentable: "any" });
