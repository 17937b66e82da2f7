import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { studyTrades, tradeReturns } from "./trade_study.ts";

const OPTIONS = {
  ...{ paths: 1_000, coverage: 0.9, seed: "1", meanBlock: 1, ruinPct: 20, drawdownsPct: [5, 19, 90] },
  horizon: 20,
};

Deno.test("tradeReturns() takes each trade by the equity it began with", () => {
  deepStrictEqual([...tradeReturns([100, -110, 99], 1_000)], [0.1, -0.1, 0.1]);
});

Deno.test("studyTrades() counts ruin and drawdowns: what must happen, what cannot, and what may", () => {
  const losing = studyTrades(new Float64Array(10).fill(-0.02), OPTIONS);
  ok(Math.abs(losing.realised.returnPct + 100 * (1 - 0.98 ** 10)) < 1e-9);
  deepStrictEqual(losing.ruin, { probability: 1, error: 0 });
  deepStrictEqual(losing.drawdowns.map((it) => it.shuffled.probability), [1, 0, 0]);
  deepStrictEqual(losing.drawdowns.map((it) => it.forecast.probability), [1, 1, 0]);
  ok(losing.realised.isInsideShuffled, "alike in any order");

  const even = studyTrades([0.3, -0.3], { ...OPTIONS, horizon: 1, ruinPct: 25, drawdownsPct: [25] });
  const { probability, error } = even.ruin;
  ok(Math.abs(probability - 0.5) < 4 * error && error > 0.015 && error < 0.017, `${probability} +- ${error}`);
  strictEqual(even.drawdowns[0]!.shuffled.probability, 1, "whichever comes first, it falls by 30 %");
});

Deno.test("studyTrades() in blocks keeps runs of losses together", () => {
  const runs = Float64Array.from({ length: 60 }, (_, i) => Math.floor(i / 6) % 2 === 0 ? 0.02 : -0.02);
  const deep = (meanBlock: number) =>
    studyTrades(runs, { ...OPTIONS, meanBlock, horizon: 60, drawdownsPct: [20] }).drawdowns[0]!.forecast
      .probability;
  ok(deep(6) > deep(1) + 0.1, `${deep(6)} in blocks, ${deep(1)} one by one`);
});

Deno.test("studyTrades() refuses nothing to shuffle and a trade that lost all", () => {
  throws(() => studyTrades([], OPTIONS), RangeError);
  throws(() => studyTrades([0.1, -1], OPTIONS), RangeError);
});
