import type { ResultHash } from "../lib/backtest/mod.ts";
import type { TraderEvent, Verdict } from "../lib/trader/mod.ts";
import type { RunRecords } from "./statistics.ts";

type EventOf<K extends TraderEvent["kind"]> = Extract<TraderEvent, { readonly kind: K }>;

/** The records of a run that was kept in memory, as a store would tell them. */
export function recordsOf(events: readonly TraderEvent[], result: ResultHash): RunRecords {
  const of = <K extends TraderEvent["kind"]>(kind: K) =>
    events.filter((event): event is EventOf<K> => event.kind === kind);
  const decisions = of("DecisionMade").map(({ decision }) => decision);
  return {
    countDecisionsByVerdict() {
      const counts: Record<Verdict, number> = { no_trade: 0, holding: 0, approved: 0, denied: 0 };
      for (const { verdict } of decisions) counts[verdict] += 1;
      return counts;
    },
    decisions: (symbol, fromMs, toMs) =>
      decisions.filter((it) => it.symbol === symbol && it.atMs >= fromMs && it.atMs < toMs),
    fills: () => of("FillBooked"),
    cashFlows: () => of("CashFlowBooked").map(({ flow }) => flow),
    funding: () => of("FundingBooked"),
    roundTrips: (from = 0) => of("RoundTripClosed").slice(from).map(({ trip }) => trip),
    equityCurve: () => of("Heartbeat"),
    isPruned: () => false,
    resultHash: () => result,
  };
}
