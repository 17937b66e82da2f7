import { unwrap } from "../../core/mod.ts";
import {
  type Fill,
  type Instrument,
  type Intent,
  Money,
  parseInstrument,
  Position,
  Side,
} from "../../domain/mod.ts";
import { riskConfig } from "../../risk/mod.ts";
import type { DecisionRecord, TraderEvent } from "../events.ts";
import type { ExecutionCommand, Notice, SymbolReport } from "../notice.ts";
import { createListRecorder } from "../recorder.ts";
import { systemConfig } from "../schema.ts";
import { Portfolio } from "./reducer.ts";
import {
  createPortfolioOut,
  createPortfolioState,
  type PortfolioSpec,
  type PortfolioState,
} from "./state.ts";

export const HOUR_MS = 3_600_000;
/** 2024-01-01T00:00Z, a Monday. */
export const MONDAY_MS = Date.UTC(2024, 0, 1);
export const A = "A/USDT:USDT";
export const B = "B/USDT:USDT";
export const C = "C/USDT:USDT";

/** For tests: tick 0.1, step 0.001: 100 ticks on one step are 0.01 USDT. */
function instrumentOf(symbol: string): Instrument {
  const entry = {
    id: symbol.replaceAll(/[/:]/g, ""),
    ...{ quote: "USDT", settle: "USDT", linear: true, contractSize: "1", tickSize: "0.1", stepSize: "0.001" },
    ...{ minNotional: "5", makerFeeBps: "2", takerFeeBps: "5", fundingIntervalHours: 8 },
    tiers: [{ floor: "0", cap: "1000000", maintMarginRate: "0.005", maintAmount: "0", maxLeverage: "100" }],
  };
  return unwrap(parseInstrument(symbol, entry), "test instrument");
}

/** What a symbol says about the bar; what is left out is nothing at a price of 1000. */
export interface Said {
  readonly symbol: string;
  readonly close?: number;
  readonly intent?: Intent;
  readonly returns?: readonly number[];
  readonly exit?: ExecutionCommand;
}

/** What a bar's set led to. */
export interface Judged {
  readonly commands: readonly ExecutionCommand[];
  readonly notices: readonly Notice[];
  readonly events: readonly TraderEvent[];
}

/** The portfolio reducer under test, with a venue that keeps its own account beside it. */
export interface Bench {
  readonly spec: PortfolioSpec;
  readonly state: PortfolioState;
  /** Everything recorded so far. */
  readonly events: TraderEvent[];
  /** The venue's wallet. */
  wallet(): Money;
  reconcile(): void;
  tell(notice: Notice): void;
  /** Closes a bar's set at a time. */
  bar(atMs: number, ...said: Said[]): Judged;
  /** An execution at the venue: steps at ticks, with the taker's fee. */
  fill(symbol: string, leg: string, side: Side, steps: number, ticks: number, atMs: number): void;
  /** Sums up a symbol's open campaign: entry over, then flat. */
  end(symbol: string, atMs: number): void;
}

/** A portfolio of A, B and C with 10,000 USDT unless told otherwise; not reconciled yet. */
export function createBench(limits: Record<string, unknown> = {}, wallet = "10000"): Bench {
  const symbols = [A, B, C];
  const risk = riskConfig.parse({ correlation_bars: 20, ...limits });
  const spec: PortfolioSpec = {
    system: "test",
    symbols,
    instruments: symbols.map(instrumentOf),
    limits: risk,
    config: systemConfig.parse({ id: "test", tag: "TT", risk }),
    barMs: HOUR_MS,
    setupMs: 4 * HOUR_MS,
    decisionDeadlineMs: 2000,
  };
  const state = createPortfolioState(spec);
  const recorder = createListRecorder();
  const venue = { wallet: Money.parse(wallet), positions: symbols.map(() => Position.flat), fills: 0 };
  const tell = (notice: Notice) => Portfolio.notice(spec, state, notice, createPortfolioOut(recorder));
  return {
    spec,
    state,
    events: recorder.events,
    wallet: () => venue.wallet,
    tell,
    reconcile: () => tell({ kind: "BookReconciled", walletBalance: venue.wallet, atMs: MONDAY_MS }),
    bar(atMs, ...said) {
      const out = createPortfolioOut(recorder);
      const from = recorder.events.length;
      Portfolio.closeBarSet(spec, state, said.map((it) => reportOf(it, atMs)), atMs, out);
      return { commands: out.commands, notices: out.notices, events: recorder.events.slice(from) };
    },
    fill(symbol, leg, side, qtySteps, priceTicks, atMs) {
      const i = symbols.indexOf(symbol);
      const it = spec.instruments[i];
      const { position, realizedPnl } = Position.apply(it, venue.positions[i], side, qtySteps, priceTicks);
      const fee = Money.timesRate(BigInt(priceTicks * qtySteps) * it.tickStepValue, it.takerRateE8);
      venue.positions[i] = position;
      venue.wallet += realizedPnl - fee;
      venue.fills += 1;
      const fill: Fill = {
        ...{
          fillId: String(venue.fills),
          clientId: "id",
          symbol,
          side,
          priceTicks,
          qtySteps,
          fee,
          realizedPnl,
        },
        ...{ liquidity: "taker", atMs, positionStepsAfter: Position.signedSteps(position) },
      };
      const money = { isolatedMargin: position.cost / 2n, walletBalance: venue.wallet };
      tell({ kind: "FillNoted", symbol, intentId: idOf(state, i), leg, fill, ...money, atMs });
    },
    end(symbol, atMs) {
      const intentId = idOf(state, symbols.indexOf(symbol));
      tell({ kind: "EntryEnded", symbol, intentId, filledSteps: 1, reason: "filled", atMs });
      tell({ kind: "CampaignEnded", symbol, intentId, atMs });
    },
  };
}

const idOf = (state: PortfolioState, i: number): string => state.trades[i]?.approval.intent.id ?? "";

function reportOf(said: Said, closeMs: number): SymbolReport {
  const { symbol, close = 1000, intent = null, returns = [], exit = null } = said;
  const draft = intent === null ? null : draftOf(intent);
  return {
    ...{
      symbol,
      closeMs,
      close,
      decided: true,
      setupReturns: returns,
      setupCloseMs: closeMs,
      intent,
      draft,
      exit,
    },
  };
}

/** The symbol's half of a decision: two checks, one of which failed without stopping it. */
function draftOf(intent: Intent): DecisionRecord {
  return {
    id: `${intent.symbol}:${intent.barCloseMs}`,
    atMs: intent.barCloseMs,
    system: "test",
    symbol: intent.symbol,
    historyFromMs: 0,
    historySource: "",
    regime: "TREND",
    confidence: 0.5,
    rawRegime: "TREND",
    contraryBars: 0,
    strategy: "trend_pullback",
    features: {},
    checks: [
      { name: "regime.range.adx", value: 30, limit: 20, pass: false },
      { name: "pullback.zone", value: 0, limit: 0, pass: true },
    ],
    intent: null,
    riskChecks: [],
    sizing: null,
    verdict: "no_trade",
    reason: "",
  };
}

/** A long at 1000.0 with its stop 100 ticks away: 0.5 % of 10,000 buys 5,000 steps. */
export function intentOf(symbol: string, barCloseMs: number, change: Partial<Intent> = {}): Intent {
  const { side = 1 } = change;
  return {
    id: `test:${symbol}:${barCloseMs}:rule:${Side.position(side)}`,
    ...{ system: "test", symbol, side, rule: "rule", regime: "TREND", barCloseMs, anchorTicks: 10_000 },
    stopTicks: 10_000 - side * 100,
    targets: [{ ticks: 10_000 + side * 200, sharePct: 100 }],
    leverage: 1,
    score: 0.5,
    ...change,
  };
}

/** Twenty returns each; no two of the three correlate. */
export const RETURNS: Readonly<Record<string, readonly number[]>> = {
  [A]: Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0.01 : -0.01)),
  [B]: Array.from({ length: 20 }, (_, i) => (i % 4 < 2 ? 0.01 : -0.01)),
  [C]: Array.from({ length: 20 }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 0.01 : -0.01)),
};

/** The verdicts in a list of events, as `symbol: verdict reason`. */
export function verdictsOf(events: readonly TraderEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === "DecisionMade"
      ? [`${event.decision.symbol[0]}: ${event.decision.verdict} ${event.decision.reason}`.trimEnd()]
      : []
  );
}
