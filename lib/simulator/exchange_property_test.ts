import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { decodeState, encodeState } from "../core/mod.ts";
import { type Fill, Instrument, type OrderRequest, Position } from "../domain/mod.ts";
import type { Instant, MarketStep, VenueEvent } from "../trader/mod.ts";
import { createMarketStep, Exchange } from "./exchange.ts";
import { ExchangeSpec, type ExchangeState } from "./exchange_state.ts";
import { Tape } from "./tape.ts";
import { HOUR_MS, START_MS } from "./exchange_fixture.ts";
import { commandOf, INITIAL, randomTape, SYMBOLS, type Wish, wish } from "./exchange_game_fixture.ts";

/** What the events say, added up on our side. */
interface Book {
  wallet: bigint;
  readonly steps: number[];
  /** Open orders by client id, with the number of the instant of their acceptance. */
  readonly orders: Map<string, { readonly order: OrderRequest; readonly instant: number }>;
  instant: number;
  /** What a query must tell of each order that was ever accepted, by symbol and client id. */
  readonly told: Map<string, { readonly order: OrderRequest; status: string; readonly fills: Fill[] }>;
}

const seen: Record<string, number> = {};
const count = (what: string) => seen[what] = (seen[what] ?? 0) + 1;

function follow(book: Book, spec: ExchangeSpec, instant: Instant, events: readonly VenueEvent[]): void {
  for (const event of events) {
    count(event.kind === "OrderRejected" ? event.code : event.kind);
    if (event.kind === "OrderFilled") followFill(book, spec, instant, event);
    if (event.kind === "FundingSettled") book.wallet += event.amount;
    if (event.kind === "PositionLiquidated") {
      book.wallet -= event.lost;
      const index = SYMBOLS.indexOf(event.symbol as typeof SYMBOLS[number]);
      strictEqual(book.steps[index], event.side * event.qtySteps);
      book.steps[index] = 0;
      ok(event.lost >= 0n);
    }
    if ("walletBalance" in event) strictEqual(event.walletBalance, book.wallet);
    if (event.kind === "OrderCancelled" || event.kind === "OrderExpired") {
      const told = book.told.get(event.symbol + event.clientId)!;
      told.status = event.kind === "OrderCancelled" ? "cancelled" : "expired";
      strictEqual(event.filledSteps, stepsOf(told.fills), "what it had filled");
      ok(book.orders.delete(event.clientId));
    }
  }
}

function followFill(
  book: Book,
  spec: ExchangeSpec,
  instant: Instant,
  event: Extract<VenueEvent, { kind: "OrderFilled" }>,
): void {
  const { fill } = event;
  const index = SYMBOLS.indexOf(fill.symbol as typeof SYMBOLS[number]);
  const { order, instant: acceptedAt } = book.orders.get(fill.clientId)!;
  ok(acceptedAt < book.instant, "an order fills from the next instant");
  const before = book.steps[index], after = before + fill.side * fill.qtySteps;
  book.wallet += fill.realizedPnl - fill.fee;
  book.steps[index] = after;
  strictEqual(fill.positionStepsAfter, after);
  if (order.reduceOnly || order.closePosition) {
    ok(Math.abs(after) < Math.abs(before) && before * after >= 0, "a reducing order never opens");
  }
  if (before * after < 0) count("flip");
  if (!event.complete) count("partial");
  const { candles, instrument } = spec.tape.symbols[index];
  const volume = candles.volume[Tape.row(spec.tape, index, instant.bar)];
  ok(
    Instrument.quantity(instrument, fill.qtySteps) <= volume * 0.1 + 1e-12,
    "a fill takes its share at most",
  );
  const told = book.told.get(fill.symbol + fill.clientId)!;
  told.fills.push(fill);
  told.status = event.complete ? "filled" : "partially_filled";
  if (event.complete) book.orders.delete(fill.clientId);
}

const stepsOf = (fills: readonly Fill[]): number => fills.reduce((sum, fill) => sum + fill.qtySteps, 0);

/** Asks for every order of the last 24 hours, and for one that never was. */
function checkReports({ told }: Book, market: MarketStep, atMs: number): void {
  const ask = (symbol: string, clientId: string) => {
    const out: VenueEvent[] = [];
    market.handle({ kind: "QueryOrder", symbol, clientId }, atMs, out);
    return out;
  };
  for (const { order: { symbol, clientId }, status, fills } of told.values()) {
    const isOpen = status === "acknowledged" || status === "partially_filled";
    if (!isOpen && atMs - (fills.at(-1)?.atMs ?? 0) > 24 * HOUR_MS) continue;
    const filledSteps = stepsOf(fills);
    const report = { kind: "OrderReported", symbol, clientId, status, filledSteps, fills, atMs };
    deepStrictEqual(ask(symbol, clientId), [report]);
    count(`reported ${status}`);
  }
  const never = { kind: "OrderUnknown", symbol: SYMBOLS[0], clientId: "never", atMs };
  deepStrictEqual(ask(SYMBOLS[0], "never"), [never]);
}

function checkState(book: Book, state: ExchangeState): void {
  strictEqual(state.walletBalance, book.wallet, "wallet = initial + realised - fees + funding - lost");
  for (let i = 0; i < SYMBOLS.length; i++) {
    const position = state.positions[i];
    strictEqual(Position.signedSteps(position) + 0, book.steps[i] + 0, "position = sum of fills");
    ok(state.isolatedMargin[i] >= 0n && position.cost >= 0n);
    if (position.qtySteps === 0) strictEqual(state.isolatedMargin[i] + position.cost, 0n);
    for (const { reserved, leavesSteps } of state.orders[i]) ok(reserved >= 0n && leavesSteps >= 0);
  }
  const open = state.orders.flat().map(({ request }) => request.clientId);
  deepStrictEqual(new Set(open), new Set(book.orders.keys()), "open orders = accepted - ended");
}

/** Plays commands against a tape; `breakAt` is the number of the instant after which the state goes through its snapshot. */
function run(seed: number, wishes: readonly Wish[], breakAt: number): VenueEvent[] {
  const spec = ExchangeSpec.create({ tape: randomTape(seed) });
  let state = Exchange.create(spec, { walletBalance: INITIAL });
  let market = createMarketStep(spec, state);
  const all: VenueEvent[] = [];
  for (const symbol of SYMBOLS) {
    market.handle({ kind: "ConfigureSymbol", symbol, leverage: 10 }, START_MS, all);
  }
  const book: Book = { wallet: INITIAL, steps: [0, 0], orders: new Map(), instant: 0, told: new Map() };
  for (const instant of Tape.instants(spec.tape)) {
    const out: VenueEvent[] = [];
    market.advance(instant, out);
    follow(book, spec, instant, out);
    checkState(book, state);
    for (const w of wishes.filter((w) => w.at === book.instant)) {
      const command = commandOf(spec, state, w), answers: VenueEvent[] = [];
      market.handle(command, instant.atMs, answers);
      strictEqual(answers.length, 1);
      if (answers[0].kind === "OrderAccepted" && command.kind === "SubmitOrder") {
        const { order } = command;
        book.orders.set(order.clientId, { order, instant: book.instant });
        book.told.set(order.symbol + order.clientId, { order, status: "acknowledged", fills: [] });
      }
      follow(book, spec, instant, answers);
      checkState(book, state);
      out.push(...answers);
    }
    all.push(...out);
    if (book.instant === breakAt) {
      const text = encodeState(state);
      state = decodeState(text) as ExchangeState;
      strictEqual(encodeState(state), text);
      market = createMarketStep(spec, state);
    }
    if (book.instant % 40 === 0) checkReports(book, market, instant.atMs);
    book.instant += 1;
  }
  ok(book.instant >= 200);
  return all;
}

Deno.test("Exchange keeps its accounts to the last unit on any market under any commands, snapshots included", () => {
  const game = fc.record({ seed: fc.nat(), wishes: fc.array(wish, { minLength: 60, maxLength: 160 }) });
  fc.assert(
    fc.property(game, ({ seed, wishes }) => {
      const events = run(seed, wishes, -1);
      deepStrictEqual(run(seed, wishes, 100), events, "a restored exchange goes on identically");
    }),
    { numRuns: 600, seed: 20_240_101 },
  );
  // the campaign must have been through everything, else it proves nothing
  const enough = { OrderFilled: 50_000, partial: 20_000, flip: 1000, FundingSettled: 10_000 };
  const ended = { PositionLiquidated: 5000, OrderExpired: 1000, OrderCancelled: 300, CancelRejected: 5000 };
  const told = { "reported acknowledged": 1000, "reported partially_filled": 1000, "reported filled": 1000 };
  const over = { "reported cancelled": 300, "reported expired": 500 };
  const codes = { "-2019": 5000, "-2021": 3000, "-2022": 5000, "-4116": 2000, "-4130": 20 };
  for (const [what, least] of Object.entries({ ...enough, ...ended, ...told, ...over, ...codes })) {
    ok(seen[what] >= least, `${what} came ${seen[what]} times, ${least} are needed`);
  }
});
