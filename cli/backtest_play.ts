import { Backtest, type ResultHash, resultHash } from "../lib/backtest/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import type { Config } from "../config/mod.ts";
import { type Instrument, Money } from "../lib/domain/mod.ts";
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

/** What the exchange took, in words. */
function costRemarks(simulator: Config["simulator"], instruments: readonly Instrument[]): string[] {
  const { slippage, slippage_bps, volume_share_pct, partial_fills, funding, liquidation } = simulator;
  const bps = (rateE8: bigint) => Number(rateE8) / 10_000;
  const fees = new Set(instruments.map((it) => `${bps(it.makerRateE8)} / ${bps(it.takerRateE8)}`));
  const share = partial_fills === "on"
    ? `a fill takes at most ${volume_share_pct} % of a bar's volume`
    : "a fill takes any size";
  return [
    `fees ${[...fees].join(", ")} bps (maker / taker); slippage ${
      slippage.model === "spread" ? `half of ${slippage.spread_bps}` : slippage_bps
    } bps (model ${slippage.model}); ${share}`,
    `funding ${funding}, liquidation ${liquidation}, latency ${simulator.latency_ms} ms, way within bars: ${simulator.intrabar}`,
  ];
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
    remarks: [...market.remarks, ...costRemarks(config.simulator, instruments)],
    result,
  };
  return runReport(input);
}
