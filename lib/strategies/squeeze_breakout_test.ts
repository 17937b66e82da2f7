import assert from "node:assert/strict";
import { Rng } from "../core/mod.ts";
import { Checks } from "../domain/mod.ts";
import { squeezeBreakoutConfig } from "./schema.ts";
import { assertSound } from "./soundness_fixture.ts";
import { squeezeBreakout } from "./squeeze_breakout.ts";
import { StrategyView } from "./view.ts";
import { HALF_TICK, judge, mirrorSignal, mirrorView, onePivot } from "./view_fixture.ts";

const CONFIG = squeezeBreakoutConfig.parse({});
const CENTRE = 200;

/** A long by the book: the range 90 .. 110 was narrow, the bands widen, the bar closes at 111. */
function longView(setup: Partial<StrategyView["setup"]> = {}, entry: Partial<StrategyView["entry"]> = {}) {
  const view = StrategyView.create(HALF_TICK, onePivot("low", NaN, 0), onePivot("high", NaN, 0));
  view.confidence = 0.6;
  Object.assign(view.setup, { rangeHigh: 110, rangeLow: 90, bandwidthRankMin: 0.1, bandwidthExpansion: 3 });
  Object.assign(view.entry, { close: 111, atr: 5 });
  Object.assign(view.setup, setup);
  Object.assign(view.entry, entry);
  return view;
}

Deno.test("squeezeBreakout goes long on a hand-made break", () => {
  const { signal, checks } = judge(squeezeBreakout, CONFIG, longView());
  assert.deepEqual(signal, {
    side: 1,
    rule: "squeeze_breakout",
    anchorTicks: 222,
    // 100 - (0.5 + 0.1 x 5) = 99
    stopTicks: 198,
    targetCount: 1,
    targetTicks: Float64Array.of(260, 0),
    targetSharePct: Float64Array.of(100, 0),
    rewardRisk: 38 / 24,
    leverage: 1,
    score: 0.6,
  });
  assert.deepEqual(Checks.toRecords(checks).map(({ name }) => name), [
    "squeeze.rank",
    "squeeze.expansion",
    "squeeze.break",
    "squeeze.stop",
    "squeeze.target_beyond",
    "squeeze.reward_risk",
  ]);
});

const ROWS: readonly [string, StrategyView, string][] = [
  ["the bands were not narrow", longView({ bandwidthRankMin: 0.201 }), "squeeze.rank"],
  ["the bands were just narrow", longView({ bandwidthRankMin: 0.2 }), ""],
  ["the rank is unknown", longView({ bandwidthRankMin: NaN }), "squeeze.rank"],
  ["the bands widen too little", longView({ bandwidthExpansion: 2.499 }), "squeeze.expansion"],
  ["the bands widen just enough", longView({ bandwidthExpansion: 2.5 }), ""],
  ["the close is at the edge", longView({}, { close: 110 }), "squeeze.break"],
  ["the close is a tick beyond", longView({}, { close: 110.5 }), ""],
  ["the range is unknown", longView({ rangeHigh: NaN, rangeLow: NaN }), "squeeze.break"],
  ["the ATR is unknown", longView({}, { atr: NaN }), "squeeze.stop"],
  ["the close is beyond the target", longView({}, { close: 131 }), "squeeze.target_beyond"],
  // (130 - close) / (close - 99) falls below 1.2 between 113 and 113.5
  ["the chase is just worth it", longView({}, { close: 113 }), ""],
  ["the chase is too long", longView({}, { close: 113.5 }), "squeeze.reward_risk"],
];

Deno.test("squeezeBreakout refuses by the very rule that fails, long and short", async (t) => {
  for (const [name, view, failed] of ROWS) {
    await t.step(name, () => {
      const long = judge(squeezeBreakout, CONFIG, view);
      const short = judge(squeezeBreakout, CONFIG, mirrorView(view, CENTRE));
      assert.equal(long.failed, failed);
      assert.equal(long.signal.side, failed === "" ? 1 : 0);
      assert.equal(short.failed, failed);
      assert.deepEqual(short.signal, mirrorSignal(long.signal, 2 * CENTRE));
    });
  }
});

Deno.test("squeezeBreakout refuses a short whose target is no price", () => {
  const view = longView({ rangeHigh: 30, rangeLow: 14 }, { close: 13.5, atr: 1 });
  assert.equal(
    judge(squeezeBreakout, { ...CONFIG, reward_risk_min: 0.1 }, view).failed,
    "squeeze.target_beyond",
  );
});

Deno.test("squeezeBreakout is sound and symmetric on random views", () => {
  const rng = Rng.create("squeeze");
  let signals = 0;
  for (let i = 0; i < 5_000; i++) {
    const height = 4 + 0.5 * Rng.below(rng, 30), low = 100 - 0.5 * Rng.below(rng, 50);
    const view = longView(
      { rangeLow: low, rangeHigh: low + height, bandwidthRankMin: Rng.uniform(rng) / 2 },
      { close: low - 8 + Rng.below(rng, 64 * 32) / 64, atr: Rng.below(rng, 160) / 16 },
    );
    view.setup.bandwidthExpansion = 2 + 2 * Rng.uniform(rng);
    const long = judge(squeezeBreakout, CONFIG, view);
    const short = judge(squeezeBreakout, CONFIG, mirrorView(view, CENTRE));
    assert.deepEqual(short.signal, mirrorSignal(long.signal, 2 * CENTRE));
    assert.equal(long.signal.side === 0, long.failed !== "");
    if (long.signal.side === 0) continue;
    assertSound(long.signal, view, CONFIG.reward_risk_min);
    signals += 1;
  }
  assert.ok(signals > 100, `${signals} signals`);
});
