import assert from "node:assert/strict";
import { decodeState, encodeState } from "../core/mod.ts";
import { ExcursionState, trackExcursion } from "./excursion.ts";
import type { BandBar } from "./view.ts";

const LIMITS = { rsi_oversold: 30, rsi_overbought: 70, back_bars: 3 };
const BANDS = { bbUpper: 110, bbMid: 100, bbLower: 90, atr: 5, open: NaN };

/** Closes by letter: below the lower band, at it, inside, at the upper band, above it, bands unknown. */
const CLOSES: Readonly<Record<string, number>> = { d: 89, l: 90, i: 95, h: 110, u: 111, x: 95 };

/** A bar from a word: a letter of CLOSES and the RSI, 50 if left out. */
function barOf(word: string, index: number): BandBar {
  const close = CLOSES[word[0]];
  const bar = { ...BANDS, index, close, high: close + 1, low: close - 1, rsi: Number(word.slice(1) || 50) };
  return word[0] === "x" ? { ...bar, bbUpper: NaN, bbLower: NaN } : bar;
}

/** Signals that come of a sequence: side and bar number, as "+1" for a long on bar 1. */
function firesOf(words: string): string {
  const state = ExcursionState.create();
  const fires: string[] = [];
  words.split(" ").forEach((word, index) => {
    trackExcursion(LIMITS, state, barOf(word, index));
    const isArmed = state.armedIndex >= 0 && index - state.armedIndex <= LIMITS.back_bars;
    if (state.isBack && isArmed) fires.push((state.side === 1 ? "+" : "-") + index);
  });
  return fires.join(" ");
}

const SEQUENCES: readonly [name: string, words: string, fires: string][] = [
  ["arms and comes back", "i d28 i d50 d50 i", "+2"],
  ["fires on every close inside that is in time", "d28 i i i i i", "+1 +2 +3"],
  ["needs an extreme RSI", "d31 i", ""],
  ["takes an RSI at the bound", "d30 i", "+1"],
  ["does not arm inside", "i20 i", ""],
  ["counts a close at the band as inside", "d28 l", "+1"],
  ["does not arm at the band", "l20 i", ""],
  ["comes back on the last bar allowed", "d28 d35 d35 i", "+3"],
  ["comes back a bar too late", "d28 d35 d35 d35 i", ""],
  ["ends when it came back too late", "d28 d35 d35 d35 i i d35 i", ""],
  ["is armed again by a later extreme close", "d28 d35 d35 d29 d35 d35 i", "+6"],
  ["is armed again after it had expired", "d28 d35 d35 d35 d35 d29 i", "+6"],
  ["is armed by a later close of the run", "d35 d29 i", "+2"],
  ["is armed again after it came back", "d28 i i d29 i i i i", "+1 +2 +4 +5 +6"],
  ["goes on when it leaves again in time", "d28 i d31 i i", "+1 +3"],
  ["begins anew when it leaves again too late", "d28 i i i d31 i", "+1 +2 +3"],
  ["is over when it comes back unarmed", "d31 i d29 d31 i", "+4"],
  ["shorts mirrored", "i u72 i", "-2"],
  ["shorts at the bound", "u70 h", "-1"],
  ["needs an extreme RSI for a short", "u69 i", ""],
  ["does not come back by leaving on the other side", "d28 u50 i", ""],
  ["turns into the other side's", "d28 u71 i", "-2"],
  ["forgets what it does not know the bands of", "d28 x i", ""],
];

Deno.test("trackExcursion() follows the written sequences", async (t) => {
  for (const [name, words, fires] of SEQUENCES) {
    await t.step(name, () => assert.equal(firesOf(words), fires));
  }
});

Deno.test("trackExcursion() keeps the extreme from the first outside close to the signal bar", () => {
  const run = (rows: readonly [word: string, high: number, low: number][]) => {
    const state = ExcursionState.create();
    rows.forEach(([word, high, low], i) => trackExcursion(LIMITS, state, { ...barOf(word, i), high, low }));
    return state;
  };
  // the bar before the run and its low do not count; the first outside close does although it arms nothing
  assert.deepEqual(run([["i", 99, 70], ["d35", 92, 80], ["d28", 91, 85], ["i", 96, 82]]), {
    side: 1,
    extreme: 80,
    rsi: 28,
    armedIndex: 2,
    isBack: true,
  });
  assert.equal(run([["d28", 91, 85], ["i", 96, 82]]).extreme, 82, "the signal bar counts");
  assert.equal(
    run([["d28", 91, 80], ["i", 96, 85], ["d28", 91, 86]]).extreme,
    80,
    "it goes on while in time",
  );
  assert.equal(run([["d31", 91, 80], ["i", 96, 85], ["d28", 91, 86]]).extreme, 86, "a new one starts afresh");
  assert.equal(run([["u75", 120, 100], ["u71", 115, 60], ["i", 118, 90]]).extreme, 120);
});

Deno.test("trackExcursion() continues identically from a snapshot", () => {
  const words = "d28 d35 i u71 u75 i d31 d29 i".split(" ");
  let state = ExcursionState.create();
  const straight = ExcursionState.create();
  words.forEach((word, index) => {
    state = decodeState(encodeState(state)) as ExcursionState;
    trackExcursion(LIMITS, state, barOf(word, index));
    trackExcursion(LIMITS, straight, barOf(word, index));
    assert.deepEqual(state, straight);
  });
});
