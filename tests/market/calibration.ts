// deno-lint-ignore-file no-console
/**
 * `deno run --allow-read tests/market/calibration.ts`: the tables of docs/market-model.md, the invented market beside the
 * recorded one. Exit code 1 where a figure is out of its tolerance, or the recorded one is not there.
 *
 * @module
 */
import {
  apart,
  compare,
  type Compared,
  FITTED,
  inventedBookFigures,
  inventedFigures,
  inventedMarket,
  recordedFigures,
  SEEDS,
} from "../../lib/simulator/market_calibration_fixture.ts";
import { candleFigures } from "../../lib/simulator/market_figures_fixture.ts";
import { HAS_RECORDED, recordedCandles } from "../../lib/simulator/market_reality_fixture.ts";

/** Figures shown of the other fitted symbols. */
const SHORT = [
  "return: standard deviation",
  "return: kurtosis",
  "return: 1 % quantile",
  "abs return: autocorrelation, 24 h",
  "range: median",
  "range: 99 % quantile",
  "turnover, M USDT: median",
  "ln turnover: standard deviation",
];

const text = (x: number) => Math.abs(x) >= 100 ? x.toFixed(0) : x.toPrecision(3);

function row({ name, recorded, model, least, most, tolerance, isClose }: Compared): string {
  const allowed = tolerance === undefined
    ? ""
    : tolerance.by === "ratio"
    ? `x ${tolerance.limit}`
    : `± ${tolerance.limit}`;
  const verdict = isClose ? allowed : `${allowed} **apart**`;
  return `| ${name} | ${text(recorded)} | ${text(model)} | ${text(least)} .. ${text(most)} | ${verdict} |`;
}

function main(): number {
  if (!HAS_RECORDED) {
    console.error("The recorded market is not there: ../shared/data must lie beside the project.");
    return 1;
  }
  const markets = SEEDS.map(inventedMarket);
  const figures = markets.map((market, i) => ({
    ...inventedFigures(market),
    ...inventedBookFigures(SEEDS[i]),
  }));
  const compared = compare(recordedFigures(), figures);
  console.log(`| figure | BTC | ALFA | least .. most of ${SEEDS.length} seeds | may differ |`);
  console.log("| --- | --- | --- | --- | --- |");
  for (const one of compared) console.log(row(one));
  const others = FITTED.slice(1);
  console.log(`\n| figure | ${others.map(([real, model]) => `${real} | ${model}`).join(" | ")} |`);
  console.log(`| --- | ${others.map(() => "--- | ---").join(" | ")} |`);
  const columns = others.map(([name, , i]) =>
    compare(candleFigures(recordedCandles(name)), markets.map((market) => candleFigures(market[i].candles)))
  );
  for (const name of SHORT) {
    const cells = columns.map((column) => column.find((one) => one.name === name)!);
    console.log(
      `| ${name} | ${cells.map(({ recorded, model }) => `${text(recorded)} | ${text(model)}`).join(" | ")} |`,
    );
  }
  const wrong = apart(compared);
  console.log(`\n${compared.length} figures, ${wrong.length} apart`);
  return wrong.length === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(main());
