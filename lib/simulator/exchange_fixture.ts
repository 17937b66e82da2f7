import { unwrap } from "../core/mod.ts";
import { type Instrument, Money, type OrderRequest, parseInstrument, type Side } from "../domain/mod.ts";
import { anEntry } from "../domain/entry_fixture.ts";
import { CandleColumns } from "../market/mod.ts";
import type { Phase, VenueCommand, VenueEvent } from "../trader/mod.ts";
import { createMarketStep } from "./exchange.ts";
import { Exchange } from "./exchange.ts";
import { type ExchangeOptions, ExchangeSpec, type ExchangeState } from "./exchange_state.ts";
import { Tape } from "./tape.ts";

/** 2024-01-01T00:00Z, a settlement of every funding interval. */
export const START_MS = 1_704_067_200_000;
export const HOUR_MS = 3_600_000;
export const SYMBOL = "TEST/USDT:USDT";

/** Tick 0.1, step 0.001: one tick on one step is worth 0.0001 USDT = 10,000 units. Brackets like BTC's. */
export const TEST_ENTRY = anEntry({ minQty: "0.002", maxQty: "1000", minNotional: "5" });

/** An instrument of the tests' registry entry under another name. */
export function testInstrument(symbol = SYMBOL): Instrument {
  return unwrap(parseInstrument(symbol, TEST_ENTRY), "test instrument");
}

/** A bar: open, high, low, close, and volume in base units (1,000 where left out). */
export type BarText = readonly [number, number, number, number, number?];

/** Hourly candles from START_MS + bar offset. */
export function candlesOf(bars: readonly BarText[], fromMs = START_MS): CandleColumns {
  return CandleColumns.fromRows(
    bars.map(([o, h, l, c, v = 1000], i) => [fromMs + i * HOUR_MS, o, h, l, c, v] as const),
  );
}

/** Funding rates as columns. */
export function fundingOf(rows: readonly (readonly [number, number])[]) {
  const atMs = new Float64Array(rows.map((row) => row[0]));
  const rate = new Float64Array(rows.map((row) => row[1]));
  return { length: rows.length, atMs, rate };
}

/** A tape of the test symbol alone, from START_MS to the end of its bars; missing funding rates are 0.0001. */
export function tapeOf(bars: readonly BarText[], rates: readonly (readonly [number, number])[] = []): Tape {
  const created = Tape.create({
    timeframeMs: HOUR_MS,
    fromMs: START_MS,
    toMs: START_MS + bars.length * HOUR_MS,
    symbols: [{ instrument: testInstrument(), candles: candlesOf(bars), funding: fundingOf(rates) }],
    assumeFundingRate: 0.0001,
  });
  return unwrap(created, "test tape");
}

/** An exchange under test, moved by hand. */
export interface Play {
  readonly state: ExchangeState;
  /** Everything reported so far. */
  readonly events: VenueEvent[];
  /** Moves up to and including an instant; what was reported on the way. */
  to(bar: number, phase: Phase): VenueEvent[];
  /** Sends a command at the current instant, or later before the next; the answers. */
  send(command: VenueCommand, atMs?: number): VenueEvent[];
  /** Sends an order; the answer. */
  order(request: Partial<OrderRequest>): VenueEvent;
}

/** What an exchange under test is like; the rest are its switches. */
export interface PlayOptions extends Omit<ExchangeOptions, "tape"> {
  readonly wallet?: string;
  readonly leverage?: number;
}

/** An exchange on a tape with 10,000 USDT and the test symbol at 10x unless said otherwise, before its first instant. */
export function play(tape: Tape, options: PlayOptions = {}): Play {
  const { wallet = "10000", leverage = 10, ...switches } = options;
  const spec = ExchangeSpec.create({ tape, ...switches });
  const state = Exchange.create(spec, { walletBalance: Money.parse(wallet) });
  const market = createMarketStep(spec, state);
  const cursor = { bar: 0, phase: 0 as Phase, atMs: tape.fromMs };
  const events: VenueEvent[] = [];
  let isStarted = false, orders = 0;
  const advance = () => {
    const isMoved = isStarted ? Tape.step(tape, cursor) : (isStarted = true);
    if (isMoved) market.advance(cursor, events);
    return isMoved;
  };
  const send = (command: VenueCommand, atMs = cursor.atMs) => {
    const from = events.length;
    market.handle(command, atMs, events);
    return events.slice(from);
  };
  const self: Play = {
    state,
    events,
    send,
    to(bar, phase) {
      const from = events.length;
      while (!isStarted || cursor.bar !== bar || cursor.phase !== phase) {
        if (!advance()) throw new RangeError(`There is no instant ${bar}/${phase} ahead`);
      }
      return events.slice(from);
    },
    order: (request) => send(submitOf(anOrder(`o${++orders}`, request), cursor.atMs))[0],
  };
  send({ kind: "ConfigureSymbol", symbol: SYMBOL, leverage });
  return self;
}

/** An order request: a market buy of 1,000 steps (one base unit) unless said otherwise. */
export function anOrder(clientId: string, request: Partial<OrderRequest> = {}): OrderRequest {
  return {
    clientId,
    symbol: SYMBOL,
    side: 1 as Side,
    type: "market",
    qtySteps: 1000,
    limitTicks: null,
    triggerTicks: null,
    reduceOnly: false,
    closePosition: false,
    ...request,
  };
}

/** The command for an order that is sent now. */
export function submitOf(order: OrderRequest, atMs: number): VenueCommand {
  return { kind: "SubmitOrder", order, sentAtMs: atMs, recvWindowMs: 5000 };
}

/** What fills say in short: client id, ticks, steps, complete or not. */
export function fillsOf(events: readonly VenueEvent[]): [string, number, number, boolean][] {
  return events.flatMap((event) => {
    if (event.kind !== "OrderFilled") return [];
    const { clientId, priceTicks, qtySteps } = event.fill;
    return [[clientId, priceTicks, qtySteps, event.complete] as [string, number, number, boolean]];
  });
}
