import { Rng, type RngState } from "../../core/mod.ts";
import type { Fill, OrderRequest, Side } from "../../domain/mod.ts";
import type { ReportedStatus, VenueCommand, VenueEvent } from "../market_step.ts";
import { SYMBOL } from "./bench_fixture.ts";

/** How often the venue is in a bad mood, in percent. */
export interface Manners {
  /** Of orders that are refused for no reason of theirs. */
  readonly rejectPct: number;
  /** Of fills that take a part only. */
  readonly partialPct: number;
  /** How far its clock is ahead of ours. */
  readonly skewMs: number;
}

interface VenueOrder {
  readonly request: OrderRequest;
  status: ReportedStatus;
  filledSteps: number;
  readonly fills: Fill[];
  triggered: boolean;
}

/** For tests: a venue for one symbol that keeps the truth. It is told commands and answers in events, at its own time. */
export interface FlakyVenue {
  readonly orders: Map<string, VenueOrder>;
  positionSteps: number;
  priceTicks: number;
  fillCount: number;
  /** Client id of each fill, in order. */
  readonly trades: string[];
  /** Client ids it refused, with the code. */
  readonly refused: Map<string, string>;
  /** Its largest order; null for any size. */
  readonly maxSteps: number | null;
}

export const createFlakyVenue = (maxSteps: number | null): FlakyVenue => ({
  maxSteps,
  orders: new Map(),
  positionSteps: 0,
  priceTicks: 10_000,
  fillCount: 0,
  trades: [],
  refused: new Map(),
});

export const isLive = ({ status }: VenueOrder): boolean =>
  status === "acknowledged" || status === "partially_filled";

const MONEY = { isolatedMargin: 0n, walletBalance: 0n };

/** The venue's answer to a command. */
export function answer(
  venue: FlakyVenue,
  command: VenueCommand,
  atMs: number,
  manners: Manners,
  rng: RngState,
): VenueEvent {
  switch (command.kind) {
    case "ConfigureSymbol":
      return { kind: "SymbolConfigured", symbol: command.symbol, leverage: command.leverage, atMs };
    case "SubmitOrder":
      return submit(venue, command, atMs, manners, rng);
    case "CancelOrder":
      return cancel(venue, command.clientId, atMs);
    case "QueryOrder":
      return report(venue, command.clientId, atMs);
    case "QueryAccount":
      return account(venue, atMs);
    case "QueryPrice": {
      const { symbol, purpose } = command;
      return { kind: "PriceQuoted", symbol, price: venue.priceTicks / 10, purpose, atMs };
    }
  }
}

function account({ positionSteps, orders }: FlakyVenue, atMs: number): VenueEvent {
  const side: Side = positionSteps > 0 ? 1 : -1, qtySteps = Math.abs(positionSteps);
  const held = { symbol: SYMBOL, side, qtySteps, cost: 1n, isolatedMargin: 1n };
  const openOrders = [...orders.values()].filter(isLive).map(({ request, filledSteps }) => ({
    ...request,
    filledSteps,
  }));
  const positions = qtySteps === 0 ? [] : [held];
  return { kind: "AccountReported", walletBalance: 0n, positions, openOrders, atMs };
}

function submit(
  venue: FlakyVenue,
  { order: request, sentAtMs, recvWindowMs }: Extract<VenueCommand, { kind: "SubmitOrder" }>,
  atMs: number,
  { rejectPct }: Manners,
  rng: RngState,
): VenueEvent {
  const about = { symbol: SYMBOL, clientId: request.clientId, atMs };
  const refuse = (code: string): VenueEvent => {
    if (code !== "-4116") venue.refused.set(request.clientId, code);
    return { kind: "OrderRejected", ...about, code, reason: "no" };
  };
  if (atMs - sentAtMs > recvWindowMs || sentAtMs - atMs > 1000) return refuse("-1021");
  const known = venue.orders.get(request.clientId);
  if (known !== undefined && isLive(known)) return refuse("-4116");
  if (known !== undefined) throw new Error(`${request.clientId} was sent again when it was over`);
  const { side, triggerTicks, reduceOnly, type } = request;
  if (request.qtySteps > (venue.maxSteps ?? Infinity)) return refuse("-4005");
  if (reduceOnly && venue.positionSteps * side >= 0) return refuse("-2022");
  if (triggerTicks !== null && isDue(venue, type, side, triggerTicks)) return refuse("-2021");
  if (Rng.uniform(rng) * 100 < rejectPct) return refuse("-1001");
  const order: VenueOrder = { request, status: "acknowledged", filledSteps: 0, fills: [], triggered: false };
  venue.orders.set(request.clientId, order);
  return { kind: "OrderAccepted", ...about };
}

function isDue({ priceTicks }: FlakyVenue, type: string, side: Side, ticks: number): boolean {
  const isAbove = type === "stop_market" ? side === 1 : side === -1;
  return isAbove ? priceTicks >= ticks : priceTicks <= ticks;
}

/** Ends an order by a cancel, ours or somebody else's. */
export function cancel(venue: FlakyVenue, clientId: string, atMs: number): VenueEvent {
  const order = venue.orders.get(clientId);
  const about = { symbol: SYMBOL, clientId, atMs };
  if (order === undefined || !isLive(order)) {
    return { kind: "CancelRejected", ...about, reason: "-2011 unknown order" };
  }
  order.status = "cancelled";
  return { kind: "OrderCancelled", ...about, filledSteps: order.filledSteps };
}

export function report({ orders }: FlakyVenue, clientId: string, atMs: number): VenueEvent {
  const order = orders.get(clientId);
  const about = { symbol: SYMBOL, clientId, atMs };
  if (order === undefined) return { kind: "OrderUnknown", ...about };
  const { status, filledSteps, fills } = order;
  return { kind: "OrderReported", ...about, status, filledSteps, fills: [...fills] };
}

/** The price moves and what is due fills; what happened. */
export function moveMarket(
  venue: FlakyVenue,
  ticks: number,
  atMs: number,
  { partialPct }: Manners,
  rng: RngState,
): VenueEvent[] {
  venue.priceTicks += ticks;
  const out: VenueEvent[] = [];
  for (const order of venue.orders.values()) {
    const { request } = order;
    if (!isLive(order)) continue;
    const level = request.triggerTicks ?? request.limitTicks;
    if (level !== null && !order.triggered && !isDue(venue, request.type, request.side, level)) continue;
    if (request.triggerTicks !== null) order.triggered = true;
    fill(venue, order, atMs, Rng.uniform(rng) * 100 < partialPct, rng, out);
  }
  return out;
}

function fill(
  venue: FlakyVenue,
  order: VenueOrder,
  atMs: number,
  isPartial: boolean,
  rng: RngState,
  out: VenueEvent[],
): void {
  const { request: { clientId, side, reduceOnly, qtySteps } } = order;
  const leaves = qtySteps - order.filledSteps;
  const reducible = venue.positionSteps * side < 0 ? Math.abs(venue.positionSteps) : 0;
  const most = reduceOnly ? Math.min(leaves, reducible) : leaves;
  if (most > 0) {
    const steps = isPartial ? Math.max(1, Math.floor(most * Rng.uniform(rng))) : most;
    trade(venue, order, side, steps, atMs, out);
  }
  if (isLive(order) && reduceOnly && venue.positionSteps * side >= 0) {
    order.status = "expired";
    const { filledSteps } = order;
    out.push({
      kind: "OrderExpired",
      symbol: SYMBOL,
      clientId,
      reason: "nothing to reduce",
      filledSteps,
      atMs,
    });
  }
}

function trade(
  venue: FlakyVenue,
  order: VenueOrder,
  side: Side,
  qtySteps: number,
  atMs: number,
  out: VenueEvent[],
): void {
  order.filledSteps += qtySteps;
  order.status = order.filledSteps === order.request.qtySteps ? "filled" : "partially_filled";
  const event = bookTrade(venue, order.request.clientId, side, qtySteps, atMs, order.status === "filled");
  order.fills.push(event.fill);
  out.push(event);
}

/** A trade at the venue; by hand, under an id nobody of us knows, when it is of none of our orders. */
export function bookTrade(
  venue: FlakyVenue,
  clientId: string,
  side: Side,
  qtySteps: number,
  atMs: number,
  complete: boolean,
): Extract<VenueEvent, { kind: "OrderFilled" }> {
  venue.positionSteps += side * qtySteps;
  venue.fillCount += 1;
  venue.trades.push(clientId);
  const fillId = String(venue.fillCount), { priceTicks, positionSteps: positionStepsAfter } = venue;
  const money = { liquidity: "taker", fee: 0n, realizedPnl: 0n } as const;
  const traded = { side, priceTicks, qtySteps, ...money, atMs, positionStepsAfter };
  const fill = { fillId, clientId, symbol: SYMBOL, ...traded };
  return { kind: "OrderFilled", fill, complete, ...MONEY };
}
