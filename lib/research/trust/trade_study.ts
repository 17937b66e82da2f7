import { Rng } from "../../core/mod.ts";
import {
  accumulate,
  deepestFall,
  isInsideBand,
  monteCarlo,
  type MonteCarloVerdict,
  type Series,
} from "../statistics/mod.ts";
import { drawBlocks, shuffle } from "../statistics/resample.ts";

/** What is asked of reshuffled trades. */
export interface StudyOptions {
  readonly paths: number;
  /** Share of curves inside the bands, 0..1. */
  readonly coverage: number;
  readonly seed: string;
  /** Mean length of the blocks that the forecast draws, 1 or more. */
  readonly meanBlock: number;
  /** Loss of the starting equity, in percent of it, that is ruin. */
  readonly ruinPct: number;
  /** Depths of drawdown whose probability is asked, in percent of the peak. */
  readonly drawdownsPct: readonly number[];
  /** Trades of a forecast. */
  readonly horizon: number;
}

/** A probability counted over paths, and its standard error by their number. */
export interface Counted {
  readonly probability: number;
  readonly error: number;
}

/** What trades say when they come in another order, or others like them. */
export interface TradeStudy {
  readonly realised: {
    readonly growth: readonly number[];
    /** 0 or less. */
    readonly maxDrawdownPct: number;
    readonly returnPct: number;
    /** Whether the whole curve runs inside the band of the shuffled ones. */
    readonly isInsideShuffled: boolean;
  };
  readonly shuffled: MonteCarloVerdict;
  readonly forecast: MonteCarloVerdict;
  /** That the equity of the next `horizon` trades ever is down by ruinPct of its start. */
  readonly ruin: Counted;
  readonly drawdowns: readonly {
    readonly depthPct: number;
    /** The same trades in another order; the next trades. */
    readonly shuffled: Counted;
    readonly forecast: Counted;
  }[];
}

/**
 * Studies the returns of trades, fractions of the equity each began with, in order of closing. Bands are those of monteCarlo();
 * probabilities are counted over paths drawn the same way. Throws RangeError without a trade and for one that lost all.
 */
export function studyTrades(returns: Series, options: StudyOptions): TradeStudy {
  const { paths, coverage, seed, meanBlock, horizon } = options;
  const shared = { paths, coverage, compound: true };
  const shuffled = monteCarlo(returns, { ...shared, method: "shuffle", seed: `${seed}/shuffle` });
  const forecast = monteCarlo(returns, {
    ...{ ...shared, method: "forecast", seed: `${seed}/forecast`, meanBlock, horizon },
  });
  const growth = new Float64Array(returns.length);
  accumulate(growth, returns, true);
  const shuffledPaths = countPaths(returns, options, "shuffle");
  const forecastPaths = countPaths(returns, options, "forecast");
  return {
    realised: {
      growth: [...growth],
      maxDrawdownPct: 100 * deepestFall(growth, FALL),
      returnPct: 100 * (growth[growth.length - 1]! - 1),
      isInsideShuffled: isInsideBand(shuffled.curve, growth),
    },
    ...{ shuffled, forecast },
    ruin: counted(forecastPaths.ruined, paths),
    drawdowns: options.drawdownsPct.map((depthPct, i) => ({
      depthPct,
      shuffled: counted(shuffledPaths.fallen[i]!, paths),
      forecast: counted(forecastPaths.fallen[i]!, paths),
    })),
  };
}

/** Returns of trades as fractions of the equity before each, by the order of their closing, from what they earned. */
export function tradeReturns(netPnl: readonly number[], startEquity: number): Float64Array {
  let equity = startEquity;
  return Float64Array.from(netPnl, (pnl) => {
    const value = pnl / equity;
    equity += pnl;
    return value;
  });
}

const FALL = { measure: "relative", start: 1 } as const;

function countPaths(
  returns: Series,
  { paths, seed, meanBlock, horizon, ruinPct, drawdownsPct }: StudyOptions,
  method: "shuffle" | "forecast",
): { ruined: number; fallen: number[] } {
  const rng = Rng.create(`${seed}/count/${method}`);
  const length = method === "shuffle" ? returns.length : horizon;
  const order = Int32Array.from({ length: returns.length }, (_, i) => i);
  const parent = new Int32Array(returns.length), places = new Int32Array(length);
  const drawn = new Float64Array(length), curve = new Float64Array(length);
  const fallen = drawdownsPct.map(() => 0);
  let ruined = 0;
  for (let path = 0; path < paths; path++) {
    if (method === "shuffle") shuffle(order, rng);
    else {
      // as monteCarlo() does: a resample of the trades first, so that the doubt about their mean counts
      drawBlocks(parent, returns.length, { meanBlock, rng });
      drawBlocks(places, parent.length, { meanBlock, rng });
    }
    for (let i = 0; i < length; i++) {
      drawn[i] = returns[method === "shuffle" ? order[i]! : parent[places[i]!]!]!;
    }
    accumulate(curve, drawn, true);
    const depthPct = -100 * deepestFall(curve, FALL);
    drawdownsPct.forEach((asked, i) => fallen[i] += depthPct >= asked ? 1 : 0);
    let lowest = 1;
    for (const level of curve) if (level < lowest) lowest = level;
    if (lowest <= 1 - ruinPct / 100) ruined += 1;
  }
  return { ruined, fallen };
}

function counted(count: number, paths: number): Counted {
  const probability = count / paths;
  return { probability, error: Math.sqrt(probability * (1 - probability) / paths) };
}
