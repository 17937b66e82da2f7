import type { CandleColumns } from "../market/mod.ts";
import { type BarFrame, type Instant, type MarketStep, PHASE, type VenueEvent } from "./market_step.ts";
import type { Notice, SymbolReport } from "./notice.ts";
import { Orders } from "./orders/reducer.ts";
import {
  createOrdersOut,
  createOrdersState,
  type OrdersOut,
  type OrdersSpec,
  type OrdersState,
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
import { indexOfSymbol } from "./symbol_index.ts";
import { TimerTable } from "./timer_table.ts";
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
  readonly timers: TimerTable;
  readonly recorder: Recorder;
  /** Reused lists. */
  readonly ordersOut: OrdersOut;
  readonly portfolioOut: PortfolioOut;
  readonly venueEvents: VenueEvent[];
  /** The desks' own, in their order. */
  readonly reports: readonly SymbolReport[];
}

/** A core over fresh states; `histories` are candles for features only, one per symbol. */
export function createTrader(
  spec: TraderSpec,
  histories: readonly CandleColumns[],
  recorder: Recorder = NO_RECORDER,
): Trader {
  const desks = spec.symbols.map((s, i) => createDesk(s, SymbolReducer.start(s, histories[i]!)));
  return {
    spec,
    desks,
    portfolio: createPortfolioState(spec.portfolio),
    orders: createOrdersState(spec.orders),
    timers: TimerTable.create(),
    recorder,
    ordersOut: createOrdersOut(recorder),
    portfolioOut: createPortfolioOut(recorder),
    venueEvents: [],
    reports: desks.map((desk) => desk.report),
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
  const { atMs } = instant;
  fireTimers(trader, market, atMs);
  market.advance(instant, trader.venueEvents);
  if (instant.phase === PHASE.bar) takeBars(trader, market, atMs);
  settle(trader, market, atMs);
}

/**
 * The price instants of a bar that closes at `closeMs`, all at once, where nothing would come of them: no timer is due and
 * the market is quiet. True then, and the bar instant is the next; else false, and each instant needs its turn. Nothing is
 * ever under way between two turns.
 */
export function passQuietly(trader: Trader, market: MarketStep, bar: number, closeMs: number): boolean {
  return trader.timers.nextMs > closeMs && market.passQuietly(bar);
}

function takeBars(trader: Trader, market: MarketStep, nowMs: number): void {
  const { bars } = market;
  const { recorder, desks } = trader;
  for (let i = 0; i < bars.count; i++) SymbolReducer.bar(desks[bars.symbol[i]!]!, bars, i, recorder);
  const out = trader.portfolioOut;
  const reports = bars.count === desks.length ? trader.reports : reportsOf(trader, bars);
  Portfolio.closeBarSet(trader.spec.portfolio, trader.portfolio, reports, nowMs, out);
  for (const notice of out.notices) tellSymbols(trader, notice);
  empty(out.notices);
  for (const command of out.commands) {
    Orders.command(trader.spec.orders, trader.orders, command, nowMs, trader.ordersOut);
  }
  empty(out.commands);
}

/** The reports of those that have a bar. */
function reportsOf({ reports }: Trader, { count, symbol }: BarFrame): SymbolReport[] {
  return Array.from(symbol.subarray(0, count), (index) => reports[index]!);
}

/** Rounds until nothing is sent any more. What a list holds never adds to that list itself: each is read, then emptied. */
function settle(trader: Trader, market: MarketStep, nowMs: number): void {
  const { ordersOut, venueEvents, spec, orders } = trader;
  const { commands, notices, timers } = ordersOut;
  while (venueEvents.length > 0 || commands.length > 0 || notices.length > 0 || timers.length > 0) {
    for (const event of venueEvents) Orders.venueEvent(spec.orders, orders, event, nowMs, ordersOut);
    empty(venueEvents);
    for (const notice of notices) deliver(trader, notice);
    empty(notices);
    if (timers.length > 0) TimerTable.change(trader.timers, timers);
    empty(timers);
    for (const command of commands) market.handle(command, nowMs, venueEvents);
    empty(commands);
  }
}

function deliver(trader: Trader, notice: Notice): void {
  tellSymbols(trader, notice);
  Portfolio.notice(trader.spec.portfolio, trader.portfolio, notice, trader.portfolioOut);
}

function tellSymbols(trader: Trader, notice: Notice): void {
  if (notice.kind === "BookReconciled") return;
  const index = indexOfSymbol(trader.spec.orders.symbols, notice.symbol);
  if (index >= 0) SymbolReducer.notice(trader.desks[index]!, notice);
}

/** Timers due by a time fire in order of (due, name); those of one time in one round. */
function fireTimers(trader: Trader, market: MarketStep, untilMs: number): void {
  const { timers } = trader;
  while (timers.nextMs <= untilMs) {
    const dueMs = timers.nextMs;
    for (const name of TimerTable.takeNext(timers)) {
      Orders.timer(trader.spec.orders, trader.orders, name, dueMs, trader.ordersOut);
    }
    settle(trader, market, dueMs);
  }
}

/** One by one, as a list that is cut to nothing gives back its room and has to ask for it again at the next item. */
function empty(list: unknown[]): void {
  while (list.length > 0) list.pop();
}
