import { Backtest, type ResultHash, resultHash } from "../lib/backtest/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import { Money } from "../lib/domain/mod.ts";
import { type ReportInput, type RunReport, runReport } from "../lib/research/mod.ts";
import { createListRecorder, createTallyRecorder, type TraderEvent } from "../lib/trader/mod.ts";
import type { BacktestPlan } from "./backtest_plan.ts";
import { createProgress, utc } from "./terminal.ts";

/** Bars between two signs of life. */
const BARS_PER_SLICE = 5_000;

/** A backtest that has ended. */
export interface Backtested {
  readonly plan: BacktestPlan;
  /** What was recorded, in order. */
  readonly events: readonly TraderEvent[];
  /** Null where not everything was recorded. */
  readonly result: ResultHash | null;
  readonly finalEquity: Money;
  /** How long the run took, without reading its data before it and its result after it. */
  readonly wallMs: number;
}

/** Runs a plan to its end, with a progress bar on a terminal. */
export function playBacktest(plan: BacktestPlan, hasRecords: boolean): Backtested {
  const recorder = hasRecords ? createListRecorder() : createTallyRecorder();
  const { tape } = plan.spec.exchange;
  const progress = createProgress(tape.bars);
  const startedMs = systemClock.nowMs();
  const run = Backtest.start(plan.spec, recorder);
  let isDone = false;
  while (!isDone) {
    isDone = Backtest.advance(run, BARS_PER_SLICE);
    const bar = isDone ? tape.bars : run.cursor.bar;
    progress(bar, utc(tape.fromMs + bar * tape.timeframeMs));
  }
  const wallMs = systemClock.nowMs() - startedMs;
  const { events } = recorder;
  const result = hasRecords ? resultHash(events) : null;
  return { plan, events, result, finalEquity: Backtest.equity(run), wallMs };
}

/** The figures of a backtest; the same run gives the same report. */
export function reportOf({ plan, events, result, finalEquity }: Backtested): RunReport {
  const { spec: { trader, exchange: { tape }, walletBalance }, config, market } = plan;
  const { instruments } = trader.portfolio;
  const closes = tape.symbols.map(({ instrument, candles }) => ({
    symbol: instrument.symbol,
    openMs: candles.openMs.subarray(0, candles.length),
    close: candles.close.subarray(0, candles.length),
  }));
  const input: ReportInput = {
    title: `${config.system.id} on ${market.kind === "replay" ? "recorded history" : "a simulated market"}`,
    system: config.system.id,
    symbols: trader.orders.symbols,
    instruments,
    fromMs: tape.fromMs,
    toMs: tape.toMs,
    barMs: tape.timeframeMs,
    walletBalance: Money.toNumber(walletBalance),
    events,
    market: closes.find(({ symbol }) => symbol.startsWith("BTC/")) ?? closes[0]!,
    finalEquity: Money.toNumber(finalEquity),
    closes,
    remarks: market.remarks,
    result,
  };
  return runReport(input);
}
