import { Rng } from "../core/mod.ts";
import { atrAt, BAR_MS, type FakeRegime, type FakeTape } from "./fake_market_fixture.ts";
import type {
  EquityPointView,
  FillView,
  MarkView,
  OrderView,
  PnlDayView,
  PositionView,
  StopSpanView,
  TradeView,
} from "./views.ts";

/** A position of the fake book. Changed in place. */
export interface Holding {
  readonly intentId: string;
  readonly symbol: string;
  readonly side: 1 | -1;
  readonly qty: number;
  readonly entry: number;
  readonly firstStop: number;
  readonly target: number;
  readonly openedMs: number;
  readonly regime: FakeRegime;
  readonly strategy: string;
  stop: number;
  stopSinceMs: number;
  funding: number;
}

/** Everything the fake account has done. Changed in place. */
export interface FakeBook {
  wallet: number;
  peak: number;
  readonly holdings: Holding[];
  readonly trades: TradeView[];
  readonly orders: OrderView[];
  readonly fills: FillView[];
  readonly equity: EquityPointView[];
  readonly days: PnlDayView[];
  readonly marks: Map<string, MarkView[]>;
  readonly stops: Map<string, StopSpanView[]>;
}

const FEE_RATE = 0.0005;
export const RISK_PCT = 0.5;
export const OPENING_BALANCE = 10_000;

export const iso = (ms: number): string => new Date(ms).toISOString();
const seconds = (ms: number): number => ms / 1_000;

export function createBook(): FakeBook {
  return {
    wallet: OPENING_BALANCE,
    peak: OPENING_BALANCE,
    holdings: [],
    trades: [],
    orders: [],
    fills: [],
    equity: [],
    days: [],
    marks: new Map(),
    stops: new Map(),
  };
}

/** What became of the bar: for the events that tell of it. */
export type BookChange =
  | { readonly kind: "opened"; readonly holding: Holding }
  | { readonly kind: "closed"; readonly trade: TradeView }
  | { readonly kind: "stop_moved"; readonly holding: Holding };

/** Looks after a symbol's position on its newest bar: funding, stop, target, and a stop moved to break-even. */
export function settleBar(book: FakeBook, tape: FakeTape): BookChange[] {
  const holding = book.holdings.find((h) => h.symbol === tape.spec.symbol);
  const candle = tape.candles.at(-1)!;
  if (holding === undefined) return [];
  const closeMs = candle.time * 1_000 + BAR_MS;
  if (closeMs % (8 * BAR_MS) === 0) {
    holding.funding -= holding.side * holding.qty * candle.close * 0.00008;
  }
  const worst = holding.side === 1 ? candle.low : candle.high;
  const best = holding.side === 1 ? candle.high : candle.low;
  if ((worst - holding.stop) * holding.side <= 0) {
    return [{ kind: "closed", trade: closeHolding(book, tape, holding, holding.stop, "stop", closeMs) }];
  }
  if ((best - holding.target) * holding.side >= 0) {
    return [{ kind: "closed", trade: closeHolding(book, tape, holding, holding.target, "target1", closeMs) }];
  }
  const gain = (candle.close - holding.entry) * holding.side;
  if (gain > 1.1 * Math.abs(holding.entry - holding.firstStop) && holding.stop === holding.firstStop) {
    spanStop(book, holding, closeMs);
    holding.stop = Number(
      (holding.entry + holding.side * 0.001 * holding.entry).toFixed(tape.spec.precision),
    );
    return [{ kind: "stop_moved", holding }];
  }
  return [];
}

/** Enters at the newest close where chance says so. */
export function maybeOpen(book: FakeBook, tape: FakeTape, chance: number): BookChange[] {
  const { spec, rng, candles, regimes, drift } = tape;
  const i = candles.length - 1, regime = regimes[i];
  const isDrawn = Rng.uniform(rng) < chance;
  if (!isDrawn || regime === "NO_TRADE" || regime === "BREAKOUT") return [];
  if (book.holdings.length >= 4 || book.holdings.some((h) => h.symbol === spec.symbol)) return [];
  const side: 1 | -1 = drift !== 0 ? drift : Rng.uniform(rng) < 0.5 ? 1 : -1;
  if (book.holdings.filter((h) => h.side === side).length >= 2) return [];
  const entry = candles[i].close, distance = 1.9 * atrAt(tape, i);
  const round = (price: number) => Number(price.toFixed(spec.precision));
  const qty = Number(((book.wallet * RISK_PCT) / 100 / distance).toFixed(spec.qtyDigits));
  const openedMs = candles[i].time * 1_000 + BAR_MS;
  const holding: Holding = {
    intentId: `RR-${spec.symbol.slice(0, 3)}-${openedMs / BAR_MS}`,
    symbol: spec.symbol,
    side,
    qty,
    entry,
    firstStop: round(entry - side * distance),
    stop: round(entry - side * distance),
    target: round(entry + side * distance * (1.6 + Rng.uniform(rng))),
    openedMs,
    stopSinceMs: openedMs,
    regime,
    strategy: regime === "TREND" ? "trend_pullback" : "range_reversion",
    funding: 0,
  };
  book.holdings.push(holding);
  book.wallet -= FEE_RATE * qty * entry;
  order(book, holding, "entry", side, entry, "FILLED", openedMs);
  order(book, holding, "stop", -side as 1 | -1, holding.stop, "NEW", openedMs);
  order(book, holding, "target1", -side as 1 | -1, holding.target, "NEW", openedMs);
  fill(book, holding, "entry", side, entry, 0, openedMs);
  const text = `${side === 1 ? "long" : "short"} ${holding.strategy}`;
  mark(book, spec.symbol, {
    time: seconds(openedMs),
    kind: "entry",
    side: side === 1 ? "buy" : "sell",
    price: entry,
    text,
  });
  return [{ kind: "opened", holding }];
}

/** Closes a position, whatever the reason. */
export function closeHolding(
  book: FakeBook,
  tape: FakeTape,
  holding: Holding,
  price: number,
  leg: string,
  atMs: number,
): TradeView {
  const { side, qty, entry } = holding;
  const realized = (price - entry) * side * qty;
  const fees = FEE_RATE * qty * (entry + price);
  book.wallet += realized - FEE_RATE * qty * price + holding.funding;
  book.holdings.splice(book.holdings.indexOf(holding), 1);
  spanStop(book, holding, atMs);
  endOrders(book, holding, leg, atMs);
  fill(book, holding, leg, -side as 1 | -1, price, realized, atMs);
  const net = realized - fees + holding.funding;
  const r = net / (Math.abs(entry - holding.firstStop) * qty);
  const kind = leg === "stop" ? "stop" : leg === "target1" ? "target" : "exit";
  const text = `${leg} ${r >= 0 ? "+" : ""}${r.toFixed(2)} R`;
  mark(book, holding.symbol, {
    time: seconds(atMs) - 1,
    kind,
    side: side === 1 ? "sell" : "buy",
    price,
    text,
  });
  const trade: TradeView = {
    id: holding.intentId,
    system: "regime-router",
    symbol: holding.symbol,
    side: side === 1 ? "long" : "short",
    strategy: holding.strategy,
    regimeAtEntry: holding.regime,
    openedAt: iso(holding.openedMs),
    closedAt: iso(atMs),
    qty: qty.toFixed(tape.spec.qtyDigits),
    entryPrice: entry,
    exitPrice: price,
    initialStop: holding.firstStop.toFixed(tape.spec.precision),
    realizedPnl: realized.toFixed(2),
    fees: fees.toFixed(2),
    funding: holding.funding.toFixed(2),
    netPnl: net.toFixed(2),
    r: Number(r.toFixed(4)),
    exits: [leg],
    reasons: holding.regime === "TREND"
      ? ["pullback.trend_emas", "pullback.zone", "pullback.rsi", "pullback.trigger"]
      : ["reversion.excursion", "reversion.rsi", "reversion.back_inside"],
  };
  book.trades.push(trade);
  return trade;
}

/** Equity after a bar; a day's line at midnight. */
export function noteEquity(
  book: FakeBook,
  lasts: ReadonlyMap<string, number>,
  atMs: number,
): EquityPointView {
  const open = unrealized(book, lasts);
  const equity = book.wallet + open;
  book.peak = Math.max(book.peak, equity);
  const drawdownPct = (100 * (book.peak - equity)) / book.peak;
  const point = { at: iso(atMs), equity, wallet: book.wallet, drawdownPct };
  book.equity.push(point);
  if (atMs % (24 * BAR_MS) === 0) noteDay(book, point, open, atMs);
  return point;
}

export function unrealized({ holdings }: FakeBook, lasts: ReadonlyMap<string, number>): number {
  return holdings.reduce((sum, h) => sum + ((lasts.get(h.symbol) ?? h.entry) - h.entry) * h.side * h.qty, 0);
}

function noteDay(book: FakeBook, point: EquityPointView, open: number, atMs: number): void {
  const from = iso(atMs - 24 * BAR_MS);
  const trips = book.trades.filter((t) => t.closedAt > from && t.closedAt <= point.at);
  const sum = (pick: (t: TradeView) => number) => trips.reduce((total, t) => total + pick(t), 0);
  book.days.push({
    date: from.slice(0, 10),
    realized: sum((t) => Number(t.realizedPnl)).toFixed(2),
    unrealized: open.toFixed(2),
    fees: sum((t) => Number(t.fees)).toFixed(2),
    funding: sum((t) => Number(t.funding)).toFixed(2),
    equity: point.equity.toFixed(2),
    sumR: Number(sum((t) => t.r).toFixed(3)),
    drawdownR: Number((point.drawdownPct / RISK_PCT).toFixed(2)),
    drawdownPct: Number(point.drawdownPct.toFixed(3)),
    roundTrips: trips.length,
  });
}

/** A position as the API shows it. */
export function positionView(h: Holding, tape: FakeTape, isPaused: boolean): PositionView {
  const { precision, qtyDigits } = tape.spec;
  const last = tape.candles.at(-1)!.close;
  const pnl = (last - h.entry) * h.side * h.qty;
  const movePct = (100 * (last - h.entry)) / h.entry;
  const liquidation = h.entry * (1 - h.side * 0.49);
  return {
    symbol: h.symbol,
    side: h.side === 1 ? "long" : "short",
    qty: h.qty.toFixed(qtyDigits),
    averagePrice: h.entry.toFixed(precision),
    lastPrice: last.toFixed(precision),
    stopPrice: h.stop.toFixed(precision),
    liquidationPrice: liquidation.toFixed(precision),
    liquidationDistancePct: (100 * Math.abs(last - liquidation)) / last,
    unrealizedPnl: pnl.toFixed(2),
    unrealizedR: pnl / (Math.abs(h.entry - h.firstStop) * h.qty),
    roiOnMarginPct: 2 * movePct * h.side,
    priceMovePct: movePct,
    strategy: h.strategy,
    regimeAtEntry: h.regime,
    protection: "protected",
    openedAt: iso(h.openedMs),
    isPaused,
  };
}

function spanStop({ stops }: FakeBook, h: Holding, toMs: number): void {
  const spans = stops.get(h.symbol) ?? [];
  spans.push({ from: seconds(h.stopSinceMs), to: seconds(toMs), price: h.stop });
  stops.set(h.symbol, spans);
  h.stopSinceMs = toMs;
}

function mark({ marks }: FakeBook, symbol: string, view: MarkView): void {
  marks.set(symbol, [...(marks.get(symbol) ?? []), view]);
}

function order(
  { orders }: FakeBook,
  h: Holding,
  leg: string,
  side: 1 | -1,
  price: number,
  status: string,
  atMs: number,
): void {
  const isEntry = leg === "entry";
  orders.push({
    clientId: `${h.intentId}-${leg}`,
    symbol: h.symbol,
    side: side === 1 ? "buy" : "sell",
    type: isEntry ? "market" : leg === "stop" ? "stop_market" : "take_profit_market",
    leg,
    price: isEntry ? String(price) : null,
    triggerPrice: isEntry ? null : String(price),
    qty: String(h.qty),
    filledQty: isEntry ? String(h.qty) : "0",
    status,
    reduceOnly: !isEntry,
    reason: isEntry ? h.strategy : "protection",
    intentId: h.intentId,
    createdAt: iso(atMs),
    updatedAt: iso(atMs),
  });
}

function endOrders({ orders }: FakeBook, h: Holding, leg: string, atMs: number): void {
  for (const [i, o] of orders.entries()) {
    if (o.intentId !== h.intentId || o.status !== "NEW") continue;
    const isHit = o.leg === leg;
    const filledQty = isHit ? o.qty : "0";
    orders[i] = { ...o, status: isHit ? "FILLED" : "CANCELED", filledQty, updatedAt: iso(atMs) };
  }
}

function fill(
  { fills }: FakeBook,
  h: Holding,
  leg: string,
  side: 1 | -1,
  price: number,
  realized: number,
  atMs: number,
): void {
  fills.push({
    fillId: `F-${fills.length + 1}`,
    clientId: `${h.intentId}-${leg}`,
    symbol: h.symbol,
    side: side === 1 ? "buy" : "sell",
    price: String(price),
    qty: String(h.qty),
    liquidity: "taker",
    fee: (FEE_RATE * h.qty * price).toFixed(4),
    realizedPnl: realized.toFixed(2),
    leg,
    intentId: h.intentId,
    at: iso(atMs),
  });
}
