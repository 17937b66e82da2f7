// A decision record to vary: for this room's tests.
import type { CheckRecord } from "../lib/domain/mod.ts";
import type { DecisionRecord, IntentRecord } from "../lib/trader/mod.ts";

export const INTENT: IntentRecord = {
  id: "intent-1",
  side: "long",
  rule: "trend_pullback",
  anchorTicks: "1000",
  stopTicks: "950",
  targets: [{ ticks: "1100", sharePct: 50 }, { ticks: "1200", sharePct: 50 }],
  score: 0.75,
};

/** Checks from texts: "name" passes, "!name" fails. */
export const checks = (...names: string[]): CheckRecord[] =>
  names.map((name) => ({
    name: name.replace("!", ""),
    value: 1.23456789,
    limit: null,
    pass: name[0] !== "!",
  }));

/** A flat bar in NO_TRADE without anything, but for what a test says. */
export const decision = (given: Partial<DecisionRecord>): DecisionRecord => ({
  id: "TEST/USDT:USDT:1704070800000",
  atMs: Date.UTC(2024, 0, 1, 1),
  system: "regime-router",
  symbol: "TEST/USDT:USDT",
  historyFromMs: Date.UTC(2023, 10, 2),
  historySource: "",
  regime: "NO_TRADE",
  confidence: 0.5,
  rawRegime: "NO_TRADE",
  contraryBars: 0,
  strategy: "",
  features: {},
  checks: [],
  intent: null,
  riskChecks: [],
  sizing: null,
  verdict: "no_trade",
  reason: "",
  ...given,
});
