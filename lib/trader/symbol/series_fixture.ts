import { Rng, unwrap } from "../../core/mod.ts";
import { type Fill, parseInstrument } from "../../domain/mod.ts";
import { CandleColumns, type CandleRow } from "../../market/mod.ts";
import type { TraderEvent } from "../events.ts";
import type { SymbolReport } from "../notice.ts";
import { createListRecorder } from "../recorder.ts";
import { systemConfig } from "../schema.ts";
import { traderSpec } from "../trader_spec.ts";
import type { SymbolDesk } from "./desk.ts";
import { SymbolReducer } from "./reducer.ts";
import type { SymbolSpec } from "./spec.ts";

export const HOUR_MS = 3_600_000;
/** 2024-01-01T00:00Z. */
export const START_MS = Date.UTC(2024, 0, 1);
/** Hours until 60 daily bars have closed: the longest warm-up at min_bars 60. */
export const WARM_HOURS = 60 * 24;
export const SYMBOL = "TEST/USDT:USDT";

/** For tests: tick 0.1, step 0.001. */
const INSTRUMENT = unwrap(
  parseInstrument(SYMBOL, {
    id: "TESTUSDT",
    ...{ quote: "USDT", settle: "USDT", linear: true, contractSize: "1", tickSize: "0.1", stepSize: "0.001" },
    ...{ makerFeeBps: "2", takerFeeBps: "5", fundingIntervalHours: 8 },
    tiers: [{ floor: "0", cap: "1000000", maintMarginRate: "0.005", maintAmount: "0", maxLeverage: "100" }],
  }),
  "test instrument",
);

/** A symbol that warms up within 60 days; anything of a system may be given. */
export function specOf(system: Record<string, unknown> = {}): SymbolSpec {
  const config = systemConfig.parse({ id: "test", tag: "TT", min_bars: 60, ...system });
  const [spec] = traderSpec(config, [{ instrument: INSTRUMENT, historySource: "" }], "run").symbols;
  // as if there were others to compare its returns with
  return { ...spec, correlationBars: config.risk.correlation_bars };
}

/** Loose rules: many signals on a random walk. */
export const EAGER = {
  regime: { adx_trend: 15, adx_range: 14, bandwidth_rank_max: 0.9, confirmations: 1 },
  strategies: {
    trend_pullback: { reward_risk_min: 0.5, rsi_min: 20, rsi_max: 80 },
    range_reversion: { reward_risk_min: 0.3, rsi_oversold: 45, rsi_overbought: 55 },
    squeeze_breakout: { enabled: true, squeeze_rank_max: 0.6, bw_expansion: 1.2, reward_risk_min: 0.3 },
  },
};

/** A random walk of hourly bars about 1000 on the tick, with slow swings so that regimes change. */
export function randomCandles(seed: string, bars: number, fromMs = START_MS): CandleColumns {
  const rng = Rng.create(seed);
  const tick = (price: number) => Math.round(price * 10) / 10;
  let close = 1000;
  const rows = Array.from({ length: bars }, (_, i): CandleRow => {
    const open = close;
    const drift = 0.6 * Math.sin(i / 90) * (1 + Math.sin(i / 700));
    close = tick(Math.max(200, open + drift + 4 * Rng.normal(rng)));
    const high = tick(Math.max(open, close) + 3 * Rng.uniform(rng));
    const low = tick(Math.min(open, close) - 3 * Rng.uniform(rng));
    return [fromMs + i * HOUR_MS, open, high, low, close, 100 + Rng.below(rng, 900)];
  });
  return CandleColumns.fromRows(rows);
}

/** What a stretch of bars led to. */
export interface Driven {
  readonly reports: SymbolReport[];
  readonly events: TraderEvent[];
}

/**
 * Plays bars from..to-1 and answers for risk and execution by a rule that looks at nothing but the bar: every third hour's
 * intent is denied, the others are filled at once and closed nine bars later.
 */
export function drive(desk: SymbolDesk, candles: CandleColumns, from: number, to: number): Driven {
  const recorder = createListRecorder();
  const reports: SymbolReport[] = [];
  for (let i = from; i < to; i++) {
    const report = playBar(desk, CandleColumns.row(candles, i), recorder);
    reports.push(report);
    answer(desk, report);
  }
  return { reports, events: recorder.events };
}

/** Plays one bar [openMs, open, high, low, close, volume]; the report is a copy. */
export function playBar(desk: SymbolDesk, row: CandleRow, recorder = createListRecorder()): SymbolReport {
  return { ...SymbolReducer.bar(desk, CandleColumns.fromRows([row]), 0, recorder) };
}

function answer(desk: SymbolDesk, { intent, closeMs }: SymbolReport): void {
  const { trade } = desk.state;
  if (trade === null) return;
  const about = { symbol: SYMBOL, intentId: trade.intentId, atMs: closeMs };
  const ageMs = closeMs - Number(trade.intentId.split(":")[3]);
  if (intent !== null && (closeMs / HOUR_MS) % 3 === 0) {
    SymbolReducer.notice(desk, { kind: "IntentDenied", ...about });
  } else if (intent !== null) fillTrade(desk, intent.anchorTicks, closeMs);
  else if (ageMs >= 9 * HOUR_MS) SymbolReducer.notice(desk, { kind: "CampaignEnded", ...about });
}

/** Tells the symbol that its open intent was filled with 100 steps at a price, and that its stop rests. */
export function fillTrade(desk: SymbolDesk, priceTicks: number, atMs: number): void {
  const { intentId, side, stopTicks } = desk.state.trade!;
  const fill: Fill = {
    ...{ fillId: "1", clientId: "id", symbol: SYMBOL, side, priceTicks, qtySteps: 100, liquidity: "taker" },
    ...{ fee: 0n, realizedPnl: 0n, atMs, positionStepsAfter: side * 100 },
  };
  const money = { isolatedMargin: 0n, walletBalance: 0n };
  SymbolReducer.notice(desk, {
    kind: "FillNoted",
    symbol: SYMBOL,
    intentId,
    leg: "entry",
    fill,
    ...money,
    atMs,
  });
  SymbolReducer.notice(desk, { kind: "StopPlaced", symbol: SYMBOL, intentId, stopTicks, atMs });
}
