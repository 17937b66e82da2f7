import { unwrap } from "../lib/core/mod.ts";
import {
  type Approval,
  type Intent,
  intentId,
  Money,
  parseInstrument,
  type Side,
} from "../lib/domain/mod.ts";
import { CandleColumns, type CandleRow, NO_FUNDING } from "../lib/market/mod.ts";
import { type Behavior, type Ctx, NONE } from "../lib/runtime/mod.ts";
import { ExchangeSpec, Tape } from "../lib/simulator/mod.ts";
import { systemConfig, traderSpec } from "../lib/trader/mod.ts";
import { type PaperSession, paperSession } from "./paper_session.ts";

export const HOUR_MS = 3_600_000;
/** 2024-01-01T00:00Z. */
export const START_MS = Date.UTC(2024, 0, 1);
export const A = "A/USDT:USDT";
export const B = "B/USDT:USDT";

function instrumentOf(symbol: string) {
  const entry = {
    id: symbol.replaceAll(/[/:]/g, ""),
    ...{ quote: "USDT", settle: "USDT", linear: true, contractSize: "1", tickSize: "0.1", stepSize: "0.001" },
    ...{ makerFeeBps: "2", takerFeeBps: "5", fundingIntervalHours: 8 },
    tiers: [{ floor: "0", cap: "1000000", maintMarginRate: "0.005", maintAmount: "0", maxLeverage: "100" }],
  };
  return unwrap(parseInstrument(symbol, entry), "test instrument");
}

/** For tests: a session of A and B on `bars` hours at 1000, without history; `execution` is part of the system. */
export function flatSession(
  bars: number,
  execution: Record<string, unknown> = {},
): PaperSession & { tape: Tape } {
  const rows = Array.from(
    { length: bars },
    (_, i): CandleRow => [START_MS + i * HOUR_MS, 1000, 1002, 998, 1001, 50],
  );
  const symbols = [A, B].map((symbol) => ({
    instrument: instrumentOf(symbol),
    candles: CandleColumns.fromRows(rows),
    funding: NO_FUNDING,
  }));
  const span = {
    timeframeMs: HOUR_MS,
    fromMs: START_MS,
    toMs: START_MS + bars * HOUR_MS,
    assumeFundingRate: 0,
  };
  const tape = unwrap(Tape.create({ ...span, symbols }), "test tape");
  const config = systemConfig.parse({
    id: "test",
    tag: "TT",
    min_bars: 60,
    execution,
    risk: { correlation_bars: 20 },
  });
  const origins = symbols.map(({ instrument }) => ({ instrument, historySource: "" }));
  const core = {
    trader: traderSpec(config, origins, "run"),
    exchange: ExchangeSpec.create({ tape }),
    walletBalance: Money.parse("10000"),
  };
  return { tape, ...paperSession(core) };
}

/** For tests: a long at 1000.0 with its stop 100 ticks away. */
export function intentOf(symbol: string, barCloseMs: number): Intent {
  const side: Side = 1;
  return {
    id: intentId("test", symbol, barCloseMs, "rule", side),
    ...{ system: "test", symbol, side, rule: "rule", regime: "TREND", barCloseMs },
    ...{
      anchorTicks: 10_000,
      stopTicks: 9_900,
      targets: [{ ticks: 10_200, sharePct: 100 }],
      leverage: 1,
      score: 0.5,
    },
  };
}

/** For tests: an approval of 900 steps at leverage 2. */
export const approvalOf = (symbol: string, atMs: number): Approval => ({
  intent: intentOf(symbol, atMs),
  ...{ qtySteps: 900, leverage: 2, riskMoney: 900_000_000n },
});

/** For tests: what a step is told besides its message. */
export const ctxAt = (nowMs: number): Ctx => ctxFrom("sender", nowMs);

/** For tests: the same, with a sender that an answer may go to. */
export const ctxFrom = (from: string, nowMs: number): Ctx => ({
  nowMs,
  self: "self",
  from,
  messageId: `${from}#1`,
});

/** For tests: an actor that lets everything pass. */
export const DEAF: Behavior = {
  schema: 1,
  init: () => null,
  step: (state) => ({ state, events: NONE, sends: NONE, timers: NONE }),
};
