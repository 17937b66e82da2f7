import { z } from "zod";
import { canonicalJson } from "../core/mod.ts";
import type { ExchangeOptions } from "./exchange_state.ts";
import type { SlippageModel } from "./realism.ts";

const onOff = z.enum(["on", "off"], { error: "on or off is needed" });
const spreadBps = z.number().min(0).max(1000);

const fees = z.union([
  onOff,
  z.strictObject({
    maker_bps: z.number().min(-10).max(100),
    taker_bps: z.number().min(0).max(100),
  }),
], { error: "on, off, or maker_bps (-10 to 100) and taker_bps (0 to 100) are needed" });

/** What a taker pays beyond the price. Keys of another model than the one chosen do nothing. */
const slippage = z.strictObject({
  /** bps: slippage_bps. spread: half of a spread. impact: slippage_bps, and what the size of the fill adds. */
  model: z.enum(["bps", "spread", "impact"]).default("bps"),
  spread_bps: spreadBps.default(2),
  /** Spreads of single symbols. */
  spreads: z.record(z.string().min(1), spreadBps).default({}),
  /** What it adds is impact_bps x (fill / volume of the candle) ^ impact_exponent. */
  impact_bps: z.number().min(0).max(5000).default(100),
  impact_exponent: z.number().positive().max(3).default(0.5),
});

/** The simulated exchange: what of a real venue it does (docs/realism.md). */
export const simulatorConfig = z.strictObject({
  /** On market and stop orders, against the taker. */
  slippage_bps: z.number().min(0).max(1000).default(2),
  /** Most of a bar's volume that one fill may take. */
  volume_share_pct: z.number().positive().max(100).default(10),
  /** on: the instruments' own. off: none. Else those of the account's tier, for every symbol. */
  fees: fees.default("on"),
  slippage: slippage.prefault({}),
  funding: onOff.default("on"),
  liquidation: onOff.default("on"),
  /** From an order's or a cancel's being sent to its being at the venue. */
  latency_ms: z.number().int().min(0).max(3_600_000).default(0),
  /** off: a fill takes any size at once, whatever volume_share_pct says. */
  partial_fills: onOff.default("on"),
  /** Way from a bar's open to its close. finer: that of shorter candles (--intrabar), where there are any. */
  intrabar: z.enum(["pessimistic", "nearest", "finer"]).default("pessimistic"),
});
export type SimulatorConfig = z.infer<typeof simulatorConfig>;

/** The configuration as ExchangeSpec.create() takes it. */
export function exchangeOptions(config: SimulatorConfig): Omit<ExchangeOptions, "tape"> {
  const { fees } = config;
  return {
    slippageBps: config.slippage_bps,
    volumeSharePct: config.volume_share_pct,
    fees: typeof fees === "string" ? fees : { makerBps: fees.maker_bps, takerBps: fees.taker_bps },
    slippage: slippageModel(config.slippage),
    hasFunding: config.funding === "on",
    hasLiquidation: config.liquidation === "on",
    latencyMs: config.latency_ms,
    hasPartialFills: config.partial_fills === "on",
    intrabar: config.intrabar,
  };
}

function slippageModel(config: SimulatorConfig["slippage"]): SlippageModel {
  const { model } = config;
  if (model === "spread") return { model, spreadBps: config.spread_bps, symbols: config.spreads };
  if (model === "bps") return { model };
  return { model, coefficientBps: config.impact_bps, exponent: config.impact_exponent };
}

const DEFAULTS = switchesOf(simulatorConfig.parse({}));

/**
 * What a run's id tells of the configuration: the two keys that are as old as run ids, and every other one that is not at its
 * default. A key that comes later leaves the ids of earlier runs as they are, as long as its default changes nothing.
 */
export function simulatorIdentity(config: SimulatorConfig): Readonly<Record<string, unknown>> {
  const { slippage_bps, volume_share_pct } = config;
  const changed = Object.entries(switchesOf(config)).filter(([key, value]) =>
    canonicalJson(value) !== canonicalJson(DEFAULTS[key])
  );
  return { slippage_bps, volume_share_pct, ...Object.fromEntries(changed) };
}

function switchesOf(
  { slippage_bps: _bps, volume_share_pct: _share, slippage, ...others }: SimulatorConfig,
): Readonly<Record<string, unknown>> {
  return { ...others, slippage: slippageModel(slippage) };
}
