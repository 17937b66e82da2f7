import type { MetricFamily, MetricSample, TreeView } from "../../lib/admin/mod.ts";
import { Money } from "../../lib/domain/mod.ts";
import type { Performance, StoreReader } from "../../lib/store/mod.ts";
import { inR, percentOf } from "./amounts.ts";
import { Latency } from "./latency.ts";
import { Standing } from "./standing.ts";

/** What metrics are made of. */
export interface MetricFacts {
  readonly reader: StoreReader;
  readonly standing: Standing;
  readonly tree: TreeView;
  readonly riskPct: number;
  readonly performance: Performance;
  /** From the publication of a bar to the decision on it. */
  readonly decided: Latency;
  readonly isStoreUp: boolean;
}

/** Every figure that alerts and charts are made of (deploy/prometheus, deploy/grafana). */
export function metricFamilies(facts: MetricFacts): MetricFamily[] {
  return [...tradingFamilies(facts), ...countFamilies(facts), ...treeFamilies(facts.tree)];
}

function tradingFamilies(
  { reader, standing, riskPct, performance, isStoreUp, tree }: MetricFacts,
): MetricFamily[] {
  const { equity, wallet, peakEquity, openRisk } = standing;
  const { fills, makerFills, slippageBps } = performance;
  return [
    gauge("up", "1 while the root tells of its tree.", tree.ageMs < 10_000 ? 1 : 0),
    gauge("store_up", "1 while the store can be read.", isStoreUp ? 1 : 0),
    gauge("entries_on", "1 while no latch keeps every entry off.", Standing.isHalted(standing) ? 0 : 1),
    gauge("equity", "Equity in the account's currency.", Money.toNumber(equity)),
    gauge("wallet", "Wallet balance in the account's currency.", Money.toNumber(wallet)),
    gauge(
      "drawdown_pct",
      "Fall of the equity from its peak, in percent.",
      percentOf(Money.toNumber(peakEquity - equity), Money.toNumber(peakEquity)),
    ),
    gauge("open_risk_r", "Money lost if every stop is hit, in R.", inR(openRisk, equity, riskPct)),
    gauge("positions", "Open positions.", reader.openPositions().length),
    gauge(
      "maker_ratio",
      "Share of fills that made liquidity, over eight weeks.",
      fills === 0 ? 0 : makerFills / fills,
    ),
    gauge("slippage_bps", "Mean slippage of fills against their price, over eight weeks.", slippageBps ?? 0),
    gauge("event_lag_seconds", "Age of what the root told of its tree.", tree.ageMs / 1_000),
  ];
}

function countFamilies({ reader, standing, decided }: MetricFacts): MetricFamily[] {
  const { decisions, orders, findings, latches, nakedMsSum, nakedMsMax } = standing;
  return [
    counter("round_trips_total", "Closed trades.", [sample(reader.roundTripsPage({ limit: 1 }).total)]),
    counter(
      "decisions_total",
      "Decisions since the server began, by verdict.",
      samplesOf(decisions, "verdict"),
    ),
    counter(
      "orders_total",
      "Changes of orders since the server began, by status.",
      samplesOf(orders, "status"),
    ),
    counter(
      "reconcile_findings_total",
      "Differences of book and venue that were found.",
      samplesOf(findings, "what"),
    ),
    counter("naked_seconds_total", "Seconds positions were without a stop.", [sample(nakedMsSum / 1_000)]),
    gauge("naked_seconds_max", "Longest time a position was without a stop.", nakedMsMax / 1_000),
    Latency.family(
      "bulkhead_bar_to_intent_seconds",
      "From the feed's word of a closed bar to the decision on a symbol, whether it trades or not.",
      decided,
    ),
    Latency.family(
      "bulkhead_signal_to_ack_seconds",
      "From the making of an order to the venue's acknowledgement.",
      standing.acks,
    ),
    family(
      "latches",
      "gauge",
      "Latches that are set.",
      [...latches.values()].map(({ scope, name }) => sample(1, { scope, name })),
    ),
  ];
}

function treeFamilies({ cells, deadLetters, staleWrites }: TreeView): MetricFamily[] {
  const workers = cells.flatMap((cell) => cell.workers);
  const actors = workers.flatMap((worker) => worker.actors);
  const of = (pick: (actor: (typeof actors)[number]) => number) =>
    actors.map((actor) => sample(pick(actor), { actor: actor.address }));
  const letters = Object.entries(deadLetters);
  return [
    family("mailbox_depth", "gauge", "Messages that wait.", of(({ depth }) => depth)),
    family(
      "mailbox_oldest_seconds",
      "gauge",
      "Age of the message that waits longest.",
      of((it) => it.oldestMs / 1_000),
    ),
    counter(
      "messages_total",
      "Messages handled in the worker's present life.",
      of(({ processed }) => processed),
    ),
    counter(
      "restarts_total",
      "Restarts of workers.",
      workers.map(({ id, restarts }) => sample(restarts, { worker: id })),
    ),
    family(
      "worker_up",
      "gauge",
      "1 while a worker is at work.",
      workers.map(({ id, isUp }) => sample(isUp ? 1 : 0, { worker: id })),
    ),
    counter(
      "dead_letters_total",
      "Messages nobody could be given.",
      letters.map(([reason, n]) => sample(n, { reason })),
    ),
    counter("stale_writes_total", "Writes of dead workers that were refused.", [sample(staleWrites)]),
  ];
}

const sample = (value: number, labels: MetricSample["labels"] = {}): MetricSample => ({ labels, value });

const samplesOf = (counts: ReadonlyMap<string, number>, label: string): MetricSample[] =>
  [...counts].map(([name, value]) => sample(value, { [label]: name }));

function family(
  name: string,
  type: MetricFamily["type"],
  help: string,
  samples: readonly MetricSample[],
): MetricFamily {
  return { name: `bulkhead_${name}`, type, help, samples };
}

const gauge = (name: string, help: string, value: number): MetricFamily =>
  family(name, "gauge", help, [sample(value)]);

const counter = (name: string, help: string, samples: readonly MetricSample[]): MetricFamily =>
  family(name, "counter", help, samples);
