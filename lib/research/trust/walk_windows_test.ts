import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Money } from "../../domain/mod.ts";
import { Tape } from "../../simulator/mod.ts";
import { holdReturns } from "./hold.ts";
import { HOUR_MS, risingTape, START_MS } from "./trust_fixture.ts";
import { DAY_MS, marketOver, walkWindows } from "./walk_windows.ts";

const day = (ms: number) => (ms - START_MS) / DAY_MS;

Deno.test("walkWindows() cuts whole days: tests touch, and the purge lies before each", () => {
  const tape = risingTape(30 * 24 + 5);
  const cut = { fitDays: 10, testDays: 6, purgeDays: 2, anchored: false };
  const spans = (anchored: boolean) =>
    walkWindows(tape, { ...cut, anchored }).map(({ fit, test }) =>
      [fit.fromMs, fit.toMs, test.fromMs, test.toMs].map(day)
    );
  deepStrictEqual(spans(false), [[0, 10, 12, 18], [6, 16, 18, 24], [12, 22, 24, 30]]);
  deepStrictEqual(spans(true), [[0, 10, 12, 18], [0, 16, 18, 24], [0, 22, 24, 30]]);
  strictEqual(walkWindows(risingTape(11 * 24), cut).length, 0);
  const fixed = walkWindows(tape, { ...cut, fitDays: 0, purgeDays: 0, testDays: 20 });
  deepStrictEqual(fixed.map(({ test }) => [test.fromMs, test.toMs].map(day)), [[0, 20], [20, 30]]);
});

Deno.test("marketOver() keeps what was before as history, and drops symbols without a bar in the span", () => {
  const tape = risingTape(72, 24);
  const market = { tape, historySources: [""], exchange: {}, walletBalance: Money.parse("1000") };
  const span = { fromMs: START_MS + DAY_MS, toMs: START_MS + 2 * DAY_MS };
  const over = marketOver(market, span).tape;
  deepStrictEqual([over.bars, Tape.history(over, 0).length], [24, 48]);
  strictEqual(Tape.fundingRate(over, 0, 7), 0.0001);
});

Deno.test("holdReturns() gives one return a day, from the open of the span to its end", () => {
  // closes: 101 after the first hour, one more each
  const tape = risingTape(60, 24);
  const span = { fromMs: START_MS, toMs: START_MS + 60 * HOUR_MS };
  const returns = holdReturns(tape, span);
  const wanted = [148 / 124, 172 / 148, 184 / 172].map((growth) => growth - 1);
  strictEqual(returns.length, 3);
  returns.forEach((value, i) => ok(Math.abs(value - wanted[i]!) < 1e-12, `${i}: ${value}`));
});
