import { Money } from "../../domain/mod.ts";
import type { Tape } from "../../simulator/mod.ts";
import {
  annualReturn,
  maxDrawdown,
  mean,
  probabilisticSharpe,
  quantile,
  sharpeRatio,
  SharpeSample,
} from "../statistics/mod.ts";
import { holdReturns } from "./hold.ts";
import type { WalkStep } from "./walk_forward.ts";

/** The rule of the verdict. Set before any result was looked at; loosening it makes no system better. */
export const WALK_RULE = {
  /** Round trips out of sample. */
  leastTrades: 30,
  /** What was earned a day out of sample over what was earned in sample. */
  leastEfficiency: 0.5,
  /**
   * Mean probability of backtest overfitting: noise has about 0.5. Where nearly all trials earn it is about as much, as then
   * any choice is as good: so it condemns only what chance could have brought.
   */
  mostOverfitting: 0.5,
  /** Probability that the true Sharpe ratio out of sample is above 0. */
  leastProbability: 0.95,
} as const;

/** Returns of a curve, as figures. Ratios are annualised by 365 days. */
export interface CurveFigures {
  readonly days: number;
  readonly returnPct: number;
  readonly annualPct: number;
  readonly sharpe: number;
  /** 0 or less. */
  readonly maxDrawdownPct: number;
}

/** What a walk says of a system. */
export interface WalkVerdict {
  readonly finding:
    | "too few trades"
    | "nothing earned in sample"
    | "overfitted"
    | "lost"
    | "unproven"
    | "held up";
  /** The same as a sentence, with the figures it rests on. */
  readonly sentence: string;
  /** All tests in a row. */
  readonly chained: CurveFigures & {
    readonly trades: number;
    readonly expectancyR: number;
    readonly profitFactor: number;
    readonly probabilisticSharpe: number;
  };
  /** The market bought and held over the same days. */
  readonly hold: CurveFigures;
  /** Mean return of the choices a year, in sample and out, without compounding; NaN where nothing was fitted. */
  readonly inSamplePct: number;
  readonly outOfSamplePct: number;
  readonly efficiency: number;
  /** Trials of a window, the median deflated Sharpe ratio of the choices, the mean probability of overfitting. */
  readonly trials: number;
  readonly deflatedSharpe: number;
  readonly overfitting: number;
  /** Growth of 1 at the end of each day out of sample. */
  readonly growth: readonly number[];
  readonly holdGrowth: readonly number[];
}

/** Judges the steps of a walk by WALK_RULE. */
export function judgeWalk(tape: Tape, steps: readonly WalkStep[]): WalkVerdict {
  const returns = joined(steps.map((step) => step.returns));
  const held = joined(steps.map((step) => holdReturns(tape, step.test)));
  const trips = steps.flatMap((step) => step.outcome?.trips ?? []);
  const rs = trips.filter((trip) => trip.riskMoney > 0n).map((trip) => trip.r);
  const pnl = trips.map((trip) => Money.toNumber(trip.netPnl));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const chained = {
    ...curveFigures(returns),
    trades: trips.length,
    expectancyR: sum(rs) / rs.length,
    profitFactor: sum(pnl.filter((value) => value > 0)) / -sum(pnl.filter((value) => value < 0)),
    probabilisticSharpe: returns.length < 2 ? NaN : probabilisticSharpe(SharpeSample.of(returns)),
  };
  const fits = steps.flatMap(({ fitted }) => fitted === null ? [] : [fitted]);
  const inSamplePct = 36_500 * mean(fits.map((fit) => fit.meanDaily));
  const outOfSamplePct = 36_500 * mean(returns);
  const told = fits.map((fit) => fit.overfitting).filter((value) => !Number.isNaN(value));
  const figures = {
    ...{ chained, inSamplePct, outOfSamplePct },
    hold: curveFigures(held),
    efficiency: inSamplePct > 0 ? outOfSamplePct / inSamplePct : NaN,
    trials: Math.max(0, ...fits.map((fit) => fit.trials)),
    deflatedSharpe: quantile(fits.map((fit) => fit.deflatedSharpe), 0.5),
    overfitting: mean(told),
    growth: growth(returns),
    holdGrowth: growth(held),
  };
  return { ...figures, ...(fits.length === 0 ? judgeFixed(figures) : judgeFitted(figures)) };
}

type Figures = Omit<WalkVerdict, "finding" | "sentence">;
type Judged = Pick<WalkVerdict, "finding" | "sentence">;

const tooFew = (trades: number): Judged => ({
  finding: "too few trades",
  sentence: `No verdict: ${trades} trades out of sample, ${WALK_RULE.leastTrades} are asked for.`,
});

// no -0.0
const pct = (value: number) => `${(Math.round(10 * value) / 10 || 0).toFixed(1)} %`;

function judgeFitted(it: Figures): Judged {
  const { efficiency, overfitting, chained: { trades, probabilisticSharpe: probability } } = it;
  const { leastTrades, leastEfficiency, mostOverfitting, leastProbability } = WALK_RULE;
  if (trades < leastTrades) return tooFew(trades);
  const earned = `in sample the choices earned ${pct(it.inSamplePct)} a year, out of sample ${
    pct(it.outOfSamplePct)
  }`;
  if (!(it.inSamplePct > 0)) {
    return {
      finding: "nothing earned in sample",
      sentence: `Nothing to trust: ${earned}; even the best of ${it.trials} trials lost.`,
    };
  }
  const share = `${efficiency.toFixed(2)} of it, ${leastEfficiency.toFixed(2)} is asked for`;
  if (efficiency < leastEfficiency) {
    return { finding: "overfitted", sentence: `Overfitted: ${earned} (${share}).` };
  }
  const isToss = overfitting > mostOverfitting;
  const toss = `the best trial of one half of the days was below the median of the other in ${
    pct(100 * overfitting)
  } of the halvings`;
  if (isToss && !(probability >= leastProbability)) {
    return { finding: "overfitted", sentence: `Overfitted: ${earned} (${share}), but ${toss}.` };
  }
  const judged = judgeChance(`${earned} (${share})`, probability, leastProbability);
  if (!isToss) return judged;
  return {
    ...judged,
    sentence: `${judged.sentence} What was earned is the system's, not the fit's: ${toss}.`,
  };
}

function judgeFixed(it: Figures): Judged {
  const { trades, probabilisticSharpe: probability } = it.chained;
  if (trades < WALK_RULE.leastTrades) return tooFew(trades);
  const earned = `as it is, the system earned ${pct(it.outOfSamplePct)} a year over all windows`;
  if (!(it.outOfSamplePct > 0)) return { finding: "lost", sentence: `Lost: ${earned}.` };
  return judgeChance(earned, probability, WALK_RULE.leastProbability);
}

function judgeChance(earned: string, probability: number, asked: number): Judged {
  const chance = `the probability of a true Sharpe ratio above 0 is ${
    probability.toFixed(3)
  }, ${asked} is asked for`;
  return probability >= asked
    ? { finding: "held up", sentence: `Held up: ${earned}; ${chance}.` }
    : { finding: "unproven", sentence: `Not proven: ${earned}, but ${chance}.` };
}

/** Figures of daily returns. */
export function curveFigures(returns: Float64Array): CurveFigures {
  return {
    days: returns.length,
    returnPct: 100 * ((growth(returns).at(-1) ?? 1) - 1),
    annualPct: 100 * annualReturn(returns, 365),
    sharpe: sharpeRatio(returns, { periodsPerYear: 365 }),
    maxDrawdownPct: 100 * maxDrawdown(returns),
  };
}

function growth(returns: Float64Array): number[] {
  let level = 1;
  return Array.from(returns, (value) => level *= 1 + value);
}

function joined(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}
