import { isShown, TOLD_KINDS } from "../client/panels/events_panel.ts";
import type { AdminPorts } from "../ports.ts";
import type {
  ChartView,
  ConfigView,
  DecisionLineView,
  DecisionView,
  EquityPointView,
  EventView,
  OrderView,
  Paged,
  PerformanceView,
  PnlDayView,
  PositionView,
  RegimeView,
  RiskView,
  SummaryView,
  SystemView,
  TradeView,
  TreeView,
} from "../views.ts";
import type { PageQuery } from "./query.ts";

/** All that is on the page when it first appears. */
export interface PageData {
  readonly query: PageQuery;
  readonly symbols: readonly string[];
  /** Number of the event from which on the page follows the journal: read before all else, so none is missed. */
  readonly seq: number;
  readonly summary: SummaryView;
  readonly equity: readonly EquityPointView[];
  readonly days: readonly PnlDayView[];
  readonly performance: PerformanceView;
  readonly positions: readonly PositionView[];
  readonly orders: Paged<OrderView>;
  readonly trades: Paged<TradeView>;
  readonly risk: RiskView;
  /** Null where no symbol is watched. */
  readonly chart: ChartView | null;
  readonly decision: DecisionView | null;
  readonly decisions: readonly DecisionLineView[];
  readonly systems: readonly SystemView[];
  readonly regimes: readonly RegimeView[];
  readonly tree: TreeView;
  readonly config: ConfigView;
  readonly events: readonly EventView[];
}

export const TRADES_SHOWN = 12;
const ORDERS_SHOWN = 40;
const DECISIONS_SHOWN = 40;
const EVENTS_SHOWN = 80;
const DAYS_SHOWN = 30;
const POINTS_DRAWN = 300;
const BARS_DRAWN = 140;

/** Reads all of it. Throws Error where the store cannot be read. */
export function readPage(ports: AdminPorts, query: PageQuery): PageData {
  const seq = ports.lastSeq();
  const { symbol, range, tradesOffset } = query;
  const signals = ["approved", "denied"].flatMap((verdict) =>
    ports.decisions({ verdict, limit: DECISIONS_SHOWN })
  );
  const chart = symbol === "" ? null : ports.chart(symbol, BARS_DRAWN);
  return {
    query,
    seq,
    chart,
    symbols: ports.symbols(),
    summary: ports.summary(),
    equity: ports.pnl(range, POINTS_DRAWN),
    days: ports.pnlDaily(DAYS_SHOWN),
    performance: ports.performance(),
    positions: ports.positions(),
    orders: ports.orders({ limit: ORDERS_SHOWN, offset: 0, isOpen: true }),
    trades: ports.trades({ limit: TRADES_SHOWN, offset: tradesOffset }),
    risk: ports.risk(),
    decision: readDecision(ports, query),
    decisions: signals.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, DECISIONS_SHOWN),
    systems: ports.systems(),
    regimes: ports.regimes(),
    tree: ports.tree(),
    config: ports.config(),
    events: ports.latestEvents({ limit: EVENTS_SHOWN, kinds: TOLD_KINDS }).filter((event) =>
      isShown(event, "info", false)
    ),
  };
}

/** The chosen bar's decision, or the newest of the symbol. */
function readDecision(ports: AdminPorts, { symbol, why }: PageQuery): DecisionView | null {
  if (symbol === "") return null;
  const at = why === "" ? ports.decisions({ symbol, limit: 1 })[0]?.at : why;
  return at === undefined ? null : ports.decision(symbol, Date.parse(at));
}
