import assert from "node:assert/strict";
import fc from "fast-check";
import { PHASES } from "../trader/mod.ts";
import { type LiveCandle, LiveMarket, type LiveMarketSpec, type LiveMarketState } from "./live_market.ts";

const MIN = 60_000, FROM_MS = Date.UTC(2026, 0, 1), A = "A/USDT:USDT", B = "B/USDT:USDT";
const SPEC: LiveMarketSpec = {
  ...{ symbols: [A, B], fromMs: FROM_MS, stepMs: MIN, barMs: 5 * MIN, graceMs: 15_000, lateAfterMs: 120_000 },
};

const candle = (symbol: string, minute: number, more: Partial<LiveCandle> = {}): LiveCandle => ({
  ...{ symbol, openMs: FROM_MS + minute * MIN, open: 10, high: 12, low: 9, close: 11, volume: 5 },
  ...{ fundingRate: NaN, ...more },
});

const at = (minute: number, ms = 0): number => FROM_MS + minute * MIN + ms;

/** For tests: a market that is told, and what it tells in words: "open 3 AB", "bar 5 A". */
function market(spec: LiveMarketSpec = SPEC) {
  let state: LiveMarketState = LiveMarket.start(spec);
  const name = (it: LiveCandle) => it.symbol[0];
  return {
    get state() {
      return state;
    },
    take(lengthMs: number, nowMs: number, ...candles: LiveCandle[]) {
      LiveMarket.take(spec, state, candles, { lengthMs, nowMs });
    },
    dueMs: () => LiveMarket.dueMs(spec, state),
    /** All that is told until there is nothing more. */
    told(nowMs: number): string[] {
      const words: string[] = [];
      for (;;) {
        const isDue = LiveMarket.dueMs(spec, state) <= nowMs;
        const told = LiveMarket.next(spec, state, nowMs);
        assert.equal(told.length > 0, isDue, "it tells exactly when it is due");
        if (told.length === 0) return words;
        // as after a restart: all it knows is in its state
        state = structuredClone(state);
        for (const it of told) {
          if (it.kind === "BarOpened") {
            const { openMs, candles } = it.opened;
            words.push(
              `open ${(openMs - FROM_MS) / MIN} ${
                candles.map((it, i) => it === null ? "" : spec.symbols[i][0]).join("")
              }`,
            );
          } else if (it.kind === "BarsClosed") {
            words.push(`bars ${(it.closeMs - FROM_MS) / MIN} ${it.candles.map(name).join("")}`);
          } else if (PHASES[it.phase] === "funding") words.push(`funding ${it.bar}`);
          else words.push(PHASES[it.phase][0]);
        }
      }
    },
  };
}

const STEP = ["o", "e", "e", "c"];

Deno.test("live market plays a minute when all symbols have it, from open to close", () => {
  const it = market();
  it.take(MIN, at(1, 900), candle(A, 0));
  assert.deepEqual([it.told(at(1, 900)), it.dueMs()], [[], at(1, 15_900)]);
  it.take(MIN, at(1, 950), candle(B, 0));
  assert.deepEqual(it.told(at(1, 950)), ["open 0 AB", ...STEP]);
  assert.equal(it.dueMs(), Infinity);
});

Deno.test("live market goes on without a symbol that says nothing, and never plays its past", () => {
  const it = market();
  it.take(MIN, at(1, 900), candle(A, 0));
  assert.deepEqual(it.told(at(1, 15_899)), []);
  assert.deepEqual(it.told(at(1, 15_900)), ["open 0 A", ...STEP]);
  it.take(MIN, at(2, 900), candle(A, 1), candle(B, 0), candle(B, 1));
  assert.deepEqual(it.told(at(2, 900)), ["open 1 AB", ...STEP]);
});

Deno.test("live market does not wait for a candle whose symbol has newer ones", () => {
  const it = market();
  it.take(MIN, at(3), candle(A, 0), candle(A, 1), candle(B, 1));
  assert.deepEqual(it.told(at(3)), ["open 0 A", ...STEP, "open 1 AB", ...STEP]);
});

Deno.test("live market settles funding after the close of the minute that has a rate", () => {
  const it = market();
  it.take(MIN, at(1), candle(A, 0, { fundingRate: 0.0001 }), candle(B, 0));
  assert.deepEqual(it.told(at(1)), ["open 0 AB", ...STEP, "funding 0"]);
});

Deno.test("live market tells bars when the exchange has come to their close", () => {
  const it = market();
  it.take(5 * MIN, at(5, 800), candle(A, 0), candle(B, 0));
  for (let i = 0; i < 4; i++) it.take(MIN, at(5, 900), candle(A, i), candle(B, i));
  const four = [0, 1, 2, 3].flatMap((i) => [`open ${i} AB`, ...STEP]);
  assert.deepEqual(it.told(at(5, 900)), four);
  it.take(MIN, at(5, 950), candle(A, 4), candle(B, 4));
  assert.deepEqual(it.told(at(5, 950)), ["open 4 AB", ...STEP, "bars 5 AB"]);
});

Deno.test("live market tells bars also where the minutes do not come, after a while", () => {
  const it = market();
  it.take(5 * MIN, at(5, 800), candle(A, 0), candle(B, 0));
  assert.deepEqual([it.told(at(5, 30_799)), it.told(at(5, 30_800))], [[], ["bars 5 AB"]]);
  // and at once where they begin later
  it.take(5 * MIN, at(10, 0), candle(A, 5), candle(B, 5));
  it.take(MIN, at(10, 1), candle(A, 10), candle(B, 10));
  assert.deepEqual(it.told(at(10, 1)), ["bars 10 AB", "open 10 AB", ...STEP]);
});

Deno.test("live market passes over what was before the run, and what it has been told", () => {
  const it = market();
  it.take(MIN, at(1), candle(A, -1), candle(B, -1), candle(A, 0), candle(B, 0));
  assert.deepEqual(it.told(at(1)), ["open 0 AB", ...STEP]);
  it.take(MIN, at(1), candle(A, 0), candle(B, 0));
  assert.deepEqual(it.told(at(9)), []);
});

Deno.test("live market plays one series as both where both have one length", () => {
  const it = market({ ...SPEC, barMs: MIN });
  it.take(MIN, at(1), candle(A, 0), candle(B, 0));
  assert.deepEqual(it.told(at(1)), ["open 0 AB", ...STEP, "bars 1 AB"]);
});

Deno.test("live market refuses what it does not know", () => {
  const it = market();
  assert.throws(() => it.take(MIN, at(1), candle("C/USDT:USDT", 0)), /C\/USDT:USDT: it is not in this run/);
  assert.throws(() => it.take(7, at(1)), /Cannot take candles of 7 ms/);
});

Deno.test("live market plays each minute once and in order, however the symbols' candles come", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(4)), { maxLength: 60 }), (deals) => {
      const it = market();
      const next = [0, 0], words: string[] = [];
      let ms = 0;
      for (const [isA, count] of deals) {
        const symbol = isA ? 0 : 1;
        const candles = Array.from({ length: count }, () => candle([A, B][symbol], next[symbol]++));
        it.take(MIN, at(100, ms++), ...candles);
        words.push(...it.told(at(100, ms)));
      }
      const opened = words.filter((word) => word.startsWith("open"));
      // nobody is silent for long enough to be left out
      assert.deepEqual(opened, Array.from({ length: Math.min(...next) }, (_, i) => `open ${i} AB`));
      assert.equal(words.length, opened.length * 5);
    }),
    { seed: 20261122, numRuns: 300 },
  );
});
