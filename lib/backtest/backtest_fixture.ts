// A market and a system that trades much on it, for this room's tests.
import { unwrap } from "../core/mod.ts";
import { Money } from "../domain/mod.ts";
import { ExchangeSpec, generateMarket, Tape } from "../simulator/mod.ts";
import { systemConfig, traderSpec } from "../trader/mod.ts";
import type { BacktestSpec } from "./backtest.ts";

const HOUR_MS = 3_600_000;
const FROM_MS = Date.UTC(2024, 0, 1);
/** 60 daily bars: the least that warms a system up. */
const HISTORY_BARS = 60 * 24;

/** Rules that fire often. */
const EAGER = {
  regime: { adx_trend: 15, adx_range: 14, bandwidth_rank_max: 0.9, confirmations: 1 },
  strategies: {
    trend_pullback: { reward_risk_min: 0.5, rsi_min: 20, rsi_max: 80 },
    range_reversion: { reward_risk_min: 0.3, rsi_oversold: 45, rsi_overbought: 55 },
  },
};

/** What is tested: `bars` hours of three invented symbols after their history. */
export function testSpec(bars: number, seed = "backtest"): BacktestSpec {
  const model = { seed, symbols: 3, startMs: FROM_MS - HISTORY_BARS * HOUR_MS, timeframeMs: HOUR_MS };
  const span = { timeframeMs: HOUR_MS, fromMs: FROM_MS, toMs: FROM_MS + bars * HOUR_MS };
  const symbols = generateMarket({ ...model, bars: HISTORY_BARS + bars });
  const tape = unwrap(Tape.create({ ...span, symbols }), "test tape");
  const system = systemConfig.parse({ id: "eager", tag: "EA", min_bars: 60, ...EAGER });
  const origins = tape.symbols.map(({ instrument }) => ({ instrument, historySource: "" }));
  return {
    trader: traderSpec(system, origins, "test-run"),
    exchange: ExchangeSpec.create({ tape }),
    walletBalance: Money.parse("10000"),
  };
}
