import type { Instrument, Order } from "../domain/mod.ts";
import type { RoundTrip } from "../trader/mod.ts";
import type { Fact } from "./fact.ts";
import { T0 } from "./outlet_fixture.ts";
import type { Units } from "./units.ts";

/** For tests. */
export const SYMBOL = "BTC/USDT:USDT";

const INSTRUMENT: Instrument = {
  ...{ symbol: SYMBOL, nativeId: "BTCUSDT", settle: "USDT", tickMantissa: 1, tickPow10: 10 },
  ...{ stepMantissa: 1, stepPow10: 1_000, tickStepValue: 10_000n, minSteps: 1, maxSteps: null },
  ...{ minNotional: null, makerRateE8: 0n, takerRateE8: 0n, fundingIntervalMs: 1, tiers: [] },
};

/** For tests: ticks of 0.1 USDT, steps of 0.001 BTC. */
export const UNITS: Units = { currency: "USDT", instruments: [INSTRUMENT] };

const ORDER: Order = {
  ...{ clientId: "RRs0ABC", symbol: SYMBOL, side: -1, type: "stop_market", qtySteps: 12, limitTicks: null },
  ...{
    triggerTicks: 609_000,
    reduceOnly: true,
    closePosition: false,
    intentId: "i",
    leg: "stop",
    attempt: 0,
  },
  ...{
    status: "rejected",
    filledSteps: 0,
    createdAtMs: T0,
    updatedAtMs: T0 + 1,
    reason: "-2021 would trigger",
  },
};

const TRIP: RoundTrip = {
  ...{
    id: "rr:BTC:1",
    system: "rr",
    symbol: SYMBOL,
    side: "long",
    strategy: "trend",
    regimeAtEntry: "TREND",
  },
  ...{
    openedAtMs: T0,
    closedAtMs: T0 + 18_720_000,
    qtySteps: 12,
    entryPrice: 61_234.5,
    exitPrice: 60_900.123_456,
  },
  ...{ initialStopTicks: 609_000, realizedPnl: -401_400_000n, fees: 73_000_000n, funding: -1_200_000n },
  ...{
    netPnl: -475_600_000n,
    riskMoney: 485_000_000n,
    r: -0.9806,
    exits: ["target1", "stop", "stop"],
    reasons: [],
  },
};

/** For tests: one fact of every kind. */
export const FACTS: { readonly [K in Fact["kind"]]: Extract<Fact, { kind: K }> } = {
  OrderChanged: { kind: "OrderChanged", order: ORDER },
  FillBooked: {
    kind: "FillBooked",
    fill: {
      ...{ fillId: "f1", clientId: "RRs0ABC", symbol: SYMBOL, side: -1, priceTicks: 609_001, qtySteps: 12 },
      ...{
        liquidity: "taker",
        fee: 36_540_000n,
        realizedPnl: -401_400_000n,
        atMs: T0,
        positionStepsAfter: 0,
      },
    },
    ...{ intentId: "i", leg: "stop" },
  },
  CashFlowBooked: {
    kind: "CashFlowBooked",
    flow: { id: "fee:f1", kind: "fee", symbol: SYMBOL, amount: -36_540_000n, atMs: T0 },
  },
  RoundTripClosed: { kind: "RoundTripClosed", trip: TRIP },
  DaySummarised: {
    kind: "DaySummarised",
    day: {
      ...{
        date: "2024-01-01",
        equity: 1_001_230_000_000n,
        wallet: 1_000_500_000_000n,
        realized: 512_345_678n,
      },
      ...{ unrealized: 730_000_000n, fees: 73_000_000n, funding: -1_200_000n, roundTrips: 3, sumR: 1.234 },
      ...{ drawdownPct: 0.5, drawdownR: 1, decisions: 24, entries: 2 },
    },
    atMs: T0 + 86_400_000,
  },
  Heartbeat: {
    ...{
      kind: "Heartbeat",
      wallet: 1_000_500_000_000n,
      equity: 1_001_230_000_000n,
      openRisk: 4_500_000_000n,
    },
    ...{ positions: 1, atMs: T0 + 3_600_000 },
  },
  LatchChanged: {
    ...{
      kind: "LatchChanged",
      scope: "portfolio",
      latch: "kill",
      on: true,
      cause: "an operator's order",
      atMs: T0,
    },
  },
  LossStopChanged: { kind: "LossStopChanged", period: "daily", on: true, lossPct: 2.0123, atMs: T0 },
  BookDiverged: {
    ...{ kind: "BookDiverged", symbol: SYMBOL, what: "position", ours: "12", venues: "-6", atMs: T0 },
  },
  Finding: {
    ...{ kind: "Finding", what: "phantom position", symbol: SYMBOL, ours: "12", venues: "0" },
    ...{ done: "orders looked up", atMs: T0 },
  },
  SymbolAbsent: { kind: "SymbolAbsent", symbol: SYMBOL, barCloseMs: T0 + 3_600_000, atMs: T0 + 3_602_000 },
  ProtectionLost: {
    ...{
      kind: "ProtectionLost",
      symbol: SYMBOL,
      nakedMs: 2_100,
      how: "12 of 12 steps without a stop",
      atMs: T0,
    },
  },
  ProtectionRestored: {
    ...{ kind: "ProtectionRestored", symbol: SYMBOL, nakedMs: 3_000, how: "stop of the guardian", atMs: T0 },
  },
  OperatorCommandTaken: {
    ...{ kind: "OperatorCommandTaken", commandId: "c-7", by: "admin", command: "Flatten", accepted: true },
    ...{ why: "", atMs: T0 },
  },
  ConfigApplied: {
    ...{ kind: "ConfigApplied", version: "v3", patch: { "risk.risk_per_trade_pct": 0.4, "risk.max": 2 } },
    ...{ by: "admin", atMs: T0 },
  },
  ConfigRolledBack: { kind: "ConfigRolledBack", version: "v3", to: "v2", by: "admin", atMs: T0 },
  ConfigFailed: { kind: "ConfigFailed", version: "v4", why: "risk/paper did not confirm", atMs: T0 },
  LiquidationNoted: {
    ...{
      kind: "LiquidationNoted",
      symbol: SYMBOL,
      side: 1,
      qtySteps: 12,
      price: 30_900.5,
      lost: 36_000_000_000n,
    },
    ...{ walletBalance: 964_500_000_000n, intentId: "i", atMs: T0 },
  },
  StoreDegraded: { kind: "StoreDegraded", atMs: T0 },
  StoreRecovered: { kind: "StoreRecovered", atMs: T0 },
  PartRestarted: { kind: "PartRestarted", part: "deck-1", reason: "memory", restarts: 2, atMs: T0 },
  MessagePoisoned: {
    ...{ kind: "MessagePoisoned", actor: "symbol/paper/BTC", messageId: "feed#9", action: "halt", atMs: T0 },
  },
  FeedHealthChanged: {
    ...{ kind: "FeedHealthChanged", venue: "binance 1m", health: "reconnecting", why: "code 1006", atMs: T0 },
  },
  CandlesMissing: {
    ...{
      kind: "CandlesMissing",
      symbol: SYMBOL,
      missing: 3,
      fromMs: T0,
      why: "the venue has none",
      atMs: T0,
    },
  },
  CandleCorrected: { kind: "CandleCorrected", symbol: SYMBOL, openMs: T0, atMs: T0 },
  ClockSkewed: { kind: "ClockSkewed", venue: "binance", offsetMs: 700.4, atMs: T0 },
};
