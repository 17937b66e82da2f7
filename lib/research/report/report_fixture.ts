import { unwrap } from "../../core/mod.ts";
import { type Instrument, Money, parseInstrument } from "../../domain/mod.ts";
import type { DecisionRecord, RoundTrip, TraderEvent } from "../../trader/mod.ts";
import type { PriceSeries, ReportInput } from "./report_input.ts";
import { DAY_MS, HOUR_MS } from "./spans.ts";

/** 2024-01-30T00:00Z: two days before a month ends. */
export const START_MS = Date.UTC(2024, 0, 30);
export const hourMs = (hour: number): number => START_MS + hour * HOUR_MS;

/** Tick 0.1, step 0.001, fees 2 and 5 bps. */
export function instrumentOf(symbol: string): Instrument {
  const tier = {
    floor: "0",
    cap: "10000000",
    maintMarginRate: "0.005",
    maintAmount: "0",
    maxLeverage: "100",
  };
  return unwrap(
    parseInstrument(symbol, {
      ...{ id: "TEST", quote: "USDT", settle: "USDT", linear: true, contractSize: "1", tickSize: "0.1" },
      ...{ stepSize: "0.001", minNotional: "5", makerFeeBps: "2", takerFeeBps: "5", fundingIntervalHours: 8 },
      tiers: [tier],
    }),
    "test instrument",
  );
}

/** A closed trade in whole units; hours count from the start. */
export interface TripText {
  readonly symbol: string;
  readonly side: "long" | "short";
  readonly regime: string;
  readonly hours: readonly [opened: number, closed: number];
  readonly quantity: number;
  readonly prices: readonly [entry: number, exit: number];
  readonly fees: string;
  readonly funding: string;
  readonly gross: string;
  readonly risk: string;
  readonly exits: readonly string[];
}

export function tripOf(text: TripText): RoundTrip {
  const { symbol, side, regime, hours, quantity, prices, exits } = text;
  const [fees, funding, realizedPnl, riskMoney] = [text.fees, text.funding, text.gross, text.risk].map(
    Money.parse,
  );
  const netPnl = realizedPnl - fees + funding;
  return {
    ...{ id: `${symbol}:${hours[0]}`, system: "test", symbol, side, strategy: "", regimeAtEntry: regime },
    ...{ openedAtMs: hourMs(hours[0]), closedAtMs: hourMs(hours[1]), qtySteps: Math.round(quantity * 1000) },
    ...{ entryPrice: prices[0], exitPrice: prices[1], initialStopTicks: 0, realizedPnl, fees, funding },
    ...{ netPnl, riskMoney, r: Number(netPnl) / Number(riskMoney), exits, reasons: [] },
  };
}

export const closed = (text: TripText): TraderEvent => ({ kind: "RoundTripClosed", trip: tripOf(text) });

export const beat = (hour: number, equity: number): TraderEvent => ({
  kind: "Heartbeat",
  ...{ wallet: Money.fromNumber(equity), equity: Money.fromNumber(equity), openRisk: 0n, positions: 0 },
  atMs: hourMs(hour),
});

/** The day that ends at an hour. */
export const dayEnd = (hour: number, equity: number, fees = "0", funding = "0"): TraderEvent => ({
  kind: "DaySummarised",
  day: {
    ...{ date: new Date(hourMs(hour) - 1).toISOString().slice(0, 10), equity: Money.fromNumber(equity) },
    ...{ wallet: Money.fromNumber(equity), realized: 0n, unrealized: 0n, fees: Money.parse(fees) },
    ...{ funding: Money.parse(funding), roundTrips: 0, sumR: 0, drawdownPct: 0, drawdownR: 0 },
    ...{ decisions: 0, entries: 0 },
  },
  atMs: hourMs(hour),
});

/** A decision; `checks` are the names looked at, of which the last failed where it is the reason. */
export function decided(
  verdict: DecisionRecord["verdict"],
  reason: string,
  { regime = "TREND", checks = [], hour = 1 }: {
    readonly regime?: string;
    readonly checks?: readonly string[];
    readonly hour?: number;
  } = {},
): TraderEvent {
  const isIntent = verdict === "approved" || verdict === "denied";
  return {
    kind: "DecisionMade",
    decision: {
      ...{
        id: `A:${hour}`,
        atMs: hourMs(hour),
        system: "test",
        symbol: "A",
        historyFromMs: 0,
        historySource: "",
      },
      ...{ regime, confidence: 1, rawRegime: regime, contraryBars: 0, strategy: "s", features: {} },
      checks: checks.map((name) => ({ name, value: null, limit: null, pass: name !== reason })),
      intent: isIntent
        ? { id: "i", side: "long", rule: "r", anchorTicks: "1", stopTicks: "1", targets: [], score: 0 }
        : null,
      ...{ riskChecks: [], sizing: null, verdict, reason },
    },
  };
}

/** Four trades in two symbols over four days, whose figures are worked out by hand in run_report_test.ts. */
export const FOUR_TRADES: readonly TripText[] = [
  {
    ...{ symbol: "AAA/USDT:USDT", side: "long", regime: "TREND", hours: [2, 14], quantity: 10 },
    ...{
      prices: [100, 110],
      fees: "2",
      funding: "-3",
      gross: "100",
      risk: "50",
      exits: ["target1", "target2"],
    },
  },
  {
    ...{ symbol: "AAA/USDT:USDT", side: "short", regime: "RANGE", hours: [24, 30], quantity: 5 },
    ...{ prices: [200, 206], fees: "1", funding: "1", gross: "-30", risk: "50", exits: ["stop"] },
  },
  {
    ...{ symbol: "BBB/USDT:USDT", side: "long", regime: "TREND", hours: [27, 48], quantity: 48 },
    ...{ prices: [50, 49], fees: "2", funding: "0", gross: "-48", risk: "50", exits: ["stop"] },
  },
  {
    ...{ symbol: "BBB/USDT:USDT", side: "short", regime: "TREND", hours: [72, 84], quantity: 30.5 },
    ...{ prices: [50, 48], fees: "1", funding: "0", gross: "61", risk: "40", exits: ["target1", "stop"] },
  },
];

/** Equity by the hour from the start. */
export const EQUITY: readonly (readonly [hour: number, equity: number])[] = [
  ...[[12, 10_100], [24, 10_095], [36, 10_000], [48, 10_050], [60, 10_015], [72, 10_015]] as const,
  ...[[78, 9_900], [96, 10_075]] as const,
];

/** Daily closes from the day before the start on. */
export const MARKET: PriceSeries = {
  symbol: "AAA/USDT:USDT",
  openMs: Float64Array.from([-1, 0, 1, 2, 3], (day) => START_MS + day * DAY_MS),
  close: Float64Array.of(100, 110, 99, 99, 120),
};

/** A run of four days; what is left out is the four trades with everything recorded. */
export function inputOf(change: Partial<ReportInput> = {}): ReportInput {
  const symbols = ["AAA/USDT:USDT", "BBB/USDT:USDT"];
  return {
    ...{ title: "Four trades", system: "test", symbols, instruments: symbols.map(instrumentOf) },
    ...{ fromMs: START_MS, toMs: START_MS + 4 * DAY_MS, barMs: DAY_MS, walletBalance: 10_000 },
    events: [...EQUITY.map(([hour, equity]) => beat(hour, equity)), ...FOUR_TRADES.map(closed)],
    ...{ market: MARKET, remarks: ["made by hand"], result: null, ...change },
  };
}
