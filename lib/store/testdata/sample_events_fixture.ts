// One made-up event of every kind, and batches to commit them in: for this room's tests.
import { type Instrument, Order, parseInstrument } from "../../domain/mod.ts";
import { anEntry } from "../../domain/entry_fixture.ts";
import { unwrap } from "../../core/mod.ts";
import { type CommitBatch, type Envelope, type HandledInput, LANE, type Message } from "../../runtime/mod.ts";
import type { DecisionRecord, TraderEvent } from "../../trader/mod.ts";
import type { Binding, EventOf } from "../port.ts";

export const SYMBOL = "BTC/USDT:USDT";
/** 2024-01-01T00:00:00Z */
export const T0 = 1_704_067_200_000;

/** Tick 0.1, step 0.001, so that decimals differ from integers. */
export const INSTRUMENT: Instrument = unwrap(parseInstrument(SYMBOL, anEntry()), "sample instrument");

export const BINDING: Binding = {
  mode: "paper",
  venueEnvironment: "paper",
  account: "main",
  runId: "run-a",
  configJson: '{"system":"rr"}',
  configHash: "hash-a",
  instruments: [INSTRUMENT],
};

export const INTENT = `rr:${SYMBOL}:${T0}:break:long`;

/** An approved decision on the bar that closed at `atMs`, one R = 25 USDT. */
export function decision(atMs: number, given: Partial<DecisionRecord> = {}): EventOf<"DecisionMade"> {
  const symbol = given.symbol ?? SYMBOL;
  const check = { name: "adx>=25", value: 27.125, limit: 25, pass: true };
  return {
    kind: "DecisionMade",
    decision: {
      ...{
        id: `${symbol}:${atMs}`,
        atMs,
        system: "rr",
        symbol,
        historyFromMs: T0 - 1000,
        historySource: "",
        regime: "TREND_UP",
      },
      ...{ confidence: 0.1 + 0.2, rawRegime: "TREND_UP", contraryBars: 0, strategy: "breakout" },
      ...{
        features: { atr: 1e-7, adx: null, "snow ☃": -3.5 },
        checks: [check, { ...check, value: null, pass: false }],
      },
      intent: {
        ...{
          id: INTENT,
          side: "long",
          rule: "break",
          anchorTicks: "420001",
          stopTicks: "415000",
          score: 0.75,
        },
        targets: [{ ticks: "430000", sharePct: 50 }],
      },
      riskChecks: [check],
      sizing: {
        ...{ equity: "1000000000000", riskPct: 0.25, budget: "2500000000", stopDistanceTicks: "5001" },
        ...{ qtySteps: "50", riskMoney: "2500000000", notional: "210000500000", leverage: 2 },
      },
      verdict: "approved",
      reason: "",
      ...given,
    },
  };
}

export const ORDER: Order = Order.create(
  {
    ...{ clientId: "rrE0ABCDEFGHIJKLMNOPQRST", symbol: SYMBOL, side: -1, type: "stop_market", qtySteps: 50 },
    ...{ limitTicks: null, triggerTicks: 415_000, reduceOnly: true, closePosition: false },
  },
  ...[INTENT, "stop", 0, T0 + 1] as const,
);

/** A fill of ORDER that lost 12.5 USDT, half an R. */
export function fill(fillId: string, atMs: number): EventOf<"FillBooked"> {
  return {
    kind: "FillBooked",
    fill: {
      ...{ fillId, clientId: ORDER.clientId, symbol: SYMBOL, side: -1, priceTicks: 414_999, qtySteps: 25 },
      ...{ liquidity: "taker", fee: 51_874_875n, realizedPnl: -1_250_000_000n, atMs, positionStepsAfter: 25 },
    },
    intentId: INTENT,
    leg: "stop",
  };
}

export function cashFlow(id: string, amount: bigint, atMs: number): EventOf<"CashFlowBooked"> {
  return { kind: "CashFlowBooked", flow: { id, kind: "fee", symbol: SYMBOL, amount, atMs } };
}

/** One event of each kind; a new kind does not compile without a sample. */
export const SAMPLES: { readonly [K in TraderEvent["kind"]]: EventOf<K> } = {
  DecisionMade: decision(T0),
  OrderChanged: { kind: "OrderChanged", order: ORDER },
  FillBooked: fill("f1", T0 + 2),
  CashFlowBooked: cashFlow("fee:f1", -51_874_875n, T0 + 2),
  RoundTripClosed: {
    kind: "RoundTripClosed",
    trip: {
      ...{
        id: INTENT,
        system: "rr",
        symbol: SYMBOL,
        side: "long",
        strategy: "breakout",
        regimeAtEntry: "TREND_UP",
      },
      ...{ openedAtMs: T0 + 1, closedAtMs: T0 + 9, qtySteps: 50, entryPrice: 42_000.15, exitPrice: 41_499.9 },
      ...{
        initialStopTicks: 415_000,
        realizedPnl: -(2n ** 70n),
        fees: 103_749_750n,
        funding: -1n,
        netPnl: -7n,
      },
      ...{
        riskMoney: 2_500_000_000n,
        r: -1.1000000000000001,
        exits: ["target1", "stop"],
        reasons: ["adx>=25"],
      },
    },
  },
  RegimeChanged: {
    ...{ kind: "RegimeChanged", symbol: SYMBOL, regime: "RANGE", confidence: 0.625, atMs: T0 },
    features: { atr: 0.1, adx: null },
  },
  DaySummarised: {
    kind: "DaySummarised",
    day: {
      ...{
        date: "2024-01-01",
        equity: 999_999_999_999n,
        wallet: 1_000_000_000_001n,
        realized: -1n,
        unrealized: 0n,
      },
      ...{ fees: 103_749_750n, funding: -250n, roundTrips: 1, sumR: -1.1, drawdownPct: 1e-7, drawdownR: 0.3 },
      ...{ decisions: 96, entries: 1 },
    },
    atMs: T0 + 86_400_000,
  },
  Heartbeat: {
    ...{ kind: "Heartbeat", wallet: 1_000_000_000_000n, equity: 999_000_000_000n, openRisk: 2_500_000_000n },
    ...{ positions: 1, atMs: T0 + 3_600_000 },
  },
  PositionChanged: {
    ...{
      kind: "PositionChanged",
      symbol: SYMBOL,
      qtySteps: -25,
      averagePrice: 42_000.15,
      stopTicks: 415_000,
    },
    ...{ liquidationPrice: 62_790.25, atMs: T0 + 2 },
  },
  FundingBooked: {
    ...{
      kind: "FundingBooked",
      symbol: SYMBOL,
      rate: -1e-7,
      price: 42_000.1,
      positionSteps: -25,
      amount: -105n,
    },
    atMs: T0 + 28_800_000,
  },
  LatchChanged: {
    ...{ kind: "LatchChanged", scope: SYMBOL, latch: "cooldown", on: true, cause: "3 losses", atMs: T0 + 3 },
  },
  LossStopChanged: { kind: "LossStopChanged", period: "daily", on: false, lossPct: 2.5, atMs: T0 + 4 },
  BookDiverged: {
    ...{ kind: "BookDiverged", symbol: SYMBOL, what: "steps", ours: "25", venues: "50", atMs: T0 + 5 },
  },
  CommandRefused: {
    ...{
      kind: "CommandRefused",
      symbol: SYMBOL,
      command: "MoveStop",
      why: "against the position",
      atMs: T0 + 6,
    },
  },
  ProtectionChanged: {
    ...{ kind: "ProtectionChanged", symbol: SYMBOL, intentId: INTENT, from: "placing", to: "protected" },
    atMs: T0 + 7,
  },
  SymbolAbsent: { kind: "SymbolAbsent", symbol: SYMBOL, barCloseMs: T0, atMs: T0 + 7 },
  Finding: {
    ...{ kind: "Finding", what: "phantom position", symbol: SYMBOL, ours: "25", venues: "0" },
    ...{ done: "closed in the book", atMs: T0 + 8 },
  },
  ProtectionLost: {
    ...{ kind: "ProtectionLost", symbol: SYMBOL, nakedMs: 2100, how: "stop placed", atMs: T0 + 9 },
  },
  ProtectionRestored: {
    ...{ kind: "ProtectionRestored", symbol: SYMBOL, nakedMs: 2300, how: "stop rests", atMs: T0 + 10 },
  },
  OperatorCommandTaken: {
    ...{
      kind: "OperatorCommandTaken",
      commandId: "c-1",
      by: "desk",
      command: "PauseEntries",
      accepted: true,
    },
    ...{ why: "", atMs: T0 + 11 },
  },
  ConfigStaged: {
    ...{
      kind: "ConfigStaged",
      version: "v2",
      patch: { "risk.per_trade_pct": 0.5 },
      by: "desk",
      atMs: T0 + 12,
    },
  },
  ConfigApplied: {
    ...{
      kind: "ConfigApplied",
      version: "v2",
      patch: { "risk.per_trade_pct": 0.5 },
      by: "desk",
      atMs: T0 + 13,
    },
  },
  ConfigConfirmed: { kind: "ConfigConfirmed", version: BINDING.configHash, actor: "risk", atMs: T0 + 14 },
  ConfigRolledBack: {
    ...{ kind: "ConfigRolledBack", version: "v2", to: BINDING.configHash, by: "desk", atMs: T0 + 15 },
  },
  ConfigFailed: { kind: "ConfigFailed", version: BINDING.configHash, why: "no such knob", atMs: T0 + 16 },
};

/** A message on the orders lane. */
export function envelope(from: string, seq: number, to: string, body: Message, atMs = T0): Envelope {
  return { from, seq, to, lane: LANE.orders, atMs, causedBy: "", body };
}

/** The handling of one market message. */
export function handled(actor: string, inputNo: number, given: Partial<HandledInput> = {}): HandledInput {
  const input = envelope("market", inputNo, actor, { kind: "Bar" });
  return { actor, inputNo, input, events: [], sends: [], timers: [], seqAfter: 0, ...given };
}

/** One round. */
export function batch(round: number, rows: readonly HandledInput[]): CommitBatch {
  const atMs = rows.at(-1)?.input.atMs ?? T0;
  return { rounds: { from: round, to: round, atMs, marketSeq: round }, handled: rows, snapshots: [] };
}

/** What one worker handled in free delivery. */
export function freeBatch(rows: readonly HandledInput[]): CommitBatch {
  return { rounds: null, handled: rows, snapshots: [] };
}
