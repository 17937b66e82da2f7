import assert from "node:assert/strict";
import { benchmarkFigures } from "./benchmark.ts";
import { maxDrawdown } from "./drawdown.ts";
import { kurtosis, mean, sampleDeviation, skewness } from "./moments.ts";
import { calmarRatio, sharpeRatio, sortinoRatio } from "./ratios.ts";
import { returnsOf, totalReturn } from "./returns.ts";
import { near, readText, referenceTest } from "./statistics_fixture.ts";
import { conditionalValueAtRisk, kupiecTest, valueAtRisk } from "./tail_risk.ts";

const FOLDER = "ref_stats_on_crypto";
const YEAR = { periodsPerYear: 365 };

function cryptoReturns(): { btc: Float64Array; eth: Float64Array; both: Float64Array } {
  const rows = readText(`${FOLDER}/majors_2020_2022_daily_close.csv.gz`).trim().split("\n").slice(1);
  const column = (i: number) => returnsOf(rows.map((row) => Number(row.split(",")[i])));
  const btc = column(1);
  const eth = column(2);
  return { btc, eth, both: btc.map((value, i) => (value + eth[i]) / 2) };
}

Deno.test(referenceTest("statistics equal those of pandas and scipy on BTC + ETH days", FOLDER, () => {
  const file = JSON.parse(readText(`${FOLDER}/risk_reference.majors_2020_2022.json`));
  const expected = file.majors_2020_2022.equal_weight_portfolio;
  const { btc, eth, both } = cryptoReturns();
  const table: [string, number, number][] = [
    ["mean", mean(both), expected.mean],
    ["deviation", sampleDeviation(both), expected.std_ddof1],
    ["VaR 95", -valueAtRisk(both), expected.hist_var_95],
    ["VaR 99", -valueAtRisk(both, 0.01), expected.hist_var_99],
    ["CVaR 95", -conditionalValueAtRisk(both), expected.hist_cvar_95],
    ["CVaR 99", -conditionalValueAtRisk(both, 0.01), expected.hist_cvar_99],
    ["skew", skewness(both), expected.skew],
    ["kurtosis", kurtosis(both) - 3, expected.excess_kurtosis],
    ["Sharpe", sharpeRatio(both, YEAR), expected.sharpe_365],
    ["Sortino", sortinoRatio(both, YEAR), expected.sortino_365],
    ["drawdown", maxDrawdown(both), expected.max_drawdown],
    ["total", totalReturn(both), expected.total_return],
    ["Calmar", calmarRatio(both, 365), expected.calmar_365],
    ["correlation", benchmarkFigures(btc, eth, YEAR).correlation, file.majors_2020_2022.corr_pearson[0][1]],
  ];
  for (const [name, actual, wanted] of table) near(actual, wanted, 1e-9, name);
}));

Deno.test(referenceTest("kupiecTest() equals the reference's ratios, p-values and bands", "ref_stats", () => {
  const file = JSON.parse(readText("ref_stats/kupiec.json"));
  assert.ok(file.lr_pof_examples.length > 0);
  for (const { T, x, p, lr_pof, pvalue } of file.lr_pof_examples) {
    near(kupiecTest(T, x, p).statistic, lr_pof, 1e-9, `statistic of ${x} in ${T}`);
    near(kupiecTest(T, x, p).pValue, pvalue, 1e-9, `p-value of ${x} in ${T}`);
  }
  assert.equal(file.computed.length, 15);
  for (const { T, p, nonreject_min, nonreject_max } of file.computed) {
    const kept = Array.from({ length: T + 1 }, (_, x) => x).filter((x) => kupiecTest(T, x, p).pValue > 0.05);
    assert.deepEqual([kept[0], kept.at(-1)], [nonreject_min, nonreject_max]);
  }
}));
