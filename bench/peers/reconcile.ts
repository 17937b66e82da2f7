import { type Trade, TradeColumns } from "./trade_columns.ts";

/** Prices nearer than this part of themselves are one price: contenders round to 1e-8 and average in other orders. */
const PRICE_TOLERANCE = 1e-7;

/** One trade that is not the same, or that one side alone has; both are of one signal bar. */
export interface Difference {
  readonly theirs: Trade | null;
  readonly ours: Trade | null;
}

/** Two lists of trades, held against each other by their signal bars. */
export interface Reconciliation {
  /** Trades that agree in side, bars and prices. */
  readonly equal: number;
  readonly differences: readonly Difference[];
  /** Theirs less ours, quote currency. */
  readonly netDifference: number;
}

/** Compares a contender's trades with those it should have. */
export function reconcile(theirs: TradeColumns, ours: TradeColumns): Reconciliation {
  const differences: Difference[] = [];
  let equal = 0, t = 0, o = 0;
  while (t < theirs.length || o < ours.length) {
    const theirBar = t < theirs.length ? theirs.signalBar[t] : Infinity;
    const ourBar = o < ours.length ? ours.signalBar[o] : Infinity;
    const their = theirBar <= ourBar ? TradeColumns.row(theirs, t++) : null;
    const our = ourBar <= theirBar ? TradeColumns.row(ours, o++) : null;
    if (their !== null && our !== null && isSame(their, our)) equal += 1;
    else differences.push({ theirs: their, ours: our });
  }
  return { equal, differences, netDifference: TradeColumns.net(theirs) - TradeColumns.net(ours) };
}

/** Whether there is nothing to explain. */
export function isEqual({ differences }: Reconciliation): boolean {
  return differences.length === 0;
}

function isSame(a: Trade, b: Trade): boolean {
  return a.side === b.side && a.entryBar === b.entryBar && a.exitBar === b.exitBar &&
    isNear(a.entryPrice, b.entryPrice) && isNear(a.exitPrice, b.exitPrice);
}

/** Whether two prices are one. */
export function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= PRICE_TOLERANCE * Math.abs(b);
}
