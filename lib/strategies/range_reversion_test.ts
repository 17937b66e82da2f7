import assert from "node:assert/strict";
import { Rng } from "../core/mod.ts";
import { Checks } from "../domain/mod.ts";
import { rangeReversion } from "./range_reversion.ts";
import { type RangeReversionConfig, rangeReversionConfig } from "./schema.ts";
import { assertSound } from "./soundness_fixture.ts";
import { type BandBar, StrategyView } from "./view.ts";
import { HALF_TICK, judge, mirrorSignal, mirrorView, onePivot } from "./view_fixture.ts";

const CONFIG = rangeReversionConfig.parse({});
const CENTRE = 200;
type Fields = Partial<BandBar> & { closedNow?: boolean };

function quietView(): StrategyView {
  const view = StrategyView.create(HALF_TICK, onePivot("low", NaN, 0), onePivot("high", NaN, 0));
  view.confidence = 0.5;
  const quiet = { open: 95, high: 96, low: 94, close: 95, rsi: 50, bbMid: 100, bbUpper: 110, bbLower: 90 };
  Object.assign(view.entry, quiet, { atr: 5 });
  Object.assign(view.setup, quiet, { atr: 40 });
  return view;
}

/** Bars of a long by the book: out with RSI 28, then back in; the low is 87.5. */
const OUT: Fields = { index: 10, close: 89, high: 91, low: 87.5, rsi: 28 };
const BACK: Fields = { index: 11, close: 91, high: 92, low: 88, rsi: 35 };

/** Shows bars to the strategy one after another and judges the last; `mirrored` as the short. */
function judgeBars(
  bars: readonly Fields[],
  config: RangeReversionConfig = CONFIG,
  part: "entry" | "setup" = "entry",
  mirrored = false,
) {
  const state = rangeReversion.createState();
  let view = quietView();
  for (const fields of bars) {
    view = quietView();
    Object.assign(view[part], fields);
    if (part === "setup") view.entry.close = view.setup.close;
    if (mirrored) view = mirrorView(view, CENTRE);
    rangeReversion.observe(config, state, view);
  }
  return judge(rangeReversion, config, view, state);
}

Deno.test("rangeReversion goes long on a hand-made excursion", () => {
  const { signal, checks } = judgeBars([OUT, BACK]);
  assert.deepEqual(signal, {
    side: 1,
    rule: "band_reversion",
    anchorTicks: 182,
    // 87.5 - (0.5 + 0.1 x 5) = 86.5
    stopTicks: 173,
    targetCount: 2,
    targetTicks: Float64Array.of(200, 220),
    targetSharePct: Float64Array.of(50, 50),
    rewardRisk: 2,
    leverage: 1,
    score: 0.5,
  });
  assert.deepEqual(Checks.toRecords(checks), [
    { name: "reversion.excursion", value: 1, limit: null, pass: true },
    { name: "reversion.rsi", value: 28, limit: 30, pass: true },
    { name: "reversion.back_inside", value: 91, limit: 90, pass: true },
    { name: "reversion.back_bars", value: 1, limit: 3, pass: true },
    { name: "reversion.stop", value: 173, limit: 182, pass: true },
    { name: "reversion.target_beyond", value: 200, limit: 182, pass: true },
    { name: "reversion.target_beyond", value: 220, limit: 182, pass: true },
    { name: "reversion.reward_risk", value: 2, limit: 1.2, pass: true },
  ]);
});

const at = (index: number, rsi = 35): Fields => ({ ...OUT, index, rsi });
const back = (fields: Fields): Fields => ({ ...BACK, ...fields });

/** Sequences of bars: the check that must fail on the last, or empty where it must be a signal. */
const ROWS: readonly [string, readonly Fields[], string][] = [
  ["nothing was outside", [back({})], "reversion.excursion"],
  ["the RSI was just not extreme", [{ ...OUT, rsi: 30.01 }, BACK], "reversion.rsi"],
  ["the RSI was at the bound", [{ ...OUT, rsi: 30 }, BACK], ""],
  ["the close is still outside", [OUT, back({ close: 89.5 })], "reversion.back_inside"],
  ["the close is at the band", [OUT, back({ close: 90 })], ""],
  ["a second close inside in time", [OUT, back({ close: 99 }), back({ index: 12 })], ""],
  ["a close inside after the time", [OUT, BACK, back({ index: 14 })], "reversion.excursion"],
  ["back on the third bar", [OUT, at(11), at(12), back({ index: 13 })], ""],
  ["back on the fourth bar", [OUT, at(11), at(12), at(13), back({ index: 14 })], "reversion.back_bars"],
  ["armed again on the way", [OUT, at(11), at(12), at(13, 29), back({ index: 14 })], ""],
  ["the ATR is unknown", [OUT, back({ atr: NaN })], "reversion.stop"],
  ["the close is beyond the mid-band", [OUT, back({ close: 101 })], "reversion.target_beyond"],
  ["the mid-band is less than a tick away", [OUT, back({ bbMid: 91.49 })], "reversion.target_beyond"],
  ["the mid-band is unknown", [OUT, back({ bbMid: NaN })], "reversion.target_beyond"],
  // risk: 91 - (85 - 0.5 - 0.5) = 7.0; 1.2 x 7 = 8.4
  ["the reward is just enough", [{ ...OUT, low: 85 }, back({ bbMid: 99.5 })], ""],
  ["the reward is a tick short", [{ ...OUT, low: 85 }, back({ bbMid: 99 })], "reversion.reward_risk"],
  [
    "the reward falls short by rounding",
    [{ ...OUT, low: 85 }, back({ bbMid: 99.49 })],
    "reversion.reward_risk",
  ],
  // risk: 91 - (87 - 0.5 - 0.5) = 5; 1.2 x 5 = 6
  ["the reward is exactly enough", [{ ...OUT, low: 87 }, back({ bbMid: 97 })], ""],
  ["the low of the signal bar is the extreme", [OUT, back({ low: 80 })], "reversion.reward_risk"],
  ["an early low of the run is the extreme", [
    { ...at(9), low: 80 },
    OUT,
    BACK,
  ], "reversion.reward_risk"],
];

Deno.test("rangeReversion refuses by the very rule that fails, long and short", async (t) => {
  for (const [name, bars, failed] of ROWS) {
    await t.step(name, () => {
      const long = judgeBars(bars);
      const short = judgeBars(bars, CONFIG, "entry", true);
      assert.equal(long.failed, failed);
      assert.equal(long.signal.side, failed === "" ? 1 : 0);
      assert.equal(short.failed, failed);
      assert.deepEqual(short.signal, mirrorSignal(long.signal, 2 * CENTRE));
    });
  }
});

Deno.test("rangeReversion splits the targets as configured", () => {
  const config = { ...CONFIG, first_target_share_pct: 30 };
  assert.deepEqual([...judgeBars([OUT, BACK], config).signal.targetSharePct], [30, 70]);
});

Deno.test("rangeReversion on setup bars looks at them alone, with the stop's ATR of the entry bars", () => {
  const config = rangeReversionConfig.parse({ timeframe: "setup" });
  const closed = (fields: Fields): Fields => ({ ...fields, closedNow: true });
  const { signal } = judgeBars([closed(OUT), closed(BACK)], config, "setup");
  assert.deepEqual([signal.side, signal.anchorTicks, signal.stopTicks], [1, 182, 173]);
  assert.equal(judgeBars([closed(OUT), BACK], config, "setup").failed, "reversion.setup_closed");
  assert.equal(judgeBars([OUT, closed(BACK)], config, "setup").failed, "reversion.excursion");
  assert.equal(judgeBars([OUT, BACK], config, "entry").failed, "reversion.setup_closed");
});

Deno.test("rangeReversion is sound and symmetric on random sequences", () => {
  const rng = Rng.create("reversion");
  let signals = 0;
  for (let run = 0; run < 300; run++) {
    const config = { ...CONFIG, reward_risk_min: [0.3, 0.6, 1.2][run % 3] };
    const longState = rangeReversion.createState(), shortState = rangeReversion.createState();
    let close = 95;
    for (let index = 0; index < 60; index++) {
      const view = quietView();
      close = Math.min(115, Math.max(85, close + 0.5 * (Rng.below(rng, 25) - 12)));
      const mid = 100 + (Rng.below(rng, 256) - 128) / 64, reach = 5 + Rng.below(rng, 384) / 64;
      Object.assign(view.entry, { index, close, bbMid: mid, bbUpper: mid + reach, bbLower: mid - reach });
      view.entry.rsi = 50 + 2 * (close - 100) + Rng.below(rng, 64) / 8;
      view.entry.high = close + 0.5 * Rng.below(rng, 5);
      view.entry.low = close - 0.5 * Rng.below(rng, 5);
      view.entry.atr = 1 + Rng.below(rng, 64) / 16;
      view.confidence = Rng.uniform(rng);
      const mirrored = mirrorView(view, CENTRE);
      rangeReversion.observe(config, longState, view);
      rangeReversion.observe(config, shortState, mirrored);
      const direct = judge(rangeReversion, config, view, longState);
      const opposite = judge(rangeReversion, config, mirrored, shortState);
      assert.deepEqual(opposite.signal, mirrorSignal(direct.signal, 2 * CENTRE));
      assert.equal(opposite.failed, direct.failed);
      if (direct.signal.side === 0) continue;
      assertSound(direct.signal, view, config.reward_risk_min);
      signals += 1;
    }
  }
  assert.ok(signals > 100, `${signals} signals`);
});
