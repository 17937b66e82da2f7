import accountTopics from "../client/account_topics.ts" with { type: "text" };
import api from "../client/api.ts" with { type: "text" };
import candleText from "../client/candle_text.ts" with { type: "text" };
import canvasSize from "../client/canvas_size.ts" with { type: "text" };
import chartTopic from "../client/chart_topic.ts" with { type: "text" };
import chartsChartLook from "../client/charts/chart_look.ts" with { type: "text" };
import chartsEquityChart from "../client/charts/equity_chart.ts" with { type: "text" };
import chartsMarks from "../client/charts/marks.ts" with { type: "text" };
import chartsOverlay from "../client/charts/overlay.ts" with { type: "text" };
import chartsPriceChart from "../client/charts/price_chart.ts" with { type: "text" };
import chartsViewport from "../client/charts/viewport.ts" with { type: "text" };
import commands from "../client/commands.ts" with { type: "text" };
import configForm from "../client/config_form.ts" with { type: "text" };
import connection from "../client/connection.ts" with { type: "text" };
import dashboard from "../client/dashboard.ts" with { type: "text" };
import decisionsView from "../client/decisions_view.ts" with { type: "text" };
import dom from "../client/dom.ts" with { type: "text" };
import eventsView from "../client/events_view.ts" with { type: "text" };
import format from "../client/format.ts" with { type: "text" };
import live from "../client/live.ts" with { type: "text" };
import login from "../client/login.ts" with { type: "text" };
import mergeChart from "../client/merge_chart.ts" with { type: "text" };
import panelsBookPanels from "../client/panels/book_panels.ts" with { type: "text" };
import panelsConfigPanel from "../client/panels/config_panel.ts" with { type: "text" };
import panelsDecisionsPanel from "../client/panels/decisions_panel.ts" with { type: "text" };
import panelsEventsPanel from "../client/panels/events_panel.ts" with { type: "text" };
import panelsPerformancePanel from "../client/panels/performance_panel.ts" with { type: "text" };
import panelsPositionsPanel from "../client/panels/positions_panel.ts" with { type: "text" };
import panelsRiskPanel from "../client/panels/risk_panel.ts" with { type: "text" };
import panelsSummaryPanel from "../client/panels/summary_panel.ts" with { type: "text" };
import panelsSymbolsPanel from "../client/panels/symbols_panel.ts" with { type: "text" };
import panelsTreePanel from "../client/panels/tree_panel.ts" with { type: "text" };
import panelsWhyPanel from "../client/panels/why_panel.ts" with { type: "text" };
import part from "../client/part.ts" with { type: "text" };
import patch from "../client/patch.ts" with { type: "text" };
import speed from "../client/speed.ts" with { type: "text" };
import speedControl from "../client/speed_control.ts" with { type: "text" };
import stream from "../client/stream.ts" with { type: "text" };
import systemTopics from "../client/system_topics.ts" with { type: "text" };
import table from "../client/table.ts" with { type: "text" };
import theme from "../client/theme.ts" with { type: "text" };
import topicKinds from "../client/topic_kinds.ts" with { type: "text" };
import whyView from "../client/why_view.ts" with { type: "text" };
import charts from "lightweight-charts" with { type: "text" };

/** The sources of what runs in the browser, by their path under client/. A test holds this list to the folder. */
export const CLIENT_SOURCES: Readonly<Record<string, string>> = {
  "account_topics.ts": accountTopics,
  "api.ts": api,
  "candle_text.ts": candleText,
  "canvas_size.ts": canvasSize,
  "chart_topic.ts": chartTopic,
  "charts/chart_look.ts": chartsChartLook,
  "charts/equity_chart.ts": chartsEquityChart,
  "charts/marks.ts": chartsMarks,
  "charts/overlay.ts": chartsOverlay,
  "charts/price_chart.ts": chartsPriceChart,
  "charts/viewport.ts": chartsViewport,
  "commands.ts": commands,
  "config_form.ts": configForm,
  "connection.ts": connection,
  "dashboard.ts": dashboard,
  "decisions_view.ts": decisionsView,
  "dom.ts": dom,
  "events_view.ts": eventsView,
  "format.ts": format,
  "live.ts": live,
  "login.ts": login,
  "merge_chart.ts": mergeChart,
  "panels/book_panels.ts": panelsBookPanels,
  "panels/config_panel.ts": panelsConfigPanel,
  "panels/decisions_panel.ts": panelsDecisionsPanel,
  "panels/events_panel.ts": panelsEventsPanel,
  "panels/performance_panel.ts": panelsPerformancePanel,
  "panels/positions_panel.ts": panelsPositionsPanel,
  "panels/risk_panel.ts": panelsRiskPanel,
  "panels/summary_panel.ts": panelsSummaryPanel,
  "panels/symbols_panel.ts": panelsSymbolsPanel,
  "panels/tree_panel.ts": panelsTreePanel,
  "panels/why_panel.ts": panelsWhyPanel,
  "part.ts": part,
  "patch.ts": patch,
  "speed.ts": speed,
  "speed_control.ts": speedControl,
  "stream.ts": stream,
  "system_topics.ts": systemTopics,
  "table.ts": table,
  "theme.ts": theme,
  "topic_kinds.ts": topicKinds,
  "why_view.ts": whyView,
};

/** The chart library, an ES module. */
export const CHART_LIBRARY: string = charts;
