import assert from "node:assert/strict";
import { CandleColumns, type CandleRow } from "../../lib/market/mod.ts";
import { runReference } from "./reference_loop.ts";
import { type Trade, TradeColumns } from "./trade_columns.ts";

const MINUTE_MS = 60_000;
type Prices = readonly [open: number, high: number, low: number, close: number];

/** Flat bars around 100, of a range of 2, so that both averages are 100 and the average true range is 2. */
const FLAT_BARS = 30;

/**
 * The bars after FLAT_BARS flat ones. A close of 102 there crosses up (the fast average weighs it with 2/13, the slow one
 * with 2/27), one of 98 crosses down; the bar's true range is 3 (101 or 99 at the near side), so the signal's average true
 * range is (2 * 13 + 3) / 14 = 29/14, the stop 4.142857... and the target 6.214285... from the entry.
 */
function candlesOf(after: readonly Prices[]): CandleColumns {
  const flat = Array.from({ length: FLAT_BARS }, (): Prices => [100, 101, 99, 100]);
  return CandleColumns.fromRows(
    [...flat, ...after].map((prices, i): CandleRow => [i * MINUTE_MS, ...prices, 1]),
  );
}

const UP: Prices = [100, 102, 99, 102], DOWN: Prices = [100, 101, 98, 98];
const ATR = 29 / 14, LONG_STOP = 102 - 2 * ATR, LONG_TARGET = 102 + 3 * ATR;
const SHORT_STOP = 98 + 2 * ATR, SHORT_TARGET = 98 - 3 * ATR;
/** 100 / 102 and 100 / 98, rounded down to whole steps of 1e-8. */
const LONG_QUANTITY = 0.98039215, SHORT_QUANTITY = 1.02040816;

interface Case {
  readonly name: string;
  readonly bars: readonly Prices[];
  readonly exitPrice: number;
  readonly exitBar: number;
  readonly side: 1 | -1;
}

const CASES: readonly Case[] = [
  {
    name: "a long ends at its stop",
    bars: [UP, [102, 103, 101, 102], [102, 103, 97.5, 98]],
    ...{ side: 1, exitBar: 32, exitPrice: LONG_STOP },
  },
  {
    name: "a long ends at its target",
    bars: [UP, [102, 103, 101, 102], [102, 108.5, 101, 108]],
    ...{ side: 1, exitBar: 32, exitPrice: LONG_TARGET },
  },
  {
    name: "a short ends at its stop",
    bars: [DOWN, [98, 99, 97, 98], [98, 102.5, 97, 102]],
    ...{ side: -1, exitBar: 32, exitPrice: SHORT_STOP },
  },
  {
    name: "a short ends at its target",
    bars: [DOWN, [98, 99, 97, 98], [98, 99, 91.5, 92]],
    ...{ side: -1, exitBar: 32, exitPrice: SHORT_TARGET },
  },
  {
    name: "a long whose bar touches both ends at the stop",
    bars: [UP, [102, 103, 101, 102], [102, 109, 97, 104]],
    ...{ side: 1, exitBar: 32, exitPrice: LONG_STOP },
  },
  {
    name: "a short whose bar touches both ends at the stop",
    bars: [DOWN, [98, 99, 97, 98], [98, 103, 91, 96]],
    ...{ side: -1, exitBar: 32, exitPrice: SHORT_STOP },
  },
  {
    name: "a long whose bar opens below the stop ends at the open",
    bars: [UP, [102, 103, 101, 102], [96, 97, 95, 96]],
    ...{ side: 1, exitBar: 32, exitPrice: 96 },
  },
  {
    name: "a short whose bar opens above the stop ends at the open",
    bars: [DOWN, [98, 99, 97, 98], [104, 105, 103, 104]],
    ...{ side: -1, exitBar: 32, exitPrice: 104 },
  },
  {
    name: "a long whose bar opens above the target ends at the open, though it falls to the stop later",
    bars: [UP, [102, 103, 101, 102], [109, 110, 97, 98]],
    ...{ side: 1, exitBar: 32, exitPrice: 109 },
  },
  {
    name: "a short whose bar opens below the target ends at the open",
    bars: [DOWN, [98, 99, 97, 98], [91, 92, 90, 91]],
    ...{ side: -1, exitBar: 32, exitPrice: 91 },
  },
  {
    name: "a long is stopped in the very bar it was opened in",
    bars: [UP, [102, 103, 97.5, 98]],
    ...{ side: 1, exitBar: 31, exitPrice: LONG_STOP },
  },
  {
    name: "a stop that is touched to the last bit is hit",
    bars: [UP, [102, 103, 101, 102], [102, 103, LONG_STOP, 102]],
    ...{ side: 1, exitBar: 32, exitPrice: LONG_STOP },
  },
];

for (const { name, bars, side, exitBar, exitPrice } of CASES) {
  Deno.test(`runReference(): ${name}`, () => {
    const [trade, ...others] = TradeColumns.rows(runReference(candlesOf(bars)));
    const entryPrice = side === 1 ? 102 : 98, quantity = side === 1 ? LONG_QUANTITY : SHORT_QUANTITY;
    const net = side * quantity * (exitPrice - entryPrice) - 0.0004 * quantity * (exitPrice + entryPrice);
    assertNear(trade, { side, signalBar: 30, entryBar: 31, exitBar, entryPrice, exitPrice, quantity, net });
    assert.deepEqual(others, []);
  });
}

Deno.test("runReference() buys at the next open, not at the close that crossed", () => {
  const trades = TradeColumns.rows(runReference(candlesOf([UP, [105, 106, 104, 105], [105, 112, 104, 111]])));
  assert.equal(trades[0].entryPrice, 105);
  assert.ok(Math.abs(trades[0].exitPrice - (105 + 3 * ATR)) < 1e-9);
  assert.equal(trades[0].quantity, LONG_QUANTITY);
});

Deno.test("runReference() ignores a cross while it holds a position, and never trades it later", () => {
  const drop: Prices = [102, 102, 99, 99];
  const trades = TradeColumns.rows(
    runReference(
      candlesOf([UP, [102, 103, 101, 102], drop, drop, drop, [99, 99.5, 90, 90.5], [90, 91, 89, 90]]),
    ),
  );
  assert.deepEqual(trades.map(({ side, entryBar }) => [side, entryBar]), [[1, 31]]);
});

Deno.test("runReference() may enter again on a cross at the close of the bar that ended a trade", () => {
  const trades = TradeColumns.rows(
    runReference(
      candlesOf([UP, [102, 103, 101, 102], [102, 103, 90, 91], [91, 92, 90, 91], [91, 140, 91, 139]]),
    ),
  );
  assert.deepEqual(trades.map(({ side, signalBar, exitBar }) => [side, signalBar, exitBar]), [
    [1, 30, 32],
    [-1, 32, 34],
  ]);
});

Deno.test("runReference() leaves out the position that is open after the last bar, and a signal of the last bar", () => {
  assert.equal(runReference(candlesOf([UP, [102, 103, 101, 102]])).length, 0);
  assert.equal(runReference(candlesOf([UP])).length, 0);
});

Deno.test("runReference() has no trades where the averages never begin or never cross", () => {
  assert.equal(runReference(CandleColumns.create(0)).length, 0);
  assert.equal(runReference(candlesOf([])).length, 0);
});

function assertNear(actual: Trade, expected: Trade): void {
  for (const key of Object.keys(expected) as (keyof Trade)[]) {
    assert.ok(
      Math.abs(actual[key] - expected[key]) < 1e-9,
      `${key} is ${actual[key]} and should be ${expected[key]}`,
    );
  }
}
