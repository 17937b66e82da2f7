import assert from "node:assert/strict";
import { Checks } from "../domain/mod.ts";
import { Pivots } from "../indicators/mod.ts";
import { Rng, type RngState } from "../core/mod.ts";
import { trendPullbackConfig } from "./schema.ts";
import { Signal } from "./signal.ts";
import { assertSound } from "./soundness_fixture.ts";
import { trendPullback } from "./trend_pullback.ts";
import { StrategyView } from "./view.ts";
import { HALF_TICK, judge, mirrorSignal, mirrorView, onePivot } from "./view_fixture.ts";

const CONFIG = trendPullbackConfig.parse({});
const CENTRE = 400;

interface Swings {
  low?: [price: number, age: number];
  high?: [price: number, age: number];
}

/** A long by the book: daily uptrend, 4h bar in the zone, 1h engulfing; swing low 103, 4h swing high 120. */
function longView(swings: Swings = {}): StrategyView {
  const [low, lowAge] = swings.low ?? [103, 5];
  const [high, highAge] = swings.high ?? [120, 30];
  const view = StrategyView.create(HALF_TICK, onePivot("low", low, lowAge), onePivot("high", high, highAge));
  view.confidence = 0.75;
  Object.assign(view.trend, { close: 120, ema20: 110, ema50: 100 });
  Object.assign(view.setup, { high: 108, low: 104, ema20: 106, ema50: 102, rsi: 50 });
  Object.assign(view.entry, { prevOpen: 106, prevClose: 105, atr: 5 });
  Object.assign(view.entry, { open: 105, high: 108, low: 104.5, close: 107.5 });
  return view;
}

Deno.test("trendPullback goes long on a hand-made pull-back", () => {
  const { signal, checks } = judge(trendPullback, CONFIG, longView());
  assert.deepEqual(signal, {
    side: 1,
    rule: "pullback_engulfing",
    anchorTicks: 215,
    // 103 - (0.5 + 0.1 x 5) = 102
    stopTicks: 204,
    targetCount: 1,
    targetTicks: Float64Array.of(240, 0),
    targetSharePct: Float64Array.of(100, 0),
    rewardRisk: 25 / 11,
    leverage: 1,
    score: 0.75,
  });
  assert.deepEqual(Checks.toRecords(checks), [
    { name: "pullback.trend_emas", value: 110, limit: 100, pass: true },
    { name: "pullback.trend_close", value: 120, limit: 110, pass: true },
    { name: "pullback.zone", value: 0, limit: 0, pass: true },
    { name: "pullback.rsi", value: 50, limit: 60, pass: true },
    { name: "pullback.trigger", value: 2, limit: 1, pass: true },
    { name: "pullback.swing", value: 5, limit: 20, pass: true },
    { name: "pullback.swing_side", value: 103, limit: 107.5, pass: true },
    { name: "pullback.stop", value: 204, limit: 215, pass: true },
    { name: "pullback.target", value: 120, limit: 107.5, pass: true },
    { name: "pullback.target_beyond", value: 240, limit: 215, pass: true },
    { name: "pullback.reward_risk", value: 25 / 11, limit: 2, pass: true },
  ]);
});

const change = (part: "trend" | "setup" | "entry", fields: Record<string, number>) => {
  const view = longView();
  Object.assign(view[part], fields);
  return view;
};

/** One field away from the long above: the check that must fail, or empty where it must still be a signal. */
const ROWS: readonly [string, StrategyView, string][] = [
  ["daily averages are equal", change("trend", { ema50: 110 }), "pullback.trend_emas"],
  ["daily averages point down", change("trend", { ema50: 115 }), "pullback.trend_close"],
  ["a daily average is unknown", change("trend", { ema50: NaN }), "pullback.trend_emas"],
  ["daily close is at EMA20", change("trend", { close: 110 }), "pullback.trend_close"],
  ["4h bar stays above the zone", change("setup", { low: 106.25 }), "pullback.zone"],
  ["4h bar touches the zone from above", change("setup", { low: 106 }), ""],
  ["4h bar stays below the zone", change("setup", { high: 101.75, low: 101 }), "pullback.zone"],
  ["4h bar touches the zone from below", change("setup", { high: 102, low: 101 }), ""],
  ["4h averages are crossed but touched", change("setup", { ema20: 102, ema50: 106 }), ""],
  ["a 4h average is unknown", change("setup", { ema50: NaN }), "pullback.zone"],
  ["RSI is just below", change("setup", { rsi: 39.99 }), "pullback.rsi"],
  ["RSI is at the lower bound", change("setup", { rsi: 40 }), ""],
  ["RSI is at the upper bound", change("setup", { rsi: 60 }), ""],
  ["RSI is just above", change("setup", { rsi: 60.01 }), "pullback.rsi"],
  ["RSI is unknown", change("setup", { rsi: NaN }), "pullback.rsi"],
  ["body is too small and engulfs nothing", change("entry", { open: 106 }), "pullback.trigger"],
  ["engulfs without a strong close", change("entry", { high: 112 }), ""],
  ["closes strongly without engulfing", change("entry", { prevOpen: 104 }), ""],
  ["neither engulfs nor closes strongly", change("entry", { prevOpen: 104, high: 110 }), "pullback.trigger"],
  ["there is no swing", longView({ low: [NaN, 0] }), "pullback.swing"],
  ["the swing is as old as allowed", longView({ low: [103, 20] }), ""],
  ["the swing is too old", longView({ low: [103, 21] }), "pullback.swing"],
  ["the swing is at the close", longView({ low: [107.5, 5] }), "pullback.swing_side"],
  ["the swing is above the close", longView({ low: [108, 5] }), "pullback.swing_side"],
  ["the ATR is unknown", change("entry", { atr: NaN }), "pullback.stop"],
  ["there is no 4h swing", longView({ high: [NaN, 0] }), "pullback.target"],
  ["the 4h swing is as old as allowed", longView({ high: [120, 60] }), ""],
  ["the 4h swing is too old", longView({ high: [120, 61] }), "pullback.target"],
  ["the 4h swing is at the close", longView({ high: [107.5, 30] }), "pullback.target"],
  ["the 4h swing is less than a tick away", longView({ high: [107.75, 30] }), "pullback.target_beyond"],
  ["the reward is exactly twice the risk", longView({ high: [118.5, 30] }), ""],
  ["the reward is a tick less", longView({ high: [118, 30] }), "pullback.reward_risk"],
  ["the reward is less than twice after rounding", longView({ high: [118.49, 30] }), "pullback.reward_risk"],
];

Deno.test("trendPullback refuses by the very rule that fails, long and short", async (t) => {
  for (const [name, view, failed] of ROWS) {
    await t.step(name, () => {
      const long = judge(trendPullback, CONFIG, view);
      const short = judge(trendPullback, CONFIG, mirrorView(view, CENTRE));
      assert.equal(long.failed, failed);
      assert.equal(long.signal.side, failed === "" ? 1 : 0);
      assert.equal(short.failed, failed);
      assert.deepEqual(short.signal, mirrorSignal(long.signal, 2 * CENTRE));
      if (failed !== "") assert.deepEqual(long.signal, Signal.create());
    });
  }
});

Deno.test("trendPullback refuses a stop that is no price", () => {
  assert.equal(judge(trendPullback, CONFIG, change("entry", { atr: 1_025 })).failed, "pullback.stop");
  assert.notEqual(judge(trendPullback, CONFIG, change("entry", { atr: 1_015 })).failed, "pullback.stop");
});

Deno.test("trendPullback names the trigger that fired", () => {
  const rule = (view: StrategyView) => judge(trendPullback, CONFIG, view).signal.rule;
  assert.equal(rule(change("entry", { high: 112 })), "pullback_engulfing");
  assert.equal(rule(change("entry", { prevOpen: 104 })), "pullback_strong_close");
});

Deno.test("trendPullback notes independent rules after a failure, and none that need what failed", () => {
  const view = change("setup", { low: 107, high: 108, rsi: 70 });
  assert.deepEqual(
    Checks.toRecords(judge(trendPullback, CONFIG, view).checks).map(({ name, pass }) => [name, pass]),
    [
      ["pullback.trend_emas", true],
      ["pullback.trend_close", true],
      ["pullback.zone", false],
      ["pullback.rsi", false],
      ["pullback.trigger", true],
    ],
  );
});

Deno.test("trendPullback takes the most recent 4h swing beyond the close, not a better one", () => {
  const view = longView();
  const { pivots } = view.setup;
  // a newer swing high at 112 hides the one at 120
  for (const high of [110, 111, 112, 111, 110]) Pivots.update(pivots, high, 90);
  assert.equal(judge(trendPullback, CONFIG, view).failed, "pullback.reward_risk");
  // and one below the close does not
  const other = longView();
  for (const high of [105, 106, 107, 106, 105]) Pivots.update(other.setup.pivots, high, 90);
  assert.equal(judge(trendPullback, CONFIG, other).signal.targetTicks[0], 240);
});

function randomView(rng: RngState): StrategyView {
  const near = (ticks: number) => 200 + 0.5 * (Rng.below(rng, 2 * ticks + 1) - ticks);
  const fine = (span: number) => 200 + (Rng.below(rng, 128 * span) - 64 * span) / 64;
  const walk = (step: number) => {
    const pivots = Pivots.create(2);
    let middle = near(10);
    for (let i = 0; i < 40; i++) {
      middle += 0.5 * (Rng.below(rng, 2 * step + 1) - step);
      Pivots.update(pivots, middle + 0.5 * Rng.below(rng, 6), middle - 0.5 * Rng.below(rng, 6));
    }
    return pivots;
  };
  const view = StrategyView.create(HALF_TICK, walk(3), walk(12));
  view.confidence = Rng.uniform(rng);
  Object.assign(view.trend, { close: fine(20), ema20: fine(15), ema50: fine(15) });
  const [open, close, body] = [near(8), near(8), near(8)];
  Object.assign(view.entry, { open, close, atr: fine(20) - 180, prevOpen: body, prevClose: open });
  view.entry.high = Math.max(open, close) + 0.5 * Rng.below(rng, 4);
  view.entry.low = Math.min(open, close) - 0.5 * Rng.below(rng, 4);
  const low = near(12);
  Object.assign(view.setup, { low, high: low + 0.5 * Rng.below(rng, 10), ema20: fine(6), ema50: fine(6) });
  view.setup.rsi = 36 + Rng.below(rng, 224) / 8;
  return view;
}

Deno.test("trendPullback is sound and symmetric on random views", () => {
  const rng = Rng.create("pullback");
  let signals = 0;
  for (let i = 0; i < 20_000; i++) {
    const view = randomView(rng);
    const config = { ...CONFIG, reward_risk_min: [0.5, 1, 2][i % 3] };
    const long = judge(trendPullback, config, view);
    const short = judge(trendPullback, config, mirrorView(view, CENTRE));
    assert.deepEqual(short.signal, mirrorSignal(long.signal, 2 * CENTRE));
    assert.equal(short.failed, long.failed);
    assert.equal(long.signal.side === 0, long.failed !== "");
    if (long.signal.side === 0) continue;
    assertSound(long.signal, view, config.reward_risk_min);
    signals += 1;
  }
  assert.ok(signals > 100, `${signals} signals`);
});
