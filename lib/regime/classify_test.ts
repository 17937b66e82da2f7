import assert from "node:assert/strict";
import { Checks } from "../domain/mod.ts";
import { classify, RawRegime } from "./classify.ts";
import { RegimeFeatures } from "./features.ts";
import { REGIME, REGIME_NAMES, type RegimeName } from "./regime.ts";
import { regimeConfig } from "./schema.ts";

const CONFIG = regimeConfig.parse({});

const QUIET: RegimeFeatures = {
  adx: 22,
  emaSepPct: 0.5,
  emaSlope: 1,
  bandwidthRank: 0.8,
  bandwidthExpansion: 1.5,
  atrSpike: 1,
  crossingsShare: 0.1,
  atrPct: 1,
};
const TREND = { ...QUIET, adx: 30, emaSepPct: 2 };
const RANGE = { ...QUIET, adx: 15, bandwidthRank: 0.3, crossingsShare: 8 / 30 };
const BREAKOUT = { ...QUIET, bandwidthExpansion: 3 };

type Change = Partial<RegimeFeatures>;

function judge(features: RegimeFeatures, config = CONFIG): RawRegime {
  const out = RawRegime.create();
  assert.equal(classify(config, features, out), out.regime);
  return out;
}

/** Each row: what holds, the change of one feature, and the regime that must come out. */
const BOUNDARIES: readonly [RegimeFeatures, Change, RegimeName][] = [
  [QUIET, {}, "NO_TRADE"],
  [TREND, {}, "TREND"],
  [TREND, { adx: 24.999 }, "NO_TRADE"],
  [TREND, { adx: 25 }, "TREND"],
  [TREND, { adx: 25.001 }, "TREND"],
  [TREND, { emaSepPct: 0.999 }, "NO_TRADE"],
  [TREND, { emaSepPct: 1 }, "TREND"],
  [TREND, { emaSepPct: 1.001 }, "TREND"],
  [TREND, { emaSepPct: -0.999, emaSlope: -1 }, "NO_TRADE"],
  [TREND, { emaSepPct: -1, emaSlope: -1 }, "TREND"],
  [TREND, { emaSlope: 1e-12 }, "TREND"],
  [TREND, { emaSlope: 0 }, "NO_TRADE"],
  [TREND, { emaSlope: -1e-12 }, "NO_TRADE"],
  [TREND, { emaSepPct: -2, emaSlope: 1 }, "NO_TRADE"],
  [TREND, { adx: NaN }, "NO_TRADE"],
  [TREND, { emaSepPct: NaN }, "NO_TRADE"],
  [TREND, { emaSlope: NaN }, "NO_TRADE"],
  [RANGE, {}, "RANGE"],
  [RANGE, { adx: 19.999 }, "RANGE"],
  [RANGE, { adx: 20 }, "RANGE"],
  [RANGE, { adx: 20.001 }, "NO_TRADE"],
  [RANGE, { bandwidthRank: 59 / 119 }, "RANGE"],
  [RANGE, { bandwidthRank: 0.5 }, "RANGE"],
  [RANGE, { bandwidthRank: 60 / 119 }, "NO_TRADE"],
  [RANGE, { crossingsShare: 3 / 30 }, "NO_TRADE"],
  [RANGE, { crossingsShare: 4 / 30 }, "RANGE"],
  [RANGE, { crossingsShare: 5 / 30 }, "RANGE"],
  [RANGE, { bandwidthExpansion: 2.499 }, "RANGE"],
  [RANGE, { atrSpike: 1.799 }, "RANGE"],
  [RANGE, { bandwidthRank: NaN }, "NO_TRADE"],
  [RANGE, { crossingsShare: NaN }, "NO_TRADE"],
  [BREAKOUT, {}, "BREAKOUT"],
  [QUIET, { bandwidthExpansion: 2.499 }, "NO_TRADE"],
  [QUIET, { bandwidthExpansion: 2.5 }, "BREAKOUT"],
  [QUIET, { bandwidthExpansion: 2.501 }, "BREAKOUT"],
  [QUIET, { atrSpike: 1.799 }, "NO_TRADE"],
  [QUIET, { atrSpike: 1.8 }, "BREAKOUT"],
  [QUIET, { atrSpike: 1.801 }, "BREAKOUT"],
  [QUIET, { atrSpike: 2, bandwidthExpansion: NaN }, "BREAKOUT"],
  [QUIET, { atrPct: NaN }, "NO_TRADE"],
];

Deno.test("classify() holds each rule at its threshold and beyond, and fails it short of it", () => {
  for (const [base, change, expected] of BOUNDARIES) {
    const { regime, confidence } = judge({ ...base, ...change });
    assert.equal(REGIME_NAMES[regime], expected, JSON.stringify(change));
    assert.equal(confidence === 0, expected === "NO_TRADE", JSON.stringify(change));
  }
});

/** Confidences by hand: the mean of 0.5 + 0.5 x share of the way from threshold to strong. */
const CONFIDENCES: readonly [RegimeFeatures, Change, number][] = [
  [TREND, { adx: 25, emaSepPct: 1 }, 0.5],
  [TREND, { adx: 32.5, emaSepPct: 1 }, 0.625],
  [TREND, { adx: 25, emaSepPct: 2 }, 0.625],
  [TREND, { adx: 32.5, emaSepPct: -2, emaSlope: -1 }, 0.75],
  [TREND, { adx: 40, emaSepPct: 3 }, 1],
  [TREND, { adx: 80, emaSepPct: 1 }, 0.75],
  [TREND, { adx: 28, emaSepPct: 1.5 }, 0.6125],
  [RANGE, { adx: 20, bandwidthRank: 0.5, crossingsShare: 4 / 30 }, 0.5],
  [RANGE, { adx: 15, bandwidthRank: 0.3, crossingsShare: 8 / 30 }, 0.75],
  [RANGE, { adx: 10, bandwidthRank: 0.1, crossingsShare: 0.4 }, 1],
  [RANGE, { adx: 5, bandwidthRank: 0, crossingsShare: 1 }, 1],
  [RANGE, { adx: 10, bandwidthRank: 0.5, crossingsShare: 4 / 30 }, 2 / 3],
  [RANGE, { adx: 20, bandwidthRank: 0.1, crossingsShare: 4 / 30 }, 2 / 3],
  [RANGE, { adx: 20, bandwidthRank: 0.5, crossingsShare: 0.4 }, 2 / 3],
  [BREAKOUT, { bandwidthExpansion: 2.5 }, 0.5],
  [BREAKOUT, { bandwidthExpansion: 3.1 }, 0.75],
  [BREAKOUT, { bandwidthExpansion: 3.7 }, 1],
  [BREAKOUT, { bandwidthExpansion: 9 }, 1],
  [BREAKOUT, { bandwidthExpansion: 1, atrSpike: 2.4 }, 0.75],
  [BREAKOUT, { bandwidthExpansion: 2.8, atrSpike: 2.4 }, 0.75],
  [BREAKOUT, { bandwidthExpansion: 3.1, atrSpike: 1.8 }, 0.75],
  [BREAKOUT, { bandwidthExpansion: NaN, atrSpike: 3 }, 1],
];

Deno.test("classify() gives the confidence of the written formula", () => {
  for (const [base, change, expected] of CONFIDENCES) {
    const { confidence } = judge({ ...base, ...change });
    assert.ok(Math.abs(confidence - expected) < 1e-12, `${JSON.stringify(change)}: ${confidence}`);
  }
});

Deno.test("classify() lets a condition of BREAKOUT, or an unknown one, veto RANGE", () => {
  const strong = { ...RANGE, adx: 5, bandwidthRank: 0, crossingsShare: 1 };
  assert.equal(judge({ ...strong, bandwidthExpansion: 2.5 }).regime, REGIME.BREAKOUT);
  assert.equal(judge({ ...strong, atrSpike: 1.8 }).regime, REGIME.BREAKOUT);
  assert.equal(judge({ ...strong, bandwidthExpansion: NaN }).regime, REGIME.NO_TRADE);
  assert.equal(judge({ ...strong, atrSpike: NaN }).regime, REGIME.NO_TRADE);
});

Deno.test("classify() takes the more confident of two regimes, and none when they are closer than the tie", () => {
  // TREND at 0.6; BREAKOUT at 0.5 + 0.5 x (spike - 1.8) / 1.2
  const trend = { ...TREND, adx: 28, emaSepPct: 1.4 };
  const spikeAt = (confidence: number) => 1.8 + 2.4 * (confidence - 0.5);
  const rows: [number, RegimeName, number][] = [
    [0.5, "TREND", 0.6],
    [0.501, "NO_TRADE", 0],
    [0.6, "NO_TRADE", 0],
    [0.699, "NO_TRADE", 0],
    [0.7, "BREAKOUT", 0.7],
    [1, "BREAKOUT", 1],
  ];
  for (const [breakout, expected, confidence] of rows) {
    const out = judge({ ...trend, atrSpike: spikeAt(breakout) });
    assert.equal(REGIME_NAMES[out.regime], expected, `BREAKOUT at ${breakout}`);
    assert.ok(Math.abs(out.confidence - confidence) < 1e-12);
  }
  const noTie = regimeConfig.parse({ tie_confidence: 0 });
  const equal = { ...trend, adx: 25, emaSepPct: 1, atrSpike: 1.8 };
  assert.equal(judge(equal, noTie).regime, REGIME.TREND, "precedence decides where ties are allowed");
});

Deno.test("classify() turns a regime below the minimum confidence into NO_TRADE", () => {
  const config = regimeConfig.parse({ min_confidence: 0.75 });
  const at = { ...TREND, adx: 32.5, emaSepPct: 2 };
  assert.deepEqual(judge(at, config), { regime: REGIME.TREND, confidence: 0.75 });
  assert.deepEqual(judge({ ...at, adx: 32.4 }, config), { regime: REGIME.NO_TRADE, confidence: 0 });
});

Deno.test("classify() notes every rule with value, limit and verdict", () => {
  const checks = Checks.create();
  const features = { ...TREND, emaSepPct: -2, emaSlope: -5, atrSpike: 3 };
  classify(CONFIG, features, RawRegime.create(), checks);
  assert.deepEqual(Checks.toRecords(checks), [
    { name: "regime.trend.adx", value: 30, limit: 25, pass: true },
    { name: "regime.trend.ema_sep", value: 2, limit: 1, pass: true },
    { name: "regime.trend.slope", value: 5, limit: 0, pass: true },
    { name: "regime.breakout.bw_expansion", value: 1.5, limit: 2.5, pass: false },
    { name: "regime.breakout.atr_spike", value: 3, limit: 1.8, pass: true },
    { name: "regime.range.adx", value: 30, limit: 20, pass: false },
    { name: "regime.range.bandwidth_rank", value: 0.8, limit: 0.5, pass: false },
    { name: "regime.range.crossings", value: 0.1, limit: 4 / 30, pass: false },
    { name: "regime.range.breakout_vetoes", value: 1, limit: 0, pass: false },
    { name: "regime.tie", value: 1 - judge({ ...features, atrSpike: 1 }).confidence, limit: 0.1, pass: true },
    { name: "regime.min_confidence", value: 1, limit: 0.5, pass: true },
  ]);
});

Deno.test("classify() says the same with and without checks, and twice in a row", () => {
  const out = RawRegime.create();
  for (const [base, change] of BOUNDARIES) {
    const features = { ...base, ...change };
    const before = judge(features);
    classify(CONFIG, features, out, Checks.create());
    assert.deepEqual(out, before);
    assert.deepEqual(judge(features), before);
  }
});

Deno.test("RegimeFeatures.create() knows nothing, which is NO_TRADE, and toRecord() shows it as null", () => {
  const features = RegimeFeatures.create();
  assert.deepEqual(judge(features), { regime: REGIME.NO_TRADE, confidence: 0 });
  assert.ok(Object.values(RegimeFeatures.toRecord(features)).every((value) => value === null));
  assert.deepEqual(RegimeFeatures.toRecord(TREND), TREND);
});

Deno.test("REGIME_NAMES lists the names in the order of their codes", () => {
  for (const [name, code] of Object.entries(REGIME)) assert.equal(REGIME_NAMES[code], name);
  assert.equal(REGIME_NAMES.length, Object.keys(REGIME).length);
});
