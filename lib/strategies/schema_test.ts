import assert from "node:assert/strict";
import { routerConfig, strategiesConfig } from "./schema.ts";

Deno.test("strategiesConfig has the written defaults", () => {
  assert.deepEqual(strategiesConfig.parse({}), {
    trend_pullback: {
      enabled: true,
      reward_risk_min: 2,
      stop_buffer_ticks: 1,
      stop_buffer_atr: 0.1,
      rsi_min: 40,
      rsi_max: 60,
      strong_body_share: 0.6,
      strong_outer_share: 0.25,
      swing_bars: 20,
      target_bars: 60,
      pivot_k: 2,
    },
    range_reversion: {
      enabled: true,
      reward_risk_min: 1.2,
      stop_buffer_ticks: 1,
      stop_buffer_atr: 0.1,
      timeframe: "entry",
      rsi_oversold: 30,
      rsi_overbought: 70,
      back_bars: 3,
      first_target_share_pct: 50,
    },
    squeeze_breakout: {
      enabled: false,
      reward_risk_min: 1.2,
      stop_buffer_ticks: 1,
      stop_buffer_atr: 0.1,
      squeeze_rank_max: 0.2,
      squeeze_bars: 20,
      bw_expansion: 2.5,
      range_bars: 20,
    },
  });
  assert.deepEqual(routerConfig.parse({}), {
    TREND: "trend_pullback",
    RANGE: "range_reversion",
    BREAKOUT: "squeeze_breakout",
  });
});

const REFUSED: readonly [unknown, string][] = [
  [{ trend_pullback: { rsi_min: 61 } }, "trend_pullback.rsi_max"],
  [{ trend_pullback: { reward_risk_min: 0 } }, "trend_pullback.reward_risk_min"],
  [{ trend_pullback: { swing_bars: 0 } }, "trend_pullback.swing_bars"],
  [{ trend_pullback: { target_bars: 121 } }, "trend_pullback.target_bars"],
  [{ range_reversion: { rsi_oversold: 70 } }, "range_reversion.rsi_overbought"],
  [{ range_reversion: { first_target_share_pct: 100 } }, "range_reversion.first_target_share_pct"],
  [{ range_reversion: { timeframe: "1h" } }, "range_reversion.timeframe"],
  [{ squeeze_breakout: { enabled: "yes" } }, "squeeze_breakout.enabled"],
  [{ squeeze_breakout: { range: 20 } }, "squeeze_breakout"],
  [{ scalping: {} }, ""],
];

Deno.test("strategiesConfig refuses unknown keys and values out of bounds, naming the key", () => {
  for (const [value, key] of REFUSED) {
    const result = strategiesConfig.safeParse(value);
    assert.ok(!result.success, JSON.stringify(value));
    assert.deepEqual(result.error.issues.map((issue) => issue.path.join(".")), [key]);
  }
});

Deno.test("routerConfig refuses strategies and regimes that do not exist, and takes null for none", () => {
  assert.ok(!routerConfig.safeParse({ TREND: "scalping" }).success);
  assert.ok(!routerConfig.safeParse({ NO_TRADE: "trend_pullback" }).success);
  assert.equal(routerConfig.parse({ RANGE: null }).RANGE, null);
});
