import assert from "node:assert/strict";
import { benchmarkFigures } from "./benchmark.ts";
import { maxDrawdown } from "./drawdown.ts";
import { PERIODS_PER_YEAR, vectorRows, VECTORS, type VectorValue } from "./empyrical_fixture.ts";
import { calmarRatio, omegaRatio, sharpeRatio, sortinoRatio, stability, tailRatio } from "./ratios.ts";
import {
  annualReturn,
  annualVolatility,
  downsideRisk,
  excessOver,
  growthOf,
  returnsOf,
  totalReturn,
} from "./returns.ts";
import { near, referenceTest } from "./statistics_fixture.ts";

/** Columns of a value: several, or the one. */
function columns(value: VectorValue): readonly Float64Array[] {
  if (value instanceof Float64Array) return [value];
  if (Array.isArray(value)) return value as readonly Float64Array[];
  throw new Error("wanted a series");
}

const series = (value: VectorValue) => columns(value)[0];
const number = (value: VectorValue) => value as number;
const perYear = (value: VectorValue) => PERIODS_PER_YEAR[value as string];

/** Returns over a requirement that is a number or a series, and the number that is left of it. */
function over(returns: Float64Array, required: VectorValue): [Float64Array, number] {
  return typeof required === "number" ? [returns, required] : [excessOver(returns, series(required)), 0];
}

type Row = readonly VectorValue[];

/** One figure of a row whose first value is a series and whose last is what to expect. */
const FIGURES: readonly {
  test: string;
  rows: number;
  figure: (returns: Float64Array, row: Row) => number;
}[] = [
  { test: "test_max_drawdown", rows: 6, figure: (x) => maxDrawdown(x) },
  { test: "test_annual_ret", rows: 3, figure: (x, row) => annualReturn(x, perYear(row[1])) },
  { test: "test_cagr", rows: 5, figure: (x, row) => annualReturn(x, perYear(row[1])) },
  { test: "test_annual_volatility", rows: 4, figure: (x, row) => annualVolatility(x, perYear(row[1])) },
  { test: "test_calmar", rows: 5, figure: (x, row) => calmarRatio(x, perYear(row[1])) },
  {
    test: "test_omega",
    rows: 9,
    figure: (x, row) => {
      const [returns, required] = over(x, row[1]);
      return omegaRatio(returns, { periodsPerYear: 252, required, requiredPerYear: number(row[2]) });
    },
  },
  {
    test: "test_sharpe_ratio",
    rows: 8,
    figure: (x, row) => {
      const [returns, required] = over(x, row[1]);
      return sharpeRatio(returns, { periodsPerYear: 252, required });
    },
  },
  {
    test: "test_downside_risk",
    rows: 15,
    figure: (x, row) => {
      const [returns, required] = over(x, row[1]);
      return downsideRisk(returns, { periodsPerYear: perYear(row[2]), required });
    },
  },
  {
    test: "test_sortino",
    rows: 16,
    figure: (x, row) => {
      const [returns, required] = over(x, row[1]);
      return sortinoRatio(returns, { periodsPerYear: perYear(row[2]), required });
    },
  },
  { test: "test_stability_of_timeseries", rows: 4, figure: (x) => stability(x) },
];

for (const { test, rows, figure } of FIGURES) {
  Deno.test(referenceTest(`statistics equal empyrical's in ${test}`, VECTORS, () => {
    let compared = 0;
    for (const row of vectorRows(test)) {
      const expected = row.at(-1)!;
      columns(row[0]).forEach((returns, column) => {
        const wanted = expected instanceof Float64Array ? expected[column] : number(expected);
        near(figure(returns, row), wanted, 1e-8, `${test} row ${compared}`);
        compared += 1;
      });
    }
    assert.equal(compared, rows);
  }));
}

Deno.test(referenceTest("tailRatio() equals empyrical's to its one digit", VECTORS, () => {
  for (const [returns, expected] of vectorRows("test_tail_ratio")) {
    const actual = tailRatio(series(returns));
    if (Number.isNaN(number(expected))) assert.ok(Number.isNaN(actual));
    else assert.ok(Math.abs(actual - number(expected)) <= 0.15, `${actual}, expected ${expected}`);
  }
}));

Deno.test(referenceTest("growthOf() and totalReturn() equal empyrical's cum_returns", VECTORS, () => {
  for (const [returns, start, expected] of vectorRows("test_cum_returns")) {
    const scale = number(start) === 0 ? 1 : number(start);
    const shift = number(start) === 0 ? 1 : 0;
    growthOf(series(returns)).forEach((level, i) => {
      near((level - shift) * scale, (expected as Float64Array)[i], 1e-4, `level ${i}`);
    });
  }
  for (const [returns, start, expected] of vectorRows("test_cum_returns_final")) {
    const total = totalReturn(series(returns));
    near(number(start) === 0 ? total : (1 + total) * number(start), number(expected), 1e-4, "total");
  }
}));

Deno.test(referenceTest("returnsOf() equals empyrical's simple_returns", VECTORS, () => {
  const [flat] = vectorRows("test_simple_returns");
  assert.deepEqual(returnsOf(series(flat[0])), flat[1]);
}));

Deno.test(referenceTest("benchmarkFigures() equals empyrical's alpha and beta", VECTORS, () => {
  let compared = 0;
  const options = { periodsPerYear: 252 };
  for (const [returns, benchmark, expected, places] of vectorRows("test_beta")) {
    // rows of unequal length test pandas' alignment by date, which a plain series has none of
    if (series(returns).length !== series(benchmark).length) continue;
    const { beta } = benchmarkFigures(series(returns), series(benchmark), options);
    near(beta, number(expected), places === undefined ? 1e-8 : 10 ** -(places as number), "beta");
    compared += 1;
  }
  for (const [returns, benchmark, expected] of vectorRows("test_alpha_beta")) {
    if (series(returns).length !== series(benchmark).length) continue;
    const figures = benchmarkFigures(series(returns), series(benchmark), options);
    const [alpha, beta] = expected as Float64Array;
    assert.ok(Math.abs(figures.alpha - alpha) < 1e-8 || (Number.isNaN(alpha) && Number.isNaN(figures.alpha)));
    near(figures.beta, beta, 1e-8, "beta");
    compared += 1;
  }
  // the row of unequal length: the first day of the returns has no figure anyway
  const uneven = vectorRows("test_alpha_beta")[2];
  const figures = benchmarkFigures(series(uneven[0]).subarray(1), series(uneven[1]), options);
  near(figures.alpha, -0.9997853834885004, 1e-8, "alpha");
  near(figures.beta, -0.7129629629629631, 1e-8, "beta");
  assert.equal(compared, 11);
}));
