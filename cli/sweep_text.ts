import {
  figureOf,
  isCompared,
  judgeSweep,
  type Parameter,
  type Ranking,
  scoreOf,
  type SweepRow,
  type SweepVerdict,
  type TrialFigures,
} from "../lib/research/mod.ts";
import type { Swept } from "./sweep_run.ts";
import { table } from "./terminal.ts";

const ratio = (value: number): string =>
  Number.isNaN(value) ? "-" : Number.isFinite(value) ? value.toFixed(3) : "inf";
const percent = (value: number): string => Number.isNaN(value) ? "-" : `${value.toFixed(1)} %`;

/** Columns of the table: title, figure, how it is written. */
const COLUMNS: readonly (readonly [string, keyof TrialFigures, (value: number) => string])[] = [
  ["trades", "trades", String],
  ["return", "returnPct", percent],
  ["fall", "maxDrawdownPct", percent],
  ["sharpe", "sharpe", ratio],
  ["sortino", "sortino", ratio],
  ["calmar", "calmar", ratio],
  ["pf", "profitFactor", ratio],
  ["exp R", "expectancyR", ratio],
  ["win", "winRate", (share) => percent(100 * share)],
];

/** What a sweep is worth, from the days of its trials in order of index; null where no trial has a score. */
export function verdictOf({ rows, returns }: Swept, ranking: Ranking): SweepVerdict | null {
  const [best] = rows;
  if (best === undefined || Number.isNaN(scoreOf(best.figures, ranking))) return null;
  const byIndex = [...rows].sort((a, b) => a.index - b.index);
  const compared = byIndex.filter(({ index }) => isCompared(index, rows.length) && returns.has(index));
  const sharpes = byIndex.map(({ figures }) => figures?.sharpe ?? NaN);
  return judgeSweep(returns.get(best.index)!, sharpes, compared.map(({ index }) => returns.get(index)!));
}

/** The first rows as a table, best first; a star marks what they are ranked by. */
export function rankingText(
  rows: readonly SweepRow[],
  parameters: readonly Parameter[],
  { ranking, top }: { readonly ranking: Ranking; readonly top: number },
): string {
  const scored = rows.filter(({ figures }) => !Number.isNaN(scoreOf(figures, ranking)));
  const names = shortNames(parameters.map(({ name }) => name));
  const figure = figureOf(ranking.objective);
  const head = COLUMNS.map(([title, name]) => name === figure ? `${title}*` : title);
  const lines = scored.slice(0, top).map(({ index, point, figures }, place) => [
    `${place + 1}`,
    `${index}`,
    ...COLUMNS.map(([, name, write]) => write(figures![name])),
    ...parameters.map(({ name }) => `${point[name]}`),
  ]);
  return table([["", "trial", ...head, ...names], ...lines]);
}

/** How many trials there are, and what became of those that are not ranked. */
export function countsText(rows: readonly SweepRow[], ranking: Ranking): string {
  const refused = rows.filter(({ figures }) => figures === null);
  const idle = rows.filter(({ figures }) => figures !== null && figures.trades < ranking.minTrades).length;
  const scored = rows.filter(({ figures }) => !Number.isNaN(scoreOf(figures, ranking))).length;
  const lines = [`${rows.length} trials, ${scored} ranked by ${ranking.objective}`];
  if (idle > 0) {
    lines.push(`${idle} had fewer than ${ranking.minTrades} trades and are not ranked (--min-trades)`);
  }
  if (refused.length > 0) {
    const first = refused.reduce((a, b) => a.index < b.index ? a : b);
    lines.push(`${refused.length} were refused by the system, e.g. trial ${first.index}: ${first.fault}`);
  }
  return lines.join("\n");
}

/** What the verdict means, for people who did not read the papers. */
export function verdictText(verdict: SweepVerdict | null): string {
  if (verdict === null) {
    return "No trial has a score: lower --min-trades, take a longer span, or vary something else.";
  }
  const { trials, luckySharpe, deflatedSharpe, overfitting, compared } = verdict;
  const lines: string[] = [];
  if (!Number.isNaN(deflatedSharpe)) {
    lines.push(
      `Deflated Sharpe ratio of the best: ${
        ratio(deflatedSharpe)
      }. The best of ${trials} tries without any skill would show ` +
        `an annual Sharpe ratio of about ${
          ratio(luckySharpe)
        }; this is the probability that the best here is truly above that. ` +
        "Ask for 0.95.",
    );
  }
  lines.push(
    Number.isNaN(overfitting)
      ? "Probability of backtest overfitting: not said, it needs two trials and 32 days."
      : `Probability of backtest overfitting: ${
        ratio(overfitting)
      }. Chosen on one half of the days, the best of ${compared} ` +
        "trials was below the median on the other half so often; 0.5 is a coin toss, near 0 an edge that lasts.",
  );
  return lines.join("\n");
}

/** The end of each path that tells it from the others. */
function shortNames(paths: readonly string[]): string[] {
  const end = (path: string, words: number) => path.split(".").slice(-words).join(".");
  return paths.map((path) => {
    let words = 1;
    while (paths.some((other) => other !== path && end(other, words) === end(path, words))) words += 1;
    return end(path, words);
  });
}
