import assert from "node:assert/strict";
import type { ClosedCandle } from "../port.ts";
import { BAR_MS, optionsFor, trueCandle } from "./feed_fixture.ts";
import {
  createSeries,
  dueMs,
  MAX_AHEAD,
  offer,
  type SeriesOut,
  type SeriesState,
  wantedWindow,
  windowAnswered,
} from "./series.ts";

const T0 = 1_700_000_040_000;
const SPEC = optionsFor({ retryJitterPct: 0 });
const bar = (n: number): ClosedCandle => trueCandle("BTC", T0 + n * BAR_MS);
const at = (n: number) => T0 + n * BAR_MS;

function begin(): { it: SeriesState; out: SeriesOut; told: () => number[] } {
  const out: SeriesOut = { told: [], corrections: [], missed: [] };
  const told = () => out.told.map(({ openMs }) => (openMs - T0) / BAR_MS);
  return { it: createSeries("BTC", BAR_MS, T0), out, told };
}

const ORDERS: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ["in order", [0, 1, 2], [0, 1, 2]],
  ["with doubles", [0, 0, 1, 1, 0], [0, 1]],
  ["backwards", [3, 2, 1, 0], [0, 1, 2, 3]],
  ["with a hole that fills", [0, 2, 3, 1], [0, 1, 2, 3]],
  ["with a hole that stays", [0, 2, 3], [0]],
  ["older than the first", [-1, 0], [0]],
  ["ahead twice", [2, 2, 1, 0], [0, 1, 2]],
];

for (const [name, given, expected] of ORDERS) {
  Deno.test(`offer() tells candles in order and once: ${name}`, () => {
    const { it, out, told } = begin();
    for (const n of given) offer(it, bar(n), out);
    assert.deepEqual(told(), expected);
    assert.deepEqual([out.corrections, out.missed], [[], []]);
  });
}

Deno.test("offer() says a correction once, and keeps what it told", () => {
  const { it, out } = begin();
  const changed = { ...bar(1), volume: 5 };
  for (const candle of [bar(0), bar(1), changed, changed]) offer(it, candle, out);
  assert.deepEqual(out.corrections, [{ before: bar(1), after: changed }]);
  assert.deepEqual(out.told, [bar(0), bar(1)]);
});

Deno.test("offer() takes the latest version of a candle that nobody was told of", () => {
  const { it, out } = begin();
  const changed = { ...bar(1), volume: 5 };
  for (const candle of [bar(1), changed, bar(0)]) offer(it, candle, out);
  assert.deepEqual([out.told, out.corrections], [[bar(0), changed], []]);
});

Deno.test("offer() refuses candles that cannot be right", () => {
  const good = bar(0);
  const bad: Partial<ClosedCandle>[] = [
    ...[{ openMs: T0 + 1 }, { openMs: NaN }, { open: 0, low: 0 }, { high: good.low }, { low: good.high }],
    ...[{ close: NaN }, { high: Infinity }, { volume: -1 }, { volume: NaN }],
  ];
  for (const change of bad) {
    const { it, out } = begin();
    assert.equal(offer(it, { ...good, ...change }, out), false, JSON.stringify(change));
    assert.equal(out.told.length, 0);
  }
  const { it, out } = begin();
  const flat = { symbol: "BTC", openMs: T0, open: 5, high: 5, low: 5, close: 5, volume: 0 };
  assert.ok(offer(it, flat, out), "a flat bar without volume is legal");
});

Deno.test("offer() keeps a bounded number ahead, and what it drops is asked for again", () => {
  const { it, out } = begin();
  for (let n = 1; n <= MAX_AHEAD + 5; n++) offer(it, bar(n), out);
  it.askedMs = at(MAX_AHEAD + 9);
  offer(it, bar(MAX_AHEAD + 6), out);
  assert.equal(it.ahead.length, MAX_AHEAD);
  assert.equal(it.askedMs, at(MAX_AHEAD + 6));
});

Deno.test("dueMs() goes by time plus grace, by a begun bar plus settling, and by newer candles", () => {
  const { it, out } = begin();
  assert.equal(dueMs(it, SPEC, at(3) + SPEC.graceMs - 1), at(2));
  assert.equal(dueMs(it, SPEC, at(3) + SPEC.graceMs), at(3));
  it.begunMs = at(3);
  assert.equal(dueMs(it, SPEC, at(3) + SPEC.settleMs - 1), at(2));
  assert.equal(dueMs(it, SPEC, at(3) + SPEC.settleMs), at(3));
  offer(it, bar(4), out);
  assert.equal(dueMs(it, SPEC, at(3)), at(5));
});

/** Answers windows with the bars that exist, at this time, until nothing is wanted or `steps` are done. */
function answer(
  it: SeriesState,
  out: SeriesOut,
  exists: (n: number) => boolean,
  serverMs: number,
  steps = 50,
): number {
  let asked = 0;
  for (; asked < steps; asked++) {
    const window = wantedWindow(it, SPEC, Math.max(serverMs, it.askAgainMs), 10);
    if (window === null) break;
    for (let ms = window.fromMs; ms < window.toMs; ms += BAR_MS) {
      if (exists((ms - T0) / BAR_MS)) offer(it, trueCandle("BTC", ms), out);
    }
    windowAnswered(it, window, SPEC, { serverMs, draw: 0.5 }, out);
  }
  return asked;
}

Deno.test("wantedWindow() pages through what is due and then wants nothing", () => {
  const { it, out, told } = begin();
  assert.equal(answer(it, out, () => true, at(25) + 5_000), 3);
  assert.deepEqual(told(), Array.from({ length: 25 }, (_, n) => n));
});

Deno.test("windowAnswered() asks for a hole again, then passes it and says so", () => {
  const { it, out, told } = begin();
  const asked = answer(it, out, (n) => n !== 3 && n !== 4, at(8) + 5_000);
  assert.equal(asked, 1 + SPEC.holeTries);
  assert.deepEqual(told(), [0, 1, 2, 5, 6, 7]);
  assert.deepEqual(out.missed, [{
    ...{ symbol: "BTC", fromMs: at(3), toMs: at(5), missing: 2, isSkipped: true },
    why: "the venue's history leaves these bars out",
  }]);
});

Deno.test("windowAnswered() reports once that nothing newer is known, goes on asking, and tells it when it comes", () => {
  const { it, out, told } = begin();
  answer(it, out, (n) => n < 3, at(5) + 5_000, 12);
  assert.deepEqual(told(), [0, 1, 2]);
  assert.deepEqual(out.missed.map(({ fromMs, toMs, isSkipped }) => [fromMs, toMs, isSkipped]), [[
    at(3),
    at(5),
    false,
  ]]);
  answer(it, out, () => true, at(5) + 5_000);
  assert.deepEqual(told(), [0, 1, 2, 3, 4]);
});

Deno.test("windowAnswered() finds the first candle of a young coin, also beyond all that is kept ahead", () => {
  const first = MAX_AHEAD + 700;
  const { it, out, told } = begin();
  answer(it, out, (n) => n >= first, at(first + 3) + 5_000, 400);
  assert.deepEqual(told(), [first, first + 1, first + 2]);
  assert.equal(out.missed.reduce((sum, { missing }) => sum + missing, 0), first);
  assert.ok(out.missed.every(({ isSkipped }) => isSkipped));
});

Deno.test("windowAnswered() says of a hole that its candle was refused", () => {
  const { it, out } = begin();
  for (let i = 0; i <= SPEC.holeTries; i++) {
    const window = wantedWindow(it, SPEC, Math.max(at(1) + 5_000, it.askAgainMs), 10)!;
    offer(it, { ...bar(0), high: 1 }, out);
    windowAnswered(it, window, SPEC, { serverMs: at(1) + 5_000, draw: 0.5 }, out);
  }
  assert.match(out.missed[0].why, /^its prices are /);
});
