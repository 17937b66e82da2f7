import { legOfClientId, type Order, type OrderRequest, Side } from "../../domain/mod.ts";
import type { BookReported, ReportedOrder, VenueEvent } from "../../trader/mod.ts";
import { holdingText, sizeText, ticksText, type Units } from "../units.ts";
import type { CompareRow, Comparison } from "./report_data.ts";

/** What a pass of reconciliation had before it. */
export interface ComparedSides {
  readonly book: BookReported;
  readonly account: Extract<VenueEvent, { readonly kind: "AccountReported" }>;
  /** What client order ids of ours begin with. */
  readonly systemTag: string;
}

/**
 * Both sides row by row, as reconciliation compares them: orders on their way are nobody's difference yet, and the guardian's
 * stops are right wherever they protect something. A position that no stop covers has a row of its own.
 */
export function compareSides(sides: ComparedSides, units: Units): Omit<Comparison, "at"> {
  const rows = ordersOf(sides);
  const row = ({ ours, venues, symbol, id }: OrderPair): CompareRow => ({
    ...{ symbol, id, book: ours === null ? "" : orderText(ours, units) },
    venue: venues === null ? "" : orderText(venues, units),
  });
  const isStopPair = ({ ours, venues }: OrderPair): boolean => isStop((ours ?? venues)!);
  return {
    positions: positionRows(sides, units),
    orders: rows.filter((pair) => !isStopPair(pair)).map(row),
    stops: [...rows.filter(isStopPair).map(row), ...nakedRows(sides, units)],
  };
}

function positionRows({ book, account }: ComparedSides, units: Units): CompareRow[] {
  const steps = new Map<string, { ours: number; venues: number }>();
  for (const { symbol, steps: ours } of book.positions) steps.set(symbol, { ours, venues: 0 });
  for (const { symbol, side, qtySteps } of account.positions) {
    steps.set(symbol, { ours: steps.get(symbol)?.ours ?? 0, venues: side * qtySteps });
  }
  const text = (symbol: string, held: number) => held === 0 ? "" : holdingText(symbol, held, units);
  return [...steps].filter(([, { ours, venues }]) => ours !== 0 || venues !== 0)
    .map(([symbol, { ours, venues }]) => ({
      ...{ symbol, id: "", book: text(symbol, ours), venue: text(symbol, venues) },
    }));
}

/** An order as either side has it; one of them may have none. */
interface OrderPair {
  readonly symbol: string;
  readonly id: string;
  readonly ours: Order | null;
  readonly venues: ReportedOrder | null;
}

function ordersOf({ book, account, systemTag }: ComparedSides): OrderPair[] {
  const pairs: OrderPair[] = [];
  for (const ours of book.orders) {
    const venues = account.openOrders.find(({ clientId }) => clientId === ours.clientId) ?? null;
    const isAtRest = ours.status === "acknowledged" || ours.status === "partially_filled";
    if (venues !== null || isAtRest) pairs.push({ symbol: ours.symbol, id: ours.clientId, ours, venues });
  }
  for (const venues of account.openOrders) {
    const { symbol, clientId: id } = venues;
    if (book.orders.some(({ clientId }) => clientId === id)) continue;
    if (legOfClientId(systemTag, id) === "guard" && protects(venues, account)) continue;
    pairs.push({ symbol, id, ours: null, venues });
  }
  return pairs;
}

const isReducing = (order: OrderRequest): boolean => order.reduceOnly || order.closePosition;

const isStop = (order: OrderRequest): boolean => order.type === "stop_market" && isReducing(order);

/** Whether an order can only make a position of the account smaller. */
const protects = (order: OrderRequest, { positions }: ComparedSides["account"]): boolean =>
  isReducing(order) &&
  positions.some(({ symbol, side, qtySteps }) =>
    symbol === order.symbol && qtySteps > 0 && side === Side.opposite(order.side)
  );

/** Positions of the venue's that its stops, and exits on their way, do not take off as a whole. */
function nakedRows({ book, account }: ComparedSides, units: Units): CompareRow[] {
  return account.positions.flatMap(({ symbol, qtySteps }): CompareRow[] => {
    let covered = 0;
    for (const order of account.openOrders) {
      if (order.symbol !== symbol || !protects(order, account)) continue;
      if (order.type !== "stop_market" && order.type !== "market") continue;
      covered += order.closePosition ? Infinity : order.qtySteps - order.filledSteps;
    }
    // what is not traded here is not ours to protect
    if (covered >= qtySteps || !book.positions.some((it) => it.symbol === symbol)) return [];
    const wanted = book.stops.find((stop) => stop.symbol === symbol);
    const ours = wanted === undefined
      ? ""
      : `${sizeText(symbol, wanted.steps, units)} wanted at ${ticksText(symbol, wanted.stopTicks, units)}`;
    const venue = `${sizeText(symbol, covered, units)} covered of ${sizeText(symbol, qtySteps, units)}`;
    return [{ symbol, id: "", book: ours, venue }];
  });
}

const TYPES: Readonly<Record<OrderRequest["type"], string>> = {
  ...{ market: "at the market", limit: "at", stop_market: "at", take_profit_market: "take profit at" },
};

/** "sell 0.5 BTC at 61234.5 USDT"; the same text for the same order, whoever has it. */
function orderText(order: OrderRequest & { readonly filledSteps: number }, units: Units): string {
  const { symbol, side, type, qtySteps, filledSteps, closePosition } = order;
  const ticks = order.triggerTicks ?? order.limitTicks;
  const size = closePosition ? "all" : sizeText(symbol, qtySteps, units);
  const price = ticks === null ? "" : ` ${ticksText(symbol, ticks, units)}`;
  const filled = filledSteps === 0 ? "" : `, ${sizeText(symbol, filledSteps, units)} filled`;
  return `${side > 0 ? "buy" : "sell"} ${size} ${TYPES[type]}${price}${filled}`;
}
