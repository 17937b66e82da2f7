import { Backtest } from "../../backtest/mod.ts";
import { ExchangeSpec, type Tape } from "../../simulator/mod.ts";
import { createListRecorder, type SystemConfig, type TraderEvent, traderSpec } from "../../trader/mod.ts";
import type { TrialMarket } from "../sweep/mod.ts";

/** All that a run told, in its order. */
export interface Recording {
  readonly events: readonly TraderEvent[];
  /** For each stop: how many of the events had been told by the end of the bars before it. */
  readonly counts: readonly number[];
  /** Wallet and open profit at the last stop, in 1e-8 of the settle currency. */
  readonly equity: bigint;
}

/** Runs one system over a tape up to the last of `stops` (bars of the tape, ascending), telling everything. */
export type RecordedRun = (tape: Tape, stops: readonly number[]) => Recording;

/** One id for all runs, so that the same orders have the same names in them. */
const RUN_ID = "0".repeat(64);

/** The system over any tape of the market's symbols, by the decision core. */
export function recordedRun(market: TrialMarket, system: SystemConfig): RecordedRun {
  const { historySources, exchange, walletBalance } = market;
  return (tape, stops) => {
    const origins = tape.symbols.map(({ instrument }, i) => ({
      instrument,
      historySource: historySources[i]!,
    }));
    const recorder = createListRecorder();
    const run = Backtest.start({
      trader: traderSpec(system, origins, RUN_ID),
      exchange: ExchangeSpec.create({ ...exchange, tape }),
      walletBalance,
    }, recorder);
    const counts = stops.map((stop) => {
      Backtest.advance(run, stop - run.cursor.bar);
      return recorder.events.length;
    });
    return { events: recorder.events, counts, equity: Backtest.equity(run) };
  };
}
