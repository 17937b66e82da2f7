import { sharedCopy } from "../../../cli/sweep_memory.ts";
import type { TrialSetting } from "../../../cli/sweep_messages.ts";
import { createTrialPool } from "../../../cli/sweep_pool.ts";
import { runSweep } from "../../../cli/sweep_run.ts";
import { unwrap } from "../../../lib/core/mod.ts";
import type { CandleColumns } from "../../../lib/market/mod.ts";
import {
  type Point as TrialPoint,
  runTrial,
  type SweepRow,
  withKnownParameters,
} from "../../../lib/research/mod.ts";
import { systemConfig } from "../../../lib/trader/mod.ts";
import { columnsOf, engineSpec, NO_COSTS } from "../engine.ts";
import type { TradeColumns } from "../trade_columns.ts";
import type { Point } from "./points.ts";

/** Scores rank the rows at the end, as in any sweep. */
const RANKING = { objective: "sharpe", minTrades: 30 } as const;

/** The shipped system EC over candles, as engine.ts has it, for the trials of a sweep. */
export function sweepSetting(candles: CandleColumns): TrialSetting {
  const { trader, exchange: { tape, ...exchange }, walletBalance } = engineSpec(candles, NO_COSTS);
  return {
    market: sharedCopy({ tape, exchange, walletBalance, historySources: [""] }),
    system: systemConfig.parse(trader.portfolio.config),
  };
}

const trialPointOf = ({ fast, slow }: Point): TrialPoint => ({
  "strategies.ema_cross.fast": fast,
  "strategies.ema_cross.slow": slow,
});

/** Tries all points on so many threads, as `sweep` does; rows in the order of the points. */
export async function sweepEngine(
  setting: TrialSetting,
  points: readonly Point[],
  threads: number,
): Promise<SweepRow[]> {
  const pool = createTrialPool(threads, setting);
  const search = {
    count: points.length,
    needs: () => 0,
    pointAt: (index: number) => trialPointOf(points[index]),
  };
  try {
    const { rows } = await runSweep({ search, ranking: RANKING, known: [], onRows: () => {} }, pool);
    return [...rows].sort((a, b) => a.index - b.index);
  } finally {
    pool.close();
  }
}

/** Trades of one point one by one, as a trial of the sweep makes them. */
export function engineTrades({ market, system }: TrialSetting, point: Point): TradeColumns {
  const changed = unwrap(withKnownParameters(system, trialPointOf(point)), "bench point");
  return columnsOf(runTrial(market, changed).trips, market.tape);
}
