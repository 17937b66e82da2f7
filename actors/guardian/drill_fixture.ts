import { Rng, type RngState, unwrap } from "../../lib/core/mod.ts";
import { type Instrument, legOfClientId, Money, parseInstrument } from "../../lib/domain/mod.ts";
import { CandleColumns, type CandleRow, NO_FUNDING } from "../../lib/market/mod.ts";
import type { Message, TimerOp } from "../../lib/runtime/mod.ts";
import { createBarFrame, Exchange, ExchangeSpec, type ExchangeState, Tape } from "../../lib/simulator/mod.ts";
import {
  createListRecorder,
  createOrdersOut,
  createOrdersState,
  createPortfolioOut,
  createPortfolioState,
  createReconciliationOut,
  createReconciliationState,
  Orders,
  type OrdersState,
  Portfolio,
  type PortfolioState,
  protectionConfig,
  reconcileConfig,
  Reconciliation,
  type ReconciliationSpec,
  type ReconciliationState,
  systemConfig,
  type TraderEvent,
  traderSpec,
  type VenueCommand,
  type VenueEvent,
} from "../../lib/trader/mod.ts";
import { guardianBehavior } from "./behavior.ts";
import { type Actor, type Answer, createNet, type Net, send } from "./drill_net_fixture.ts";

export const TAG = "TT";
/** Bars of 3 s: an instant a second. */
export const BAR_MS = 3000;
export const START_MS = Date.UTC(2024, 0, 1);
/** The run trades the first two; a hand trades all three. */
export const SYMBOLS = ["A/USDT:USDT", "B/USDT:USDT", "C/USDT:USDT"] as const;
export const TRADED = SYMBOLS.slice(0, 2);
export const PROTECTION = protectionConfig.parse({});

/** Execution, guardian, reconciliation and risk on a simulated exchange, over a network with weather. */
export interface Drill {
  readonly net: Net;
  readonly rng: RngState;
  readonly venue: ExchangeSpec;
  readonly exchange: ExchangeState;
  readonly events: TraderEvent[];
  /** When orders or position of a symbol last changed at the exchange, by symbol and whose doing it was. */
  readonly changedMs: Record<string, Record<string, number>>;
  /** Told of every command before the exchange handles it. */
  onCommand(from: string, command: VenueCommand): void;
}

export const ordersOf = ({ net }: Drill): OrdersState => net.actors.execution.state as OrdersState;
export const portfolioOf = ({ net }: Drill): PortfolioState => net.actors.risk.state as PortfolioState;

export function instrumentOf(symbol: string): Instrument {
  const entry = {
    id: symbol.replaceAll(/[/:]/g, ""),
    ...{ quote: "USDT", settle: "USDT", linear: true, contractSize: "1", tickSize: "0.1", stepSize: "0.001" },
    ...{ makerFeeBps: "2", takerFeeBps: "5", fundingIntervalHours: 8, minQty: "0.002", maxQty: "30" },
    tiers: [{ floor: "0", cap: "10000000", maintMarginRate: "0.005", maintAmount: "0", maxLeverage: "100" }],
  };
  return unwrap(parseInstrument(symbol, entry), "drill instrument");
}

/** A jumpy market around 1000, thin enough that orders of some size fill in parts. */
function tapeOf(rng: RngState, bars: number): Tape {
  const symbols = SYMBOLS.map((symbol) => {
    let price = 1000;
    const rows = Array.from({ length: bars }, (_, i): CandleRow => {
      const open = price;
      price = Math.max(500, price * (1 + 0.0012 * Rng.normal(rng)));
      const high = Math.max(open, price) * (1 + 0.0006 * Rng.uniform(rng));
      const low = Math.min(open, price) * (1 - 0.0006 * Rng.uniform(rng));
      return [START_MS + i * BAR_MS, open, high, low, price, Rng.uniform(rng) < 0.3 ? 4 : 40];
    });
    return { instrument: instrumentOf(symbol), candles: CandleColumns.fromRows(rows), funding: NO_FUNDING };
  });
  const span = { timeframeMs: BAR_MS, fromMs: START_MS, toMs: START_MS + bars * BAR_MS };
  return unwrap(Tape.create({ ...span, symbols, assumeFundingRate: 0 }), "drill tape");
}

/** A drill at its start: nobody has said anything yet. */
export function createDrill(seed: string, bars: number, count: (what: string) => void): Drill {
  const rng = Rng.create(seed);
  const venue = ExchangeSpec.create({ tape: tapeOf(rng, bars) });
  const exchange = Exchange.create(venue, { walletBalance: Money.parse("1000000") });
  const weather = { lost: 0.02, doubled: 0.03, delayed: 0.04, longestDelayMs: 3000 };
  const net = createNet(rng, weather, START_MS, count);
  const drill: Drill = { net, rng, venue, exchange, events: [], changedMs: {}, onCommand: () => {} };
  const origins = TRADED.map((symbol) => ({ instrument: instrumentOf(symbol), historySource: "" }));
  const config = systemConfig.parse({
    id: "drill",
    tag: TAG,
    min_bars: 60,
    execution: { entry_type: "market" },
  });
  const spec = traderSpec(config, origins, "run");
  const keel = { runId: "run", systemTag: TAG, symbols: [...TRADED], instruments: spec.orders.instruments };
  const guardian = guardianBehavior({ ...keel, protection: PROTECTION, everyMs: PROTECTION.every_ms });
  net.actors.guardian = guardianActor(drill, guardian);
  net.actors.reconciliation = reconciliationActor(drill, {
    ...keel,
    reconcile: reconcileConfig.parse({}),
    everyMs: 10_000,
    emergencyStopPct: PROTECTION.emergency_stop_pct,
  });
  net.actors.execution = executionActor(drill, spec.orders);
  net.actors.risk = riskActor(drill, spec.portfolio);
  net.actors.venue = venueActor(drill);
  return drill;
}

function guardianActor(drill: Drill, behavior: ReturnType<typeof guardianBehavior>): Actor {
  return {
    state: behavior.init(),
    step(state, message, from, nowMs) {
      const step = behavior.step(state, message as never, { nowMs, self: "guardian", from, messageId: "" });
      drill.events.push(...step.events as TraderEvent[]);
      return { sends: step.sends.map(({ to, body }) => ({ to: nameOf(to), body })), timers: step.timers };
    },
  };
}

function reconciliationActor(drill: Drill, spec: ReconciliationSpec): Actor {
  return {
    state: createReconciliationState(),
    // deno-lint-ignore no-explicit-any
    step(state: ReconciliationState, message: any, _from: string, nowMs: number): Answer {
      const out = createReconciliationOut(createListRecorder(drill.events));
      if (message.kind === "SessionStarted") Reconciliation.start(spec, state, nowMs, out);
      else if (message.kind === "TimerFired") Reconciliation.timer(spec, state, nowMs, out);
      else if (message.kind === "BookReported") Reconciliation.book(spec, state, message, nowMs, out);
      else if (message.kind === "RiskReported") Reconciliation.risk(spec, state, message, nowMs, out);
      else if (message.kind === "BookDiverged" || message.kind === "OrderUncertain") {
        Reconciliation.notice(spec, state, message, nowMs, out);
      } else Reconciliation.venueEvent(spec, state, message, nowMs, out);
      const sends = [
        ...(out.alarm ? [{ to: "guardian", body: { kind: "LookNow" } }] : []),
        ...out.commands.map((body) => ({ to: "venue", body })),
        ...out.repairs.map((body) => ({ to: "execution", body })),
        ...out.changes.map((body) => ({ to: "risk", body })),
      ];
      return { sends, timers: timersOf(out.timers) };
    },
  };
}

/** The drill's name of an actor by its address. */
const nameOf = (address: string): string => address.split("/")[0];

function executionActor(drill: Drill, spec: Parameters<typeof createOrdersState>[0]) {
  return {
    state: createOrdersState(spec),
    // deno-lint-ignore no-explicit-any
    step(state: OrdersState, message: any, from: string, nowMs: number): Answer {
      const recorder = createListRecorder(drill.events);
      const out = createOrdersOut(recorder);
      const sends: { to: string; body: Message }[] = [];
      switch (message.kind as string) {
        case "SessionStarted":
          Orders.start(spec, state, nowMs, out);
          break;
        case "EnterPosition":
        case "MoveStop":
        case "ClosePosition":
          Orders.command(spec, state, message, nowMs, out);
          break;
        case "QueryBook":
          sends.push({ to: from, body: structuredClone(Orders.book(spec, state, nowMs)) });
          break;
        case "AdoptPosition":
        case "CloseBook":
        case "RepairStop":
        case "AdoptOrder":
          Orders.repair(spec, state, message, nowMs, out);
          break;
        case "TakeBackEntries":
        case "FlattenSymbols":
        case "RearmSymbols":
          Orders.operator(spec, state, message, nowMs, out);
          break;
        case "TimerFired":
          Orders.timer(spec, state, message.name, nowMs, out);
          break;
        default:
          Orders.venueEvent(spec, state, message, nowMs, out);
      }
      for (const body of out.commands) sends.push({ to: "venue", body });
      for (const body of out.notices) {
        sends.push({ to: "risk", body });
        if (body.kind === "StopPlaced") sends.push({ to: "guardian", body });
        if (body.kind === "BookDiverged" || body.kind === "OrderUncertain") {
          sends.push({ to: "reconciliation", body });
        }
      }
      return { sends, timers: timersOf(out.timers) };
    },
  };
}

function riskActor(drill: Drill, spec: Parameters<typeof createPortfolioState>[0]) {
  return {
    state: createPortfolioState(spec),
    // deno-lint-ignore no-explicit-any
    step(state: PortfolioState, message: any, from: string, nowMs: number): Answer {
      const recorder = createListRecorder(drill.events);
      const out = createPortfolioOut(recorder);
      const sends: { to: string; body: Message }[] = [];
      if (message.kind === "QueryRisk") {
        const body = { walletBalance: state.book.wallet, latches: state.latches, atMs: nowMs };
        sends.push({ to: from, body: { kind: "RiskReported", ...body } as Message });
      } else if (message.kind === "ChangeLatch") {
        const { scope, name, cause, on } = message;
        Portfolio.latch(state, { scope, name, cause }, on, nowMs, out);
      } else if (message.kind === "OperatorAsked") {
        Portfolio.operator(spec, state, message, nowMs, nowMs, out);
        for (const body of out.orders) sends.push({ to: "execution", body });
      } else Portfolio.notice(spec, state, message, out);
      return { sends, timers: [] };
    },
  };
}

/** The venue answers whoever asked; execution gets a copy of what becomes of another's order. */
function venueActor(drill: Drill) {
  return {
    state: null,
    step(_state: never, message: Message, from: string, nowMs: number): Answer {
      const command = message as VenueCommand;
      drill.onCommand(from, command);
      const out: VenueEvent[] = [];
      Exchange.handle(drill.venue, drill.exchange, command, nowMs, out);
      for (const event of out) answer(drill, from, event);
      return { sends: [], timers: [] };
    },
  };
}

const COPIED: readonly string[] = ["OrderAccepted", "OrderRejected", "OrderCancelled"];

function answer(drill: Drill, from: string, event: VenueEvent): void {
  const { net } = drill;
  noteChange(drill, from, event);
  if (from !== "hand") send(net, "venue", from, event);
  if (from !== "execution" && COPIED.includes(event.kind)) send(net, "venue", "execution", event);
}

/** What a hand does at the exchange: at once, and without anybody being asked. */
export function byHand(drill: Drill, command: VenueCommand): void {
  const out: VenueEvent[] = [];
  Exchange.handle(drill.venue, drill.exchange, command, drill.net.nowMs, out);
  for (const event of out) answer(drill, "hand", event);
}

/** Moves the market by an instant. */
export function moveMarket(drill: Drill, instant: Parameters<typeof Exchange.advance>[2]): void {
  const out: VenueEvent[] = [];
  Exchange.advance(drill.venue, drill.exchange, instant, instant.atMs, createBarFrame(SYMBOLS.length), out);
  for (const event of out) {
    noteChange(drill, "market", event);
    send(drill.net, "venue", "execution", event);
  }
}

const CHANGES: readonly string[] = ["OrderAccepted", "OrderCancelled", "OrderExpired", "OrderFilled"];

function noteChange({ changedMs, net }: Drill, by: string, event: VenueEvent): void {
  if (!CHANGES.includes(event.kind)) return;
  const symbol = event.kind === "OrderFilled" ? event.fill.symbol : (event as { symbol: string }).symbol;
  (changedMs[symbol] ??= {})[by] = net.nowMs;
}

/** An order of this system by its client id, the guardian's included. */
export const isOurs = (clientId: string): boolean => legOfClientId(TAG, clientId) !== null;

function timersOf(timers: readonly { readonly name: string; readonly dueMs: number | null }[]): TimerOp[] {
  return timers.map(({ name, dueMs }): TimerOp =>
    dueMs === null ? { op: "clear", name } : { op: "set", name, dueMs }
  );
}
