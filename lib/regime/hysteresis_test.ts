import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeState, encodeState, Rng } from "../core/mod.ts";
import { classify, RawRegime } from "./classify.ts";
import { RegimeFeatures } from "./features.ts";
import { adopt, RegimeState } from "./hysteresis.ts";
import { REGIME, type Regime, REGIME_NAMES } from "./regime.ts";
import { regimeConfig } from "./schema.ts";

const CONFIG = regimeConfig.parse({});
const K = CONFIG.confirmations;

/** Feeds letters (N T R B, with ! for a confidence of 0.9, else 0.6) and returns the adopted regime after each. */
function adoptAll(text: string, state = RegimeState.create()): string {
  let adopted = "";
  for (const word of text.split(" ")) {
    const raw = "NTRB".indexOf(word[0]) as Regime;
    adopt(CONFIG, state, raw, raw === REGIME.NO_TRADE ? 0 : word[1] === "!" ? 0.9 : 0.6);
    adopted += "NTRB"[state.current];
  }
  return adopted;
}

const SEQUENCES: readonly [string, string, string][] = [
  ["adopts after three bars that say the same", "T T T T", "NNTT"],
  ["starts again when the current regime is confirmed between", "T T N T T N T T T", "NNNNNNNNT"],
  ["starts again when another candidate comes between", "T T R T T T", "NNNNNT"],
  ["adopts at once above the override", "T! R!", "TR"],
  ["goes on from a regime adopted at once", "T! R R T R R R", "TTTTTTR"],
  ["needs three bars for NO_TRADE too", "T! N N N", "TTTN"],
  ["counts each contrary candidate on its own", "T! R N R N R N", "TTTTTTT"],
  ["lets an override end running confirmations", "T! R R B!", "TTTB"],
  ["counts a weak bar and adopts on the strong one", "T R! T T T", "NRRRT"],
];

Deno.test("adopt() follows the written sequences", async (t) => {
  for (const [name, text, expected] of SEQUENCES) {
    await t.step(name, () => assert.equal(adoptAll(text), expected));
  }
});

Deno.test("adopt() overrides above the threshold and not at it, and never to NO_TRADE", () => {
  const above = RegimeState.create(), at = RegimeState.create(), none = RegimeState.create();
  assert.equal(adopt(CONFIG, above, REGIME.TREND, 0.8001), true);
  assert.equal(adopt(CONFIG, at, REGIME.TREND, 0.8), false);
  adopt(CONFIG, none, REGIME.TREND, 1);
  assert.equal(adopt(CONFIG, none, REGIME.NO_TRADE, 1), false);
  assert.deepEqual([above.current, at.current, none.current], [REGIME.TREND, REGIME.NO_TRADE, REGIME.TREND]);
});

Deno.test("adopt() shows what speaks against the regime", () => {
  const state = RegimeState.create();
  adoptAll("T! R R N", state);
  assert.deepEqual(state, {
    current: REGIME.TREND,
    confidence: 0.9,
    raw: REGIME.NO_TRADE,
    rawConfidence: 0,
    candidate: REGIME.NO_TRADE,
    confirmations: 1,
    contraryBars: 3,
    bars: 4,
    sinceBar: 1,
  });
  adoptAll("T", state);
  assert.equal(state.contraryBars, 0);
  assert.equal(state.confidence, 0.6);
  assert.equal(state.sinceBar, 1);
});

Deno.test("RegimeState.entriesAllowed() stops at the first contrary bar and in NO_TRADE", () => {
  const state = RegimeState.create();
  assert.equal(RegimeState.entriesAllowed(state), false);
  const allowed = "T T T R T N B! B N N N".split(" ").map((word) => {
    adoptAll(word, state);
    return RegimeState.entriesAllowed(state);
  });
  assert.deepEqual(allowed, [false, false, true, false, true, false, true, true, false, false, false]);
});

const word = fc.record({
  raw: fc.constantFrom<Regime>(0, 1, 2, 3),
  confidence: fc.double({ min: 0.5, max: 1, noNaN: true }),
});

Deno.test("adopt() changes only with K confirmations or an override behind it, and always then", () => {
  let changes = 0;
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      const state = RegimeState.create();
      let current: Regime = REGIME.NO_TRADE;
      words.forEach(({ raw, confidence }, i) => {
        const changed = adopt(CONFIG, state, raw, confidence);
        // the model looks back over the words and keeps no counters
        const run = i + 1 >= K && words.slice(i + 1 - K, i + 1).every((w) => w.raw === raw);
        const isOverride = raw !== REGIME.NO_TRADE && confidence > CONFIG.override_confidence;
        const expected = raw !== current && (run || isOverride);
        assert.equal(changed, expected);
        if (expected) current = raw, changes += 1;
        assert.equal(state.current, current);
        assert.equal(state.contraryBars === 0, raw === current);
      });
    }),
    { numRuns: 10_000, seed: 31 },
  );
  assert.ok(changes > 1_000);
});

Deno.test("adopt() continues identically from a snapshot taken between any two bars", () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), fc.nat(39), (words, cut) => {
      let state = RegimeState.create();
      const straight = RegimeState.create();
      words.forEach(({ raw, confidence }, i) => {
        if (i === cut) state = decodeState(encodeState(state)) as RegimeState;
        assert.equal(
          adopt(CONFIG, state, raw, confidence),
          adopt(CONFIG, straight, raw, confidence),
        );
        assert.deepEqual(state, straight);
      });
    }),
    { numRuns: 500, seed: 7 },
  );
});

/** A regime that holds without an override, and the thresholds whose crossing ends it. */
const AROUND: readonly [Regime, Partial<RegimeFeatures>, readonly [keyof RegimeFeatures, number][]][] = [
  [REGIME.TREND, { adx: 27, emaSepPct: 1.2, emaSlope: 1 }, [
    ["adx", CONFIG.adx_trend],
    ["emaSepPct", CONFIG.ema_sep_pct],
    ["emaSlope", 0],
    ["atrSpike", CONFIG.atr_spike],
  ]],
  [REGIME.RANGE, { adx: 18, bandwidthRank: 0.4, crossingsShare: 5 / 30 }, [
    ["adx", CONFIG.adx_range],
    ["bandwidthRank", CONFIG.bandwidth_rank_max],
    ["crossingsShare", CONFIG.crossings_min / CONFIG.crossings_bars],
    ["bandwidthExpansion", CONFIG.bw_expansion],
    ["atrSpike", CONFIG.atr_spike],
  ]],
  [REGIME.BREAKOUT, { bandwidthExpansion: 2.6 }, [["bandwidthExpansion", CONFIG.bw_expansion]]],
];

Deno.test("adopt() does not flip-flop when a feature oscillates around a threshold", () => {
  const rng = Rng.create("flip-flop"), out = RawRegime.create();
  const calm = { ...RegimeFeatures.create(), adx: 22, bandwidthExpansion: 1.5, atrSpike: 1, atrPct: 1 };
  for (const [regime, holding, thresholds] of AROUND) {
    for (const [feature, threshold] of thresholds) {
      const features = { ...calm, ...holding };
      const state = RegimeState.create();
      for (let i = 0; i < K; i++) adopt(CONFIG, state, classify(CONFIG, features, out), out.confidence);
      assert.equal(state.current, regime, `${REGIME_NAMES[regime]} ${feature}`);
      let contrary = 0, crossed = 0;
      for (let i = 0; i < 2_000; i++) {
        const swing = 0.15 * (threshold || 1) * (2 * Rng.uniform(rng) - 1);
        features[feature] = threshold + swing;
        classify(CONFIG, features, out);
        // the premise: never K contrary bars in a row, and no override
        if (out.regime !== regime && (contrary === K - 1 || out.confidence > CONFIG.override_confidence)) {
          classify(CONFIG, { ...calm, ...holding }, out);
        }
        contrary = out.regime === regime ? 0 : contrary + 1;
        crossed += contrary > 0 ? 1 : 0;
        assert.equal(adopt(CONFIG, state, out.regime, out.confidence), false);
        assert.equal(RegimeState.entriesAllowed(state), contrary === 0);
      }
      assert.ok(crossed > 300, `${REGIME_NAMES[regime]} ${feature} crossed ${crossed} times`);
    }
  }
});
