import type { CandleColumns } from "../market/mod.ts";
import { type Instant, type MarketStep, PHASE, type VenueEvent } from "./market_step.ts";
import type { Notice, SymbolReport } from "./notice.ts";
import { Orders } from "./orders/reducer.ts";
import {
  createOrdersOut,
  createOrdersState,
  type OrdersOut,
  type OrdersSpec,
  type OrdersState,
  type TimerChange,
} from "./orders/state.ts";
import { Portfolio } from "./portfolio/reducer.ts";
import {
  createPortfolioOut,
  createPortfolioState,
  type PortfolioOut,
  type PortfolioSpec,
  type PortfolioState,
} from "./portfolio/state.ts";
import { NO_RECORDER, type Recorder } from "./recorder.ts";
import { createDesk, type SymbolDesk } from "./symbol/desk.ts";
import { SymbolReducer } from "./symbol/reducer.ts";
import type { SymbolSpec } from "./symbol/spec.ts";

/** A whole system, as its three kinds of reducers are told it. Lists are in the run's symbol order. */
export interface TraderSpec {
  readonly symbols: readonly SymbolSpec[];
  readonly portfolio: PortfolioSpec;
  readonly orders: OrdersSpec;
}

/** The decision core at work in one thread, without messages: what `turn` moves. */
export interface Trader {
  readonly spec: TraderSpec;
  readonly desks: readonly SymbolDesk[];
  readonly portfolio: PortfolioState;
  readonly orders: OrdersState;
  readonly timers: Record<string, number>;
  /** When the first of them is due; Infinity without any. */
  nextTimerMs: number;
  readonly recorder: Recorder;
  /** Reused lists. */
  readonly ordersOut: OrdersOut;
  readonly portfolioOut: PortfolioOut;
  readonly venueEvents: VenueEvent[];
  readonly reports: SymbolReport[];
}

/** A core over fresh states; `histories` are candles for features only, one per symbol. */
export function createTrader(
  spec: TraderSpec,
  histories: readonly CandleColumns[],
  recorder: Recorder = NO_RECORDER,
): Trader {
  return {
    spec,
    desks: spec.symbols.map((s, i) => createDesk(s, SymbolReducer.start(s, histories[i]!))),
    portfolio: createPortfolioState(spec.portfolio),
    orders: createOrdersState(spec.orders),
    timers: {},
    nextTimerMs: Infinity,
    recorder,
    ordersOut: createOrdersOut(recorder),
    portfolioOut: createPortfolioOut(recorder),
    venueEvents: [],
    reports: [],
  };
}

/** Begins the session at a market: the book is reconciled with the account, which lets entries start. */
export function startTrader(trader: Trader, market: MarketStep, nowMs: number): void {
  Orders.start(trader.spec.orders, trader.orders, nowMs, trader.ordersOut);
  settle(trader, market, nowMs);
}

/**
 * One instant: timers that are due, then the market moves, then everybody answers until it is quiet. Rounds are those of
 * the actor tree: all events of a round before the commands they led to, so both give the same result.
 */
export function turn(trader: Trader, market: MarketStep, instant: Instant): void {
  fireTimers(trader, market, instant.atMs);
  market.advance(instant, trader.venueEvents);
  if (instant.phase === PHASE.bar) takeBars(trader, market, instant.atMs);
  settle(trader, market, instant.atMs);
}

function takeBars(trader: Trader, market: MarketStep, nowMs: number): void {
  const { bars } = market;
  const { reports, recorder, desks } = trader;
  reports.length = 0;
  for (let i = 0; i < bars.count; i++) {
    const desk = desks[bars.symbol[i]!]!;
    reports.push(
      SymbolReducer.bar(
        desk,
        bars.openMs[i]!,
        bars.open[i]!,
        bars.high[i]!,
        bars.low[i]!,
        bars.close[i]!,
        bars.volume[i]!,
        recorder,
      ),
    );
  }
  const out = trader.portfolioOut;
  Portfolio.closeBarSet(trader.spec.portfolio, trader.portfolio, reports, nowMs, out);
  for (const notice of drain(out.notices)) tellSymbols(trader, notice);
  for (const command of drain(out.commands)) {
    Orders.command(trader.spec.orders, trader.orders, command, nowMs, trader.ordersOut);
  }
}

/** Rounds until nothing is sent any more. */
function settle(trader: Trader, market: MarketStep, nowMs: number): void {
  const { ordersOut, venueEvents, spec, orders } = trader;
  const { commands, notices, timers } = ordersOut;
  while (venueEvents.length > 0 || commands.length > 0 || notices.length > 0 || timers.length > 0) {
    for (const event of drain(venueEvents)) Orders.venueEvent(spec.orders, orders, event, nowMs, ordersOut);
    for (const notice of drain(notices)) deliver(trader, notice);
    if (timers.length > 0) changeTimers(trader, drain(timers));
    for (const command of drain(commands)) market.handle(command, nowMs, venueEvents);
  }
}

function deliver(trader: Trader, notice: Notice): void {
  tellSymbols(trader, notice);
  Portfolio.notice(trader.spec.portfolio, trader.portfolio, notice, trader.portfolioOut);
}

function tellSymbols(trader: Trader, notice: Notice): void {
  if (!("symbol" in notice)) return;
  const index = trader.spec.orders.symbols.indexOf(notice.symbol);
  if (index >= 0) SymbolReducer.notice(trader.desks[index]!, notice);
}

function changeTimers(trader: Trader, changes: readonly TimerChange[]): void {
  const { timers } = trader;
  for (const { name, dueMs } of changes) {
    if (dueMs === null) delete timers[name];
    else timers[name] = dueMs;
  }
  trader.nextTimerMs = earliest(timers);
}

function earliest(timers: Readonly<Record<string, number>>): number {
  let dueMs = Infinity;
  for (const name in timers) dueMs = Math.min(dueMs, timers[name]!);
  return dueMs;
}

/** Timers due by a time fire in order of (due, name); those of one time in one round. */
function fireTimers(trader: Trader, market: MarketStep, untilMs: number): void {
  const { timers } = trader;
  while (trader.nextTimerMs <= untilMs) {
    const dueMs = trader.nextTimerMs;
    const due = Object.keys(timers).filter((name) => timers[name] === dueMs).sort();
    for (const name of due) {
      delete timers[name];
      Orders.timer(trader.spec.orders, trader.orders, name, dueMs, trader.ordersOut);
    }
    trader.nextTimerMs = earliest(timers);
    settle(trader, market, dueMs);
  }
}

const EMPTY: readonly never[] = Object.freeze([]);

/** What a list holds, taken out of it; the list is empty afterwards and may be filled while the taken items are read. */
function drain<T>(list: T[]): readonly T[] {
  return list.length === 0 ? EMPTY : list.splice(0);
}
