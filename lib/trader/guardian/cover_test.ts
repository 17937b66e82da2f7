import assert from "node:assert/strict";
import type { Side } from "../../domain/mod.ts";
import type { ReportedOrder } from "../market_step.ts";
import { coverOf, isCovered, spareGuards } from "./cover.ts";

const SYMBOL = "A/USDT:USDT";

function stop(
  clientId: string,
  qtySteps: number,
  triggerTicks: number,
  change: Partial<ReportedOrder> = {},
): ReportedOrder {
  return {
    ...{ clientId, symbol: SYMBOL, side: -1, type: "stop_market", qtySteps, limitTicks: null, triggerTicks },
    ...{ reduceOnly: true, closePosition: false, filledSteps: 0 },
    ...change,
  };
}

function cover(side: Side, qtySteps: number, orders: readonly ReportedOrder[]) {
  const position = { symbol: SYMBOL, side, qtySteps, cost: 1n, isolatedMargin: 1n };
  return coverOf({ systemTag: "TT", symbol: SYMBOL }, [position], orders);
}

Deno.test("coverOf() reads one symbol alone, and knows whose a stop is", () => {
  const orders = [
    stop("TTS0", 5, 90),
    stop("TTG0", 3, 91),
    stop("hand", 2, 92),
    stop("TTG1", 9, 93, { symbol: "B/USDT:USDT" }),
    stop("TTG2", 9, 93, { side: 1 }),
    stop("TTX0", 4, 0, { type: "market", triggerTicks: null }),
  ];
  const seen = cover(1, 12, orders);
  assert.deepEqual(seen.stops.map((s) => [s.clientId, s.steps, s.ticks, s.isGuards, s.isOurs]), [
    ["TTS0", 5, 90, false, true],
    ["TTG0", 3, 91, true, true],
    ["hand", 2, 92, false, false],
  ]);
  assert.deepEqual([seen.stopSteps, seen.exitSteps, seen.strays, isCovered(seen)], [10, 4, ["TTG2"], true]);
  assert.equal(isCovered(cover(1, 15, orders)), false);
});

Deno.test("coverOf() counts what is left of an order where the venue tells what has filled", () => {
  const orders = [{ ...stop("TTS0", 9, 90), filledSteps: 4 }, {
    ...stop("TTX0", 5, 0, { type: "market", triggerTicks: null }),
    filledSteps: 2,
  }];
  const seen = cover(1, 9, orders);
  assert.deepEqual([seen.stopSteps, seen.exitSteps, isCovered(seen)], [5, 3, false]);
  const closes = cover(1, 9, [{
    ...stop("hand", 0, 90, { reduceOnly: false, closePosition: true }),
    filledSteps: 4,
  }]);
  assert.deepEqual([closes.stopSteps, isCovered(closes)], [Infinity, true]);
});

Deno.test("coverOf() of a flat symbol counts nothing and names the guardian's orders as strays", () => {
  const flat = coverOf({ systemTag: "TT", symbol: SYMBOL }, [], [stop("TTG0", 3, 91), stop("TTS0", 5, 90)]);
  assert.deepEqual(flat, { side: 0, qtySteps: 0, stops: [], stopSteps: 0, exitSteps: 0, strays: ["TTG0"] });
});

/** Position, orders as id, steps, ticks; then the guards that are spare. */
const SPARE: readonly [string, Side, readonly (readonly [string, number, number])[], string[]][] = [
  ["alone", 1, [["TTG0", 9, 90]], []],
  ["beside execution's at the same price", 1, [["TTG0", 9, 90], ["TTS0", 9, 90]], ["TTG0"]],
  ["beside a tighter one", 1, [["TTG0", 9, 90], ["TTS0", 9, 91]], ["TTG0"]],
  ["beside a looser one", 1, [["TTG0", 9, 90], ["TTS0", 9, 89]], []],
  ["of a short, beside a tighter one", -1, [["TTG0", 9, 90], ["TTS0", 9, 89]], ["TTG0"]],
  ["of a short, beside a looser one", -1, [["TTG0", 9, 90], ["TTS0", 9, 91]], []],
  ["beside a part", 1, [["TTG0", 9, 90], ["TTS0", 8, 90]], []],
  ["beside a hand's", 1, [["TTG0", 9, 90], ["hand", 9, 90]], ["TTG0"]],
  ["twice", 1, [["TTG0", 9, 90], ["TTG1", 9, 90]], ["TTG0"]],
  ["twice, and execution's", 1, [["TTG0", 9, 90], ["TTG1", 9, 90], ["TTS0", 9, 90]], ["TTG0", "TTG1"]],
];

for (const [name, side, orders, want] of SPARE) {
  Deno.test(`spareGuards() of a guard ${name}`, () => {
    const requests = orders.map(([id, steps, ticks]) => stop(id, steps, ticks, { side: -side as Side }));
    assert.deepEqual(spareGuards(cover(side, 9, requests)), want);
  });
}
