import type { CandleColumns } from "../../../lib/market/mod.ts";
import { type Conventions, RULE_CONVENTIONS } from "../conventions.ts";
import { isEqual, reconcile } from "../reconcile.ts";
import { TradeColumns } from "../trade_columns.ts";
import { engineTrades, sweepSetting } from "./engine_sweep.ts";
import { drawSample, type Point } from "./points.ts";
import { countStatistics, type PointFigures, unexplained } from "./reconcile_points.ts";
import { runTwin, type Twin } from "./swept_twin.ts";
import type { SweepOutcome } from "./sweep_outcome.ts";

/** How a contender of the sweep fills, and which of its sums is held against the twin's. */
export interface SweepConvention {
  readonly conventions: Conventions;
  readonly words: string;
  readonly sum: "net" | "sumR";
}

/** By contender. Ours sizes by risk, so its money is no other's: its R is. */
export const SWEEP_CONVENTIONS: Readonly<Record<string, SweepConvention>> = {
  reference: { conventions: RULE_CONVENTIONS, words: "the rules as they are written", sum: "net" },
  vectorbt: {
    conventions: { ...RULE_CONVENTIONS, reentry: false },
    words: "one order a row: a cross in the row of an exit is lost",
    sum: "net",
  },
  bulkhead: {
    conventions: { ...RULE_CONVENTIONS, levels: "signal_close" },
    words: "stop and target on ticks, measured from the signal's close",
    sum: "sumR",
  },
};

/** What was found of one contender. */
export interface Judgement {
  readonly lines: readonly string[];
  readonly isExplained: boolean;
}

const TOLD = 10;
const SAMPLE_SIZE = 50, SAMPLE_SEED = "sweep";
/** A trade's sum may be off by so much: of money of about 100, or of an R of about 0.2 in whole 1e-8. */
const TOLERANCE = 1e-6;

/** Holds what a contender says of every point against the plain loop and against the twin of its conventions. */
export function judgeContender(
  name: string,
  outcome: SweepOutcome,
  { twin, points, loop }: { twin: Twin; points: readonly Point[]; loop: SweepOutcome },
): Judgement {
  const { conventions, words, sum } = SWEEP_CONVENTIONS[name];
  const tried = points.slice(0, outcome.points);
  const expected = twinFigures(twin, tried, conventions, sum);
  const odd = unexplained({ trades: outcome.trades, value: outcome[sum] }, expected, TOLERANCE);
  const { points: compared, equal, trades, loopTrades, most, mean } = countStatistics(
    outcome.trades,
    loop.trades,
  );
  const lines = [
    `${name} fills: ${words}`,
    `  against the plain loop: as many trades in ${equal} of ${compared} points; ${trades} trades to ${loopTrades}, ` +
    `${mean.toFixed(2)} a point apart and ${most} at most`,
    `  under its own conventions: trades and ${sum} as the twin's in ${
      tried.length - odd.length
    } of ${tried.length} points`,
    ...odd.slice(0, TOLD).map(({ index, trades, twinTrades, value, twinValue }) =>
      `    ${nameOf(points[index])}: ${trades} trades, ${value}; the twin ${twinTrades}, ${twinValue}`
    ),
  ];
  return { lines, isExplained: odd.length === 0 };
}

/** Holds our trades of points drawn by a seed against the twin's, one by one. */
export function judgeSample(candles: CandleColumns, twin: Twin, points: readonly Point[]): Judgement {
  const setting = sweepSetting(candles), { conventions } = SWEEP_CONVENTIONS.bulkhead;
  const odd: string[] = [], drawn = drawSample(points.length, SAMPLE_SIZE, SAMPLE_SEED);
  let trades = 0;
  for (const index of drawn) {
    const own = engineTrades(setting, points[index]);
    const difference = reconcile(own, runTwin(twin, points[index], conventions).trades);
    trades += own.length;
    if (!isEqual(difference)) {
      odd.push(`    ${nameOf(points[index])}: ${difference.differences.length} trades differ`);
    }
  }
  return {
    lines: [
      `bulkhead, ${drawn.length} points drawn by the seed "${SAMPLE_SEED}": ${trades} trades, bars and prices one by one as ` +
      `the twin's in ${drawn.length - odd.length} points`,
      ...odd.slice(0, TOLD),
    ],
    isExplained: odd.length === 0,
  };
}

function twinFigures(
  twin: Twin,
  points: readonly Point[],
  conventions: Conventions,
  sum: SweepConvention["sum"],
): PointFigures {
  const trades: number[] = [], value: number[] = [];
  for (const point of points) {
    const run = runTwin(twin, point, conventions);
    trades.push(run.trades.length);
    value.push(sum === "net" ? TradeColumns.net(run.trades) : run.sumR);
  }
  return { trades, value };
}

const nameOf = ({ fast, slow }: Point): string => `EMA ${fast}/${slow}`;
