/// <reference lib="dom" />
import type {
  EquityPointView,
  OrderView,
  Paged,
  PerformanceView,
  PnlDayView,
  PositionView,
  SummaryView,
  TradeView,
} from "../views.ts";
import { wanted } from "./api.ts";
import type { EquityChart } from "./charts/equity_chart.ts";
import { byId, paint } from "./dom.ts";
import type { Topic } from "./live.ts";
import { ordersPart, pagerPart, tradesPart } from "./panels/book_panels.ts";
import { dailyPart, daysTablePart, performanceNote, performancePart } from "./panels/performance_panel.ts";
import { positionsPart } from "./panels/positions_panel.ts";
import { controlsPart, figuresPart, statePart } from "./panels/summary_panel.ts";
import type { SpeedControl } from "./speed_control.ts";
import { kinds } from "./topic_kinds.ts";

/** Orders shown. */
const ORDERS = 40;

/** What of the page is the reader's choice. */
export interface AccountChoice {
  range: string;
  tradesOffset: number;
  readonly tradesLimit: number;
  readonly currency: string;
}

/** The parts of the page about the account, by name. */
export interface AccountTopics {
  readonly summary: Topic;
  readonly positions: Topic;
  readonly orders: Topic;
  readonly trades: Topic;
  readonly equity: Topic;
  readonly results: Topic;
}

export function accountTopics(
  choice: AccountChoice,
  equity: EquityChart,
  speed: SpeedControl,
): AccountTopics {
  const { currency } = choice;
  return {
    summary: {
      ...{ concerns: () => true, minMs: 500, maxMs: 5_000 },
      refresh: async () => showSummary(await wanted<SummaryView>("/api/summary"), speed),
    },
    positions: {
      ...{
        concerns: kinds("Heartbeat", "PositionChanged", "ProtectionChanged", "LatchChanged"),
        minMs: 750,
        maxMs: 10_000,
      },
      refresh: async () =>
        paint("positions-body", positionsPart(await wanted<PositionView[]>("/api/positions"), currency)),
    },
    orders: {
      ...{ concerns: kinds("OrderChanged", "FillBooked"), minMs: 2_000, maxMs: 0 },
      refresh: async () => {
        const status = byId<HTMLSelectElement>("orders-choice").value;
        paint(
          "orders-body",
          ordersPart(await wanted<Paged<OrderView>>(`/api/orders?limit=${ORDERS}&status=${status}`)),
        );
      },
    },
    trades: {
      ...{ concerns: kinds("RoundTripClosed"), minMs: 2_000, maxMs: 0 },
      refresh: async () => {
        const { tradesLimit, tradesOffset } = choice;
        const page = await wanted<Paged<TradeView>>(
          `/api/trades?limit=${tradesLimit}&offset=${tradesOffset}`,
        );
        paint("trades-body", tradesPart(page, currency));
        paint("trades-pager", pagerPart(page));
      },
    },
    equity: {
      ...{ concerns: kinds("Heartbeat"), minMs: 3_000, maxMs: 0 },
      refresh: async () =>
        equity.show(await wanted<EquityPointView[]>(`/api/pnl?range=${choice.range}&points=600`)),
    },
    results: {
      ...{ concerns: kinds("RoundTripClosed", "DaySummarised"), minMs: 2_000, maxMs: 30_000 },
      refresh: async () => {
        const [performance, days] = await Promise.all([
          wanted<PerformanceView>("/api/performance"),
          wanted<PnlDayView[]>("/api/pnl/daily?days=30"),
        ]);
        paint("performance-note", performanceNote(performance));
        paint("performance-body", performancePart(performance, currency));
        paint("daily-body", dailyPart(days, currency));
        paint("days-body", daysTablePart(days, currency));
      },
    },
  };
}

function showSummary(view: SummaryView, speed: SpeedControl): void {
  paint("state", statePart(view));
  paint("figures", figuresPart(view));
  paint("controls", controlsPart(view));
  speed.show(view);
}
