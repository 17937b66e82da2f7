import assert from "node:assert/strict";
import { regimeConfig } from "./schema.ts";

Deno.test("regimeConfig has the written defaults", () => {
  assert.deepEqual(regimeConfig.parse({}), {
    adx_trend: 25,
    adx_trend_strong: 40,
    adx_range: 20,
    adx_range_strong: 10,
    ema_sep_pct: 1,
    ema_sep_strong_pct: 3,
    slope_bars: 3,
    bandwidth_rank_max: 0.5,
    bandwidth_rank_strong: 0.1,
    bandwidth_rank_bars: 119,
    bw_expansion: 2.5,
    bw_expansion_strong: 3.7,
    bw_expansion_bars: 20,
    atr_spike: 1.8,
    atr_spike_strong: 3,
    atr_median_bars: 100,
    crossings_min: 4,
    crossings_strong: 12,
    crossings_bars: 30,
    min_confidence: 0.5,
    override_confidence: 0.8,
    tie_confidence: 0.1,
    confirmations: 3,
  });
});

const REFUSED: readonly [Record<string, unknown>, string][] = [
  [{ adx_trend: 41 }, "adx_trend_strong"],
  [{ adx_range: 10 }, "adx_range"],
  [{ adx_range: 25 }, "adx_trend"],
  [{ ema_sep_pct: 3 }, "ema_sep_strong_pct"],
  [{ bandwidth_rank_strong: 0.6 }, "bandwidth_rank_max"],
  [{ bw_expansion: 4 }, "bw_expansion_strong"],
  [{ atr_spike_strong: 1.8 }, "atr_spike_strong"],
  [{ crossings_min: 12 }, "crossings_strong"],
  [{ crossings_bars: 11 }, "crossings_bars"],
  [{ min_confidence: 0.81 }, "override_confidence"],
  [{ confirmations: 0 }, "confirmations"],
  [{ confirmations: 1.5 }, "confirmations"],
  [{ slope_bars: 0 }, "slope_bars"],
  [{ adx_trend: "25" }, "adx_trend"],
  [{ atr_spike: Infinity }, "atr_spike"],
];

Deno.test("regimeConfig refuses values that contradict each other, naming the key", () => {
  for (const [value, key] of REFUSED) {
    const result = regimeConfig.safeParse(value);
    assert.ok(!result.success, JSON.stringify(value));
    assert.ok(result.error.issues.some((issue) => issue.path.join(".") === key), result.error.message);
  }
});

Deno.test("regimeConfig reports all contradictions at once", () => {
  const result = regimeConfig.safeParse({ adx_trend: 41, atr_spike: 4, min_confidence: 0.9 });
  assert.deepEqual(result.error?.issues.map((issue) => issue.message), [
    "adx_trend_strong must be above adx_trend: current values are 40 and 41",
    "atr_spike_strong must be above atr_spike: current values are 3 and 4",
    "override_confidence must be at least min_confidence: current values are 0.8 and 0.9",
  ]);
});

Deno.test("regimeConfig refuses unknown keys and takes equal minimum and override", () => {
  assert.ok(!regimeConfig.safeParse({ adx_trnd: 25 }).success);
  assert.ok(regimeConfig.safeParse({ min_confidence: 0.8 }).success);
  assert.ok(regimeConfig.safeParse({ crossings_bars: 12 }).success);
});
