import { iso, OPENING_BALANCE, positionView, RISK_PCT, unrealized } from "./fake_book_fixture.ts";
import { command, type FakeDelays } from "./fake_commands_fixture.ts";
import { configView } from "./fake_config_fixture.ts";
import { lineOf } from "./fake_decisions_fixture.ts";
import { BAR_MS, type FakeTape, openMs, regimeSpans } from "./fake_market_fixture.ts";
import {
  advanceRun,
  createRun,
  decisionOf,
  type FakeRun,
  isPaused,
  type NewEvent,
  nowMs,
  numbered,
  tell,
} from "./fake_run_fixture.ts";
import { treeView } from "./fake_tree_fixture.ts";
import type { AdminPorts, PageQuery, PnlRange } from "./ports.ts";
import type {
  ChartView,
  DecisionLineView,
  EquityPointView,
  EventView,
  GaugeView,
  Paged,
  PerformanceView,
  PositionView,
  SummaryView,
} from "./views.ts";

/** How the fake run is. */
export interface FakePortsOptions {
  /** @default "l" */
  readonly seed?: string;
  /** Wall time an actor takes to confirm a configuration; 0 is at once. @default 0 */
  readonly confirmMs?: number;
  /** Wall time a restarted worker is away; 0 is at once. @default 0 */
  readonly restartMs?: number;
}

/** Ports over an invented run, with the means to move it. */
export interface FakePorts extends AdminPorts {
  /** One event of one's own: numbered, kept and told. */
  emit(event: NewEvent): EventView;
  /** One more bar of every symbol, with its decisions, fills and heartbeat. */
  advance(bars?: number): void;
  /** Advances by itself, as fast as `summary().barsPerSecond` says, until stop(). Nothing moves before. */
  start(): void;
  stop(): void;
}

/** A rich, plausible run with a past of a month, the same for the same seed. */
export function createFakePorts(options: FakePortsOptions = {}): FakePorts {
  const run = createRun(options.seed ?? "l");
  const delays: FakeDelays = { confirmMs: options.confirmMs ?? 0, restartMs: options.restartMs ?? 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = () => {
    advanceRun(run);
    timer = setTimeout(tick, 1_000 / run.barsPerSecond);
  };
  return {
    ...reads(run),
    ...lists(run),
    ...streams(run),
    command: (asked, by) => Promise.resolve(command(run, asked, by, delays)),
    emit(event) {
      const view = numbered(run, event, nowMs(run));
      tell(run, [view]);
      return view;
    },
    advance(bars = 1) {
      for (let i = 0; i < bars; i++) advanceRun(run);
    },
    start() {
      timer ??= setTimeout(tick, 1_000 / run.barsPerSecond);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

function reads(run: FakeRun): Pick<
  AdminPorts,
  | "summary"
  | "health"
  | "metrics"
  | "positions"
  | "regimes"
  | "performance"
  | "tree"
  | "config"
  | "risk"
  | "systems"
  | "symbols"
> {
  return {
    summary: () => summary(run),
    health: () => ({
      status: "ok",
      isLive: true,
      isReady: true,
      checks: [{ name: "store", status: "ok", text: "committed 0.2 s ago" }, {
        name: "market",
        status: "ok",
        text: "last bar 0.1 s ago",
      }],
      version: "0.1.0",
      uptimeSeconds: 4_312,
    }),
    metrics: () => [{
      name: "bulkhead_equity",
      type: "gauge",
      help: "Equity in the settle currency",
      samples: [{ labels: { account: "paper" }, value: equityOf(run) }],
    }],
    positions: () => positions(run),
    regimes: () => run.tapes.map((tape) => regimeOf(run, tape)),
    performance: () => performance(run),
    tree: () => treeView(run.tree, iso(nowMs(run))),
    config: () => configView(run.config),
    risk: () => ({ state: summary(run).state, latches: [...run.latches], gauges: gauges(run) }),
    systems: () => [{
      id: "regime-router",
      name: "Regime router",
      isPaused: run.latches.some(({ scope }) => scope === "system:regime-router"),
      symbols: run.tapes.map(({ spec, regimes }) => ({
        symbol: spec.symbol,
        isPaused: isPaused(run, spec.symbol),
        regime: regimes.at(-1)!,
      })),
      openPositions: run.book.holdings.length,
      performance: performance(run),
    }],
    symbols: () => run.tapes.map(({ spec }) => spec.symbol),
  };
}

function lists(run: FakeRun): Pick<
  AdminPorts,
  "orders" | "trades" | "fills" | "pnl" | "pnlDaily" | "decisions" | "decision" | "chart" | "lastCandle"
> {
  const tapeOf = (symbol: string): FakeTape => {
    const tape = run.tapes.find(({ spec }) => spec.symbol === symbol);
    if (tape === undefined) throw new RangeError(`There is no symbol ${symbol}`);
    return tape;
  };
  return {
    orders: (query) =>
      paged(
        run.book.orders.filter((o) => query.isOpen === undefined || (o.status === "NEW") === query.isOpen)
          .toReversed(),
        query,
      ),
    trades: (query) => paged(run.book.trades.toReversed(), query),
    fills: (query) => paged(run.book.fills.toReversed(), query),
    pnl: (range, points) => thinned(inRange(run, range), points),
    pnlDaily: (days) => run.book.days.slice(-days),
    decisions: ({ symbol, verdict, beforeMs, limit }) => {
      const found: DecisionLineView[] = [];
      for (let i = run.tapes[0].candles.length - 1; i >= 0 && found.length < limit; i--) {
        if (beforeMs !== undefined && openMs(i) + BAR_MS >= beforeMs) continue;
        for (const tape of run.tapes.toReversed()) {
          if (symbol !== undefined && tape.spec.symbol !== symbol) continue;
          const decision = decisionOf(run, tape, i);
          if (decision === null || (verdict !== undefined && decision.verdict !== verdict)) continue;
          if (found.length < limit) found.push(lineOf(decision));
        }
      }
      return found;
    },
    decision: (symbol, barCloseMs) => {
      const tape = run.tapes.find(({ spec }) => spec.symbol === symbol);
      const i = (barCloseMs - BAR_MS - openMs(0)) / BAR_MS;
      return tape === undefined || !Number.isInteger(i) ? null : decisionOf(run, tape, i);
    },
    chart: (symbol, bars) => chart(run, tapeOf(symbol), bars),
    lastCandle: (symbol) => run.tapes.find(({ spec }) => spec.symbol === symbol)?.candles.at(-1) ?? null,
  };
}

function streams(run: FakeRun): Pick<AdminPorts, "events" | "latestEvents" | "lastSeq" | "onEvents"> {
  const wanted = (kinds?: readonly string[]) => ({ kind }: EventView) => kinds?.includes(kind) ?? true;
  return {
    events: ({ afterSeq, limit, kinds }) =>
      run.events.filter(({ seq }) => seq > afterSeq).filter(wanted(kinds)).slice(0, limit),
    latestEvents: ({ limit, kinds }) => run.events.filter(wanted(kinds)).slice(-limit).toReversed(),
    lastSeq: () => run.seq,
    onEvents: (listener) => {
      run.listeners.add(listener);
      return () => void run.listeners.delete(listener);
    },
  };
}

function lastsOf(run: FakeRun): Map<string, number> {
  return new Map(run.tapes.map((t) => [t.spec.symbol, t.candles.at(-1)!.close]));
}

function equityOf(run: FakeRun): number {
  return run.book.wallet + unrealized(run.book, lastsOf(run));
}

function summary(run: FakeRun): SummaryView {
  const { book, latches } = run;
  const equity = equityOf(run);
  const day = iso(nowMs(run)).slice(0, 10);
  const dawn = book.equity.find(({ at }) => at.startsWith(day))?.equity ?? book.equity.at(-1)!.equity;
  const drawdownPct = (100 * (book.peak - equity)) / book.peak;
  const isHalted = latches.some(({ scope, name }) => scope === "portfolio" || name === "kill");
  return {
    mode: "paper",
    control: "auto",
    state: isHalted ? "HALTED" : "ON",
    latches: [...latches],
    account: "paper",
    venue: "paper-simulated",
    currency: "USDT",
    equity: equity.toFixed(2),
    wallet: book.wallet.toFixed(2),
    pnlToday: (equity - dawn).toFixed(2),
    pnlTotal: (equity - OPENING_BALANCE).toFixed(2),
    drawdownPct: Math.max(0, drawdownPct),
    drawdownR: Math.max(0, drawdownPct / RISK_PCT),
    openRiskR: openRiskPct(run) / RISK_PCT,
    positions: book.holdings.length,
    closedTrades: book.trades.length,
    marketTime: iso(nowMs(run)),
    barsPerSecond: run.barsPerSecond,
    runId: "7f3a9c0e5b1d4e62",
    startedAt: "2024-03-20T00:00:00.000Z",
  };
}

function positions(run: FakeRun): PositionView[] {
  return run.book.holdings.map((h) => {
    const tape = run.tapes.find(({ spec }) => spec.symbol === h.symbol)!;
    return positionView(h, tape, isPaused(run, h.symbol));
  });
}

/** What all stops hit together would lose, percent of equity. */
function openRiskPct(run: FakeRun): number {
  const risk = run.book.holdings.reduce(
    (sum, h) => sum + Math.max(0, (h.entry - h.stop) * h.side * h.qty),
    0,
  );
  return (100 * risk) / equityOf(run);
}

function gauges(run: FakeRun): GaugeView[] {
  const { holdings, days } = run.book, { values } = run.config;
  const limit = (name: string) => values[`system.risk.${name}`];
  const same = Math.max(...[1, -1].map((side) => holdings.filter((h) => h.side === side).length));
  const gross = holdings.reduce((sum, h) => sum + h.qty * h.entry, 0);
  const equity = equityOf(run);
  const lossOver = (count: number) => {
    const then = Number(days.at(-count)?.equity ?? OPENING_BALANCE);
    return Math.max(0, (100 * (then - equity)) / then);
  };
  const gauge = (name: string, label: string, value: number, most: number, unit: GaugeView["unit"]) => ({
    name,
    label,
    value: Number(value.toFixed(3)),
    limit: most,
    unit,
  });
  return [
    gauge("open_risk", "Open risk", openRiskPct(run), limit("max_total_open_risk_pct"), "%"),
    gauge("positions", "Open positions", holdings.length, limit("max_open_positions"), "count"),
    gauge("same_direction", "Same direction", same, limit("max_same_direction"), "count"),
    gauge("daily_stop", "Loss today", lossOver(1), limit("daily_stop_pct"), "%"),
    gauge("weekly_stop", "Loss this week", lossOver(3), limit("weekly_stop_pct"), "%"),
    gauge("monthly_stop", "Loss this month", lossOver(20), limit("monthly_stop_pct"), "%"),
    gauge("gross_exposure", "Gross exposure", (100 * gross) / equity, 200, "%"),
    gauge("leverage", "Leverage", gross / equity, 2, "x"),
  ];
}

function regimeOf(run: FakeRun, tape: FakeTape) {
  const { symbol } = tape.spec, i = tape.candles.length - 1;
  const { regime, confidence, features } = decisionOf(run, tape, i)!;
  const since = tape.regimes.findLastIndex((r) => r !== regime) + 1;
  return { symbol, regime, confidence, features_snapshot: features, timestamp: iso(openMs(since) + BAR_MS) };
}

function performance(run: FakeRun): PerformanceView {
  const to = nowMs(run), from = to - 56 * 24 * BAR_MS;
  const trades = run.book.trades.filter((t) => t.closedAt > iso(from));
  const nets = trades.map((t) => Number(t.netPnl));
  const won = nets.filter((x) => x > 0), lost = nets.filter((x) => x <= 0);
  const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);
  return {
    from: iso(from),
    to: iso(to),
    trades: trades.length,
    winRatePct: trades.length === 0 ? null : (100 * won.length) / trades.length,
    profitFactor: lost.length === 0 ? null : sum(won) / -sum(lost),
    expectancyR: trades.length === 0 ? null : sum(trades.map(({ r }) => r)) / trades.length,
    maxDrawdownR: Math.max(0, ...run.book.equity.map(({ drawdownPct }) => drawdownPct)) / RISK_PCT,
    makerPct: 31.2,
    slippageBps: 1.84,
    netPnl: sum(nets).toFixed(2),
  };
}

function chart(run: FakeRun, tape: FakeTape, bars: number): ChartView {
  const { symbol, precision } = tape.spec;
  const from = Math.max(0, tape.candles.length - bars);
  const firstTime = tape.candles[from].time;
  const holding = run.book.holdings.find((h) => h.symbol === symbol);
  const stops = (run.book.stops.get(symbol) ?? []).filter(({ to }) => to > firstTime);
  const now = nowMs(run) / 1_000;
  return {
    symbol,
    timeframe: "1h",
    precision,
    candles: tape.candles.slice(from),
    marks: (run.book.marks.get(symbol) ?? []).filter(({ time }) => time >= firstTime),
    stops: holding === undefined
      ? stops
      : [...stops, { from: holding.stopSinceMs / 1_000, to: now, price: holding.stop }],
    regimes: regimeSpans(tape, from),
  };
}

function inRange({ book: { equity } }: FakeRun, range: PnlRange): EquityPointView[] {
  const hours = { "1d": 24, "7d": 168, "30d": 720, all: Infinity }[range];
  return equity.slice(-Math.min(hours, equity.length));
}

function thinned<T>(points: readonly T[], most: number): T[] {
  if (points.length <= most) return [...points];
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => points[Math.round(i * step)]);
}

function paged<T extends { readonly symbol: string }>(all: readonly T[], query: PageQuery): Paged<T> {
  const { limit, offset, symbol } = query;
  const rows = symbol === undefined ? all : all.filter((row) => row.symbol === symbol);
  return { rows: rows.slice(offset, offset + limit), total: rows.length, limit, offset };
}
