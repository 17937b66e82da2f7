import assert from "node:assert/strict";
import { CandleColumns, type CandleRow } from "../../lib/market/mod.ts";
import { generateMarket } from "../../lib/simulator/mod.ts";
import { exitOf } from "./bar_exit.ts";
import { runConventions } from "./convention_loop.ts";
import { type Conventions, RULE_CONVENTIONS } from "./conventions.ts";
import { isEqual, reconcile } from "./reconcile.ts";
import { runReference } from "./reference_loop.ts";
import { TradeColumns } from "./trade_columns.ts";

const MINUTE_MS = 60_000;

Deno.test("runConventions() under the rules' own conventions is runReference(), trade by trade", () => {
  for (const seed of ["a", "b", "c"]) {
    const [{ candles }] = generateMarket({
      seed,
      symbols: 1,
      startMs: 0,
      timeframeMs: MINUTE_MS,
      bars: 20_000,
    });
    const reference = runReference(candles), twin = runConventions(candles, RULE_CONVENTIONS);
    assert.ok(reference.length > 300);
    assert.ok(isEqual(reconcile(twin, reference)));
    assert.deepEqual(TradeColumns.rows(twin).map((it) => it.signalBar), [
      ...reference.signalBar.subarray(0, reference.length),
    ]);
  }
});

type Prices = readonly [open: number, high: number, low: number, close: number];

function columns(bars: readonly Prices[]): CandleColumns {
  return CandleColumns.fromRows(bars.map((prices, i): CandleRow => [i * MINUTE_MS, ...prices, 1]));
}

const FLAT = Array.from({ length: 30 }, (): Prices => [100, 101, 99, 100]);
const UP: Prices = [100, 102, 99, 102], REST: Prices = [102, 103, 101, 102];

Deno.test("runConventions() enters at the signal's close, and watches the bracket from the next bar on", () => {
  const candles = columns([...FLAT, UP, [103, 112, 102, 111]]);
  const [trade] = TradeColumns.rows(runConventions(candles, { ...RULE_CONVENTIONS, entry: "signal_close" }));
  assert.deepEqual([trade.entryBar, trade.exitBar, trade.entryPrice], [30, 31, 102]);
});

Deno.test("runConventions() without reentry loses a cross at the close of the bar that ended a position", () => {
  const candles = columns([...FLAT, UP, REST, [102, 103, 90, 91], [91, 92, 90, 91], [91, 140, 91, 139]]);
  assert.equal(runConventions(candles, RULE_CONVENTIONS).length, 2);
  assert.equal(runConventions(candles, { ...RULE_CONVENTIONS, reentry: false }).length, 1);
});

Deno.test("runConventions() with late reversal turns round at the open of the bar that ends a position", () => {
  // two closes at 97.9, just above the stop of 97.857, cross down in bar 33; bar 34 is stopped
  const low: Prices = [98, 98, 97.9, 97.9];
  const candles = columns([...FLAT, UP, REST, low, low, [98, 98.5, 80, 81]]);
  const rows = TradeColumns.rows(runConventions(candles, { ...RULE_CONVENTIONS, lateReversal: true }));
  assert.deepEqual(
    rows.map(({ side, signalBar, entryBar, exitBar }) => [side, signalBar, entryBar, exitBar]),
    [
      [1, 30, 31, 34],
      [-1, 33, 34, 34],
    ],
  );
  assert.equal(rows[1].entryPrice, 98);
  assert.equal(runConventions(candles, RULE_CONVENTIONS).length, 1);
});

interface ExitCase {
  readonly name: string;
  readonly side: 1 | -1;
  readonly bar: Prices;
  readonly conventions?: Partial<Conventions>;
  readonly price: number;
}

/** A long from 100 with a stop of 90 and a target of 115; a short with 110 and 85. */
const EXITS: readonly ExitCase[] = [
  { name: "none", side: 1, bar: [100, 114, 91, 100], price: NaN },
  { name: "both, the stop first", side: 1, bar: [100, 120, 80, 100], price: 90 },
  {
    name: "both, the high first, long",
    side: 1,
    bar: [100, 120, 80, 100],
    conventions: { both: "high" },
    price: 115,
  },
  {
    name: "both, the high first, short",
    side: -1,
    bar: [100, 120, 80, 100],
    conventions: { both: "high" },
    price: 110,
  },
  {
    name: "both, in a bar that rose: low first",
    side: 1,
    bar: [100, 120, 80, 101],
    conventions: { both: "colour" },
    price: 90,
  },
  {
    name: "both, in a bar that fell: high first",
    side: 1,
    bar: [100, 120, 80, 99],
    conventions: { both: "colour" },
    price: 115,
  },
  { name: "opens below the stop", side: 1, bar: [80, 95, 70, 90], price: 80 },
  {
    name: "opens below the stop and comes back, whole bars alone fill at the open",
    side: 1,
    bar: [80, 95, 70, 90],
    conventions: { stopGap: "whole_bar" },
    price: 90,
  },
  {
    name: "the whole bar is below the stop",
    side: 1,
    bar: [80, 85, 70, 75],
    conventions: { stopGap: "whole_bar" },
    price: 80,
  },
  { name: "opens above the target", side: 1, bar: [120, 125, 118, 120], price: 120 },
  {
    name: "opens above the target, at its own price",
    side: 1,
    bar: [120, 125, 118, 120],
    conventions: { targetGap: "own_price" },
    price: 115,
  },
  {
    name: "opens above the target, at the nearest price",
    side: 1,
    bar: [120, 125, 118, 120],
    conventions: { targetGap: "nearest" },
    price: 118,
  },
  {
    name: "a short opens below the target, at the nearest price",
    side: -1,
    bar: [80, 82, 79, 80],
    conventions: { targetGap: "nearest" },
    price: 82,
  },
];

for (const { name, side, bar, conventions, price } of EXITS) {
  Deno.test(`exitOf(): ${name}`, () => {
    const bracket = { side, stop: side === 1 ? 90 : 110, target: side === 1 ? 115 : 85 };
    assert.equal(exitOf(columns([bar]), 0, bracket, { ...RULE_CONVENTIONS, ...conventions }), price);
  });
}
