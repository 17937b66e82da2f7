import type {
  GaugeView,
  LatchView,
  PerformanceView,
  RiskView,
  SummaryView,
  SystemView,
} from "../../lib/admin/mod.ts";
import { Money } from "../../lib/domain/mod.ts";
import type { Performance, StoreReader } from "../../lib/store/mod.ts";
import type { DaySummary } from "../../lib/trader/mod.ts";
import { inR, percentOf } from "./amounts.ts";
import { isoTime } from "./event_views.ts";
import type { RunInfo } from "./messages.ts";
import { Standing } from "./standing.ts";

/** Where views get their facts from. */
export interface ViewSources {
  readonly reader: StoreReader;
  readonly info: RunInfo;
  readonly standing: Standing;
}

/** What a summary is told of besides. */
export interface SummaryContext {
  /** Percent of equity at risk in a trade now. */
  readonly riskPct: number;
  readonly barsPerSecond: number | null;
}

export function summaryView(
  { reader, info, standing }: ViewSources,
  { riskPct, barsPerSecond }: SummaryContext,
): SummaryView {
  const { equity, wallet, peakEquity, dayStartEquity, openRisk, marketMs } = standing;
  return {
    ...{ mode: info.mode, control: "auto", state: stateOf(standing), latches: latchViews(standing) },
    ...{ account: info.account, venue: info.venue, currency: info.currency },
    ...{ equity: Money.format(equity), wallet: Money.format(wallet) },
    ...{
      pnlToday: Money.format(equity - dayStartEquity),
      pnlTotal: Money.format(equity - info.openingBalance),
    },
    drawdownPct: percentOf(Money.toNumber(peakEquity - equity), Money.toNumber(peakEquity)),
    ...{ drawdownR: inR(peakEquity - equity, equity, riskPct), openRiskR: inR(openRisk, equity, riskPct) },
    positions: reader.openPositions().length,
    closedTrades: reader.roundTripsPage({ limit: 1 }).total,
    ...{ marketTime: marketMs === 0 ? null : isoTime(marketMs), barsPerSecond },
    ...{ runId: info.runId, startedAt: isoTime(info.startedAtMs) },
  };
}

const stateOf = (standing: Standing): SummaryView["state"] => Standing.isHalted(standing) ? "HALTED" : "ON";

const latchViews = ({ latches }: Standing): LatchView[] => [...latches.values()];

const PERFORMANCE_MS = 8 * 7 * 86_400_000;

/** What the last eight weeks came to, the latest bar included. */
export function measuredPerformance({ reader, standing: { marketMs } }: ViewSources): Performance {
  return reader.performance(marketMs - PERFORMANCE_MS, marketMs + 1);
}

export function performanceView(sources: ViewSources): PerformanceView {
  const { marketMs } = sources.standing;
  if (marketMs === 0) return { ...performanceOf(null), from: null, to: null };
  const from = isoTime(marketMs - PERFORMANCE_MS), to = isoTime(marketMs);
  return { ...performanceOf(measuredPerformance(sources)), from, to };
}

function performanceOf(measured: Performance | null): Omit<PerformanceView, "from" | "to"> {
  const { trades = 0, wins = 0, gains = 0n, losses = 0n, sumR = 0, fills = 0, makerFills = 0 } = measured ??
    {};
  const some = (count: number, value: number) => count === 0 ? null : value;
  return {
    trades,
    winRatePct: some(trades, percentOf(wins, trades)),
    profitFactor: losses === 0n ? null : Money.toNumber(gains) / Money.toNumber(losses),
    expectancyR: some(trades, sumR / trades),
    maxDrawdownR: some(trades, measured?.maxDrawdownR ?? 0),
    makerPct: some(fills, percentOf(makerFills, fills)),
    slippageBps: measured?.slippageBps ?? null,
    netPnl: Money.format(gains - losses),
  };
}

export function riskView(sources: ViewSources): RiskView {
  const { standing } = sources;
  return { state: stateOf(standing), latches: latchViews(standing), gauges: gaugesOf(sources) };
}

function gaugesOf({ reader, info: { limits }, standing }: ViewSources): GaugeView[] {
  const equity = Money.toNumber(standing.equity);
  const positions = reader.openPositions(), days = reader.daySummaries(DAYS_LOOKED_AT);
  const gross = positions.reduce(
    (sum, { qty, averagePrice }) => sum + Math.abs(Number(qty)) * Number(averagePrice),
    0,
  );
  const lost = (from: Money) => Math.max(0, percentOf(Money.toNumber(from) - equity, Money.toNumber(from)));
  const sides = positions.map(({ side }) => side);
  const sameSide = Math.max(
    ...(["long", "short"] as const).map((side) => sides.filter((it) => it === side).length),
  );
  const gauge = (
    name: string,
    label: string,
    unit: GaugeView["unit"],
    value: number,
    limit: number,
  ): GaugeView => ({
    ...{ name, label, value, limit, unit },
  });
  return [
    gauge(
      "open_risk",
      "Open risk",
      "%",
      percentOf(Money.toNumber(standing.openRisk), equity),
      limits.max_total_open_risk_pct,
    ),
    gauge("positions", "Open positions", "count", positions.length, limits.max_open_positions),
    gauge("same_direction", "In one direction", "count", sameSide, limits.max_same_direction),
    gauge("gross_exposure", "Gross exposure", "%", percentOf(gross, equity), limits.max_gross_exposure_pct),
    gauge("daily_loss", "Loss of the day", "%", lost(standing.dayStartEquity), limits.daily_stop_pct),
    gauge(
      "weekly_loss",
      "Loss of the week",
      "%",
      lost(startOf(days, standing, weekStart)),
      limits.weekly_stop_pct,
    ),
    gauge(
      "monthly_loss",
      "Loss of the month",
      "%",
      lost(startOf(days, standing, monthStart)),
      limits.monthly_stop_pct,
    ),
  ];
}

const DAY_MS = 86_400_000;
/** Days a month has, and one to begin from. */
const DAYS_LOOKED_AT = 32;

/** Equity at the end of the day before a period began; where there was none, of the first day there is. */
function startOf(
  days: readonly DaySummary[],
  { marketMs, dayStartEquity }: Standing,
  begin: (ms: number) => number,
): Money {
  // the instant of a close belongs to the day that ends with it
  const beginMs = begin(Math.max(0, marketMs - 1));
  const before = days.findLast(({ date }) => Date.parse(date) < beginMs);
  return before?.equity ?? days[0]?.equity ?? dayStartEquity;
}

/** Monday, 00:00 UTC; 1970 began on a Thursday. */
const weekStart = (ms: number): number => Math.floor((ms / DAY_MS + 3) / 7) * 7 * DAY_MS - 3 * DAY_MS;

function monthStart(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

export function systemViews(sources: ViewSources): SystemView[] {
  const { reader, info, standing } = sources;
  const regimes = new Map(reader.latestRegimes().map(({ symbol, regime }) => [symbol, regime]));
  return [{
    ...{ id: info.system, name: info.system },
    isPaused: Standing.halts(standing).some(({ name }) => name === "operator"),
    symbols: info.symbols.map((symbol) => ({
      ...{ symbol, isPaused: Standing.isPaused(standing, symbol), regime: regimes.get(symbol) ?? "" },
    })),
    openPositions: reader.openPositions().length,
    performance: performanceView(sources),
  }];
}
