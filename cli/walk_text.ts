import type { Point, WalkStep, WalkVerdict } from "../lib/research/mod.ts";
import { day, figure, FIGURE_HEADS, figureCells, share } from "./research_text.ts";
import { table } from "./terminal.ts";

/** A walk as people read it: a row a window, the tests in a row beside the market, and the verdict. */
export function walkText(steps: readonly WalkStep[], verdict: WalkVerdict): string {
  const isFitted = steps.some(({ fitted }) => fitted !== null);
  const parts = [isFitted ? fittedTable(steps) : fixedTable(steps), curveTable(verdict)];
  if (isFitted) parts.push(fitText(verdict));
  return [...parts, verdict.sentence].join("\n\n");
}

function fixedTable(steps: readonly WalkStep[]): string {
  const rows = steps.map(({ test, figures }) => [day(test.fromMs), day(test.toMs), ...figureCells(figures)]);
  return table([["from", "to", ...FIGURE_HEADS], ...rows]);
}

function fittedTable(steps: readonly WalkStep[]): string {
  const rows = steps.flatMap(({ fit, test, point, fitted, figures }) => {
    if (fitted === null) {
      return [["fit", day(fit.fromMs), day(fit.toMs), "no trial could be chosen"]];
    }
    return [
      [
        ...["fit", day(fit.fromMs), day(fit.toMs), ...figureCells(fitted.figures)],
        ...[figure(fitted.deflatedSharpe), figure(fitted.overfitting), pointText(point!)],
      ],
      ["test", day(test.fromMs), day(test.toMs), ...figureCells(figures)],
    ];
  });
  return table([["", "from", "to", ...FIGURE_HEADS, "deflated", "PBO", "chosen"], ...rows]);
}

/** Values by the last word of their paths. */
function pointText(point: Point): string {
  return Object.entries(point)
    .map(([path, value]) =>
      `${path.split(".").at(-1)} ${typeof value === "number" ? +value.toPrecision(4) : value}`
    )
    .join(", ");
}

function curveTable({ chained, hold }: WalkVerdict): string {
  const cells = ({ returnPct, annualPct, sharpe, maxDrawdownPct }: WalkVerdict["hold"]) => [
    ...[figure(returnPct, 1), figure(annualPct, 1), figure(sharpe), figure(maxDrawdownPct, 1)],
  ];
  return table([
    ["out of sample, in a row", "return %", "a year %", "sharpe", "drawdown %", "trades", "PF", "exp. R"],
    [
      ...["the system", ...cells(chained), String(chained.trades)],
      ...[figure(chained.profitFactor), figure(chained.expectancyR, 3)],
    ],
    ["bought and held (no costs)", ...cells(hold)],
  ]);
}

function fitText(it: WalkVerdict): string {
  return [
    `efficiency ${figure(it.efficiency)}: ${figure(it.outOfSamplePct, 1)} % a year out of sample over ${
      figure(it.inSamplePct, 1)
    } % in sample`,
    `deflated Sharpe of the choices among ${it.trials} trials: ${
      figure(it.deflatedSharpe)
    } (median; 0.95 is asked for)`,
    `probability of overfitting: ${figure(it.overfitting)} (mean; noise has about 0.5)`,
    `probability of a true Sharpe ratio above 0, out of sample: ${share(it.chained.probabilisticSharpe)} %`,
  ].join("\n");
}
