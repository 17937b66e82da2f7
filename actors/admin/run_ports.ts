import type { AdminPorts, CommandOutcome, OperatorCommand } from "../../lib/admin/mod.ts";
import type { Units } from "../../lib/notify/mod.ts";
import type { StoredEvent, StoreReader } from "../../lib/store/mod.ts";
import { BarTimes } from "./bar_times.ts";
import { fillView, orderView, positionView, tradeView } from "./book_views.ts";
import { chartView } from "./chart_view.ts";
import { configView } from "./config_view.ts";
import { decisionLineOf, decisionView } from "./decision_view.ts";
import { doneText } from "./done_text.ts";
import { createEventTail, type EventTail } from "./event_tail.ts";
import { eventView, isoTime } from "./event_views.ts";
import { healthView } from "./health_view.ts";
import type { AdminNote, RunInfo, TreeTold } from "./messages.ts";
import { metricFamilies } from "./metric_families.ts";
import { equityViews, pnlDayView, sinceOf } from "./pnl_views.ts";
import { Standing } from "./standing.ts";
import {
  measuredPerformance,
  performanceView,
  riskView,
  summaryView,
  systemViews,
  type ViewSources,
} from "./status_views.ts";
import { treeView } from "./tree_views.ts";

/** What the ports of a run are made of. */
export interface RunPortsOptions {
  readonly reader: StoreReader;
  readonly info: RunInfo;
  readonly nowMs: () => number;
  /** Says something to the root. */
  readonly note: (note: AdminNote) => void;
  readonly newId: () => string;
}

/** The ports of a run, and what keeps them up to date. */
export interface RunPorts {
  readonly ports: AdminPorts;
  /** Reads what was committed since. */
  poll(): void;
  /** What the root tells. */
  told(told: TreeTold): void;
}

/** How long a command's event is waited for, ms. */
const OUTCOME_MS = 5_000;
const CONFIGS = 200;

/** What the views are made from, as it is now. */
interface Run extends ViewSources {
  readonly units: Units;
  readonly tail: EventTail;
  readonly nowMs: () => number;
  tree: TreeTold | null;
  readonly barTimes: BarTimes;
}

/** A run as its server shows it: what the store holds, folded as it is committed. Throws what the store throws. */
export function createRunPorts({ reader, info, nowMs, note, newId }: RunPortsOptions): RunPorts {
  const units = { currency: info.currency, instruments: info.instruments };
  const standing = Standing.read(reader, info.openingBalance);
  const barTimes = BarTimes.create();
  const onEvent = (event: StoredEvent) => {
    Standing.take(standing, event.body);
    BarTimes.take(barTimes, event);
  };
  const tail = createEventTail({ reader, units, onEvent });
  const run: Run = { reader, info, units, standing, tail, nowMs, tree: null, barTimes };

  async function command(asked: OperatorCommand, by: string): Promise<CommandOutcome> {
    const commandId = newId();
    if (asked.kind === "SetMarketSpeed" && run.tree?.barsPerSecond === null) {
      return { status: "refused", commandId, why: "this market sets its own pace: it is a venue's" };
    }
    const outcome = tail.outcomeOf(commandId, OUTCOME_MS);
    note({ kind: "CommandAsked", commandId, by, command: asked });
    const found = await outcome;
    if (found === null) {
      return { status: "unknown", commandId, why: `nobody answered within ${OUTCOME_MS / 1_000} s` };
    }
    const { taken: { accepted, why }, seq } = found;
    if (!accepted) return { status: "refused", commandId, why };
    return { status: "accepted", commandId, seq, text: doneText(asked) };
  }

  return {
    ports: { ...standingPorts(run), ...bookPorts(run), ...decisionPorts(run), ...eventPorts(run), command },
    poll: tail.poll,
    told(told) {
      run.tree = told;
    },
  };
}

const configOf = ({ reader, info }: Run) => configView(info, reader.configVersions(CONFIGS));

type StandingPorts = Pick<
  AdminPorts,
  | "summary"
  | "health"
  | "metrics"
  | "pnl"
  | "pnlDaily"
  | "performance"
  | "tree"
  | "config"
  | "risk"
  | "systems"
>;

function standingPorts(run: Run): StandingPorts {
  const { reader, info, standing, tail, nowMs } = run;
  const tree = () => treeView(run.tree, nowMs());
  return {
    summary: () =>
      summaryView(run, { riskPct: riskPctOf(run), barsPerSecond: run.tree?.barsPerSecond ?? null }),
    health: () =>
      healthView({
        ...{ tree: tree(), storeFault: tail.fault, hasTraded: standing.marketMs > 0 },
        halts: Standing.halts(standing).map(({ cause }) => cause),
        ...{ version: info.version, uptimeMs: nowMs() - info.startedAtMs },
      }),
    metrics() {
      BarTimes.settle(run.barTimes, reader);
      const decided = run.barTimes.latency;
      const facts = { reader, standing, tree: tree(), riskPct: riskPctOf(run), decided };
      return metricFamilies({
        ...facts,
        performance: measuredPerformance(run),
        isStoreUp: tail.fault === "",
      });
    },
    pnl: (range, points) =>
      equityViews(
        reader.equityCurve({ fromMs: sinceOf(range, standing.marketMs), maxPoints: Math.max(3, points) }),
      ),
    pnlDaily: (days) => reader.daySummaries(days).map(pnlDayView),
    performance: () => performanceView(run),
    tree,
    config: () => configOf(run),
    risk: () => riskView(run),
    systems: () => systemViews(run),
  };
}

function bookPorts(
  { reader, info, standing }: Run,
): Pick<AdminPorts, "positions" | "orders" | "trades" | "fills"> {
  const { instruments, limits: { leverage } } = info;
  return {
    positions: () =>
      reader.openPositions().map((position) =>
        positionView(position, {
          ...{ instruments, leverage, lastPrice: reader.candles(position.symbol, 1)[0]?.close ?? null },
          protection: standing.protection.get(position.symbol) ?? "",
          isPaused: Standing.isPaused(standing, position.symbol),
        })
      ),
    orders: (query) => paged(reader.ordersPage(query), query, (order) => orderView(order, instruments)),
    trades: (query) => paged(reader.roundTripsPage(query), query, (trip) => tradeView(trip, instruments)),
    fills: (query) => paged(reader.fillsPage(query), query, (fill) => fillView(fill, instruments)),
  };
}

function decisionPorts(
  { reader, info: { symbols, instruments, barMs } }: Run,
): Pick<AdminPorts, "regimes" | "decisions" | "decision" | "symbols" | "chart" | "lastCandle"> {
  const chart = (symbol: string, bars: number) => chartView(reader, { symbol, bars, barMs, instruments });
  return {
    regimes: () =>
      reader.latestRegimes().map(({ symbol, regime, confidence, features, atMs }) => ({
        ...{ symbol, regime, confidence, features_snapshot: features, timestamp: isoTime(atMs) },
      })),
    decisions: ({ verdict, ...query }) =>
      reader.decisionsPage({ ...query, ...(isVerdict(verdict) ? { verdict } : {}) }).map(decisionLineOf),
    decision(symbol, barCloseMs) {
      const found = reader.decision(symbol, barCloseMs);
      return found === null ? null : decisionView(found);
    },
    symbols: () => symbols,
    chart,
    lastCandle: (symbol) => chart(symbol, 1).candles[0] ?? null,
  };
}

function eventPorts(
  { reader, tail, units }: Run,
): Pick<AdminPorts, "events" | "latestEvents" | "lastSeq" | "onEvents"> {
  const view = (event: StoredEvent) => eventView(event, units);
  return {
    events: ({ afterSeq, limit, kinds }) => reader.eventsAfter(afterSeq, limit, kinds).map(view),
    latestEvents: ({ limit, kinds }) => reader.latestEvents(limit, kinds).map(view),
    lastSeq: () => tail.lastSeq,
    onEvents: (listener) => tail.listen(listener),
  };
}

interface Query {
  readonly limit: number;
  readonly offset: number;
}

function paged<Row, View>(
  { rows, total }: { readonly rows: readonly Row[]; readonly total: number },
  { limit, offset }: Query,
  toView: (row: Row) => View,
) {
  return { rows: rows.map(toView), total, limit, offset };
}

const VERDICTS = ["no_trade", "holding", "approved", "denied"] as const;
type Verdict = (typeof VERDICTS)[number];
const isVerdict = (text: string | undefined): text is Verdict => VERDICTS.includes(text as Verdict);

/** Risk of a trade as it is set now. */
function riskPctOf(run: Run): number {
  const { knobs } = configOf(run);
  const own = knobs.find(({ path }) => path.endsWith("risk_per_trade_pct"))?.value;
  return own ?? run.info.limits.risk_per_trade_pct;
}
