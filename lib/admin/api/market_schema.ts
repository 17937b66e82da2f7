import { z } from "zod";
import type * as views from "../views.ts";
import { anyJson, isoTime, view } from "./view_schema.ts";

const number = z.number();
const text = z.string();
const features = z.record(text, number.nullable());
const unixSeconds = number.describe("Unix seconds");

export const regime = view<views.RegimeView>(
  "Regime",
  z.object({
    symbol: text,
    regime: text,
    confidence: number,
    features_snapshot: features,
    timestamp: isoTime,
  }),
);

const line = {
  id: text,
  at: isoTime,
  symbol: text,
  regime: text,
  strategy: text,
  verdict: text,
  reason: text,
};
export const decisionLine = view<views.DecisionLineView>("DecisionLine", z.object(line));

const check = view<views.CheckView>("Check", z.object({ name: text, passed: z.boolean(), text }));

export const decision = view<views.DecisionView>(
  "Decision",
  z.object({
    ...line,
    system: text,
    confidence: number,
    rawRegime: text,
    contraryBars: z.int(),
    historyFrom: isoTime,
    historySource: text,
    features,
    causes: z.array(text),
    checks: z.array(check),
    riskChecks: z.array(check),
    intent: anyJson,
    sizing: anyJson,
  }),
);

const candle = view<views.CandleView>(
  "Candle",
  z.object({ time: unixSeconds, open: number, high: number, low: number, close: number, volume: number }),
);

const mark = view<views.MarkView>(
  "Mark",
  z.object({
    time: unixSeconds,
    kind: z.enum(["entry", "exit", "stop", "target", "liquidation"]),
    side: z.enum(["buy", "sell"]),
    price: number,
    text,
  }),
);

const span = { from: unixSeconds, to: unixSeconds };

export const chart = view<views.ChartView>(
  "Chart",
  z.object({
    symbol: text,
    timeframe: text,
    precision: z.int().describe("Decimals of a price"),
    candles: z.array(candle),
    marks: z.array(mark),
    stops: z.array(z.object({ ...span, price: number })),
    regimes: z.array(z.object({ ...span, regime: text })),
  }),
);

export const event = view<views.EventView>(
  "Event",
  z.object({
    seq: z.int().describe("Rises by the order of commits, with gaps"),
    kind: text,
    actor: text,
    at: isoTime,
    symbol: text.nullable(),
    text: text.describe("For people, one line"),
    level: z.enum(["info", "warning", "critical"]),
    data: anyJson,
  }),
);
