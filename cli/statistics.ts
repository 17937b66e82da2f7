import { Money } from "../lib/domain/mod.ts";
import type { StoreReader } from "../lib/store/mod.ts";
import type { RoundTrip } from "../lib/trader/mod.ts";

/** What a run wrote down of itself, as far as its summary asks for it; every store is one. */
export type RunRecords = Pick<
  StoreReader,
  | "cashFlows"
  | "countDecisionsByVerdict"
  | "decisions"
  | "equityCurve"
  | "fills"
  | "funding"
  | "isPruned"
  | "resultHash"
  | "roundTrips"
>;

/** What round trips came to. Money as doubles of whole units. */
export interface TradeStatistics {
  readonly trades: number;
  readonly wins: number;
  /** Sum of net wins / sum of net losses; Infinity without a loss, NaN without a trade. */
  readonly profitFactor: number;
  /** Mean net result per round trip in R; NaN without one. */
  readonly expectancyR: number;
  readonly netPnl: number;
}

/** What a run came to, from its records alone. Money as doubles of whole units. */
export interface RunStatistics extends TradeStatistics {
  readonly decisions: Readonly<Record<string, number>>;
  readonly fees: number;
  readonly funding: number;
  /** Largest fall of the hourly equity (open profit included) from its peak. */
  readonly maxDrawdownPct: number;
  readonly finalEquity: number;
  readonly fills: number;
  readonly fundings: number;
  readonly liquidations: number;
}

/** Computes what round trips came to. */
export function tradeStatistics(trips: readonly RoundTrip[]): TradeStatistics {
  const nets = trips.map((trip) => Money.toNumber(trip.netPnl));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const wins = nets.filter((net) => net > 0), losses = nets.filter((net) => net < 0);
  return {
    trades: trips.length,
    wins: wins.length,
    profitFactor: nets.length === 0 ? NaN : sum(wins) / Math.abs(sum(losses)),
    expectancyR: sum(trips.map((trip) => trip.r)) / trips.length,
    netPnl: sum(nets),
  };
}

/** Computes the statistics of a run. */
export function runStatistics(store: RunRecords): RunStatistics {
  const flows = store.cashFlows();
  const total = (kind: string) =>
    Money.toNumber(flows.filter((f) => f.kind === kind).reduce((a, f) => a + f.amount, 0n));
  const curve = store.equityCurve();
  return {
    decisions: store.countDecisionsByVerdict(),
    ...tradeStatistics(store.roundTrips()),
    fees: -total("fee"),
    funding: total("funding"),
    maxDrawdownPct: maxDrawdownPct(curve.map((point) => Money.toNumber(point.equity))),
    finalEquity: curve.length === 0 ? 0 : Money.toNumber(curve[curve.length - 1]!.equity),
    fills: store.fills().length,
    fundings: store.funding().length,
    liquidations: flows.filter((f) => f.kind === "liquidation").length,
  };
}

/** Largest fall from a running peak, in percent of the peak. */
export function maxDrawdownPct(equity: readonly number[]): number {
  let peak = -Infinity, worst = 0;
  for (const value of equity) {
    peak = Math.max(peak, value);
    worst = Math.max(worst, (100 * (peak - value)) / peak);
  }
  return worst;
}
