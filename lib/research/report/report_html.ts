import { equityChart, histogramChart, isDrawn, priceChart } from "./charts.ts";
import { caution, factsSection } from "./facts.ts";
import { figureLists, tiles } from "./figure_lists.ts";
import { contentPolicy, HOVER_SCRIPT } from "./hover.ts";
// as markup: the formatter lays out what is tagged html, and white space counts within a drawing
import { type Html as Markup, html as markup, type HtmlPart as Part } from "../../core/mod.ts";
import { monthGrid } from "./month_grid.ts";
import type { DecisionFigures } from "./decision_data.ts";
import type { RunReport } from "./report_data.ts";
import { STYLE } from "./style.ts";
import { funnelTables, groupTable, symbolTable, tradeTable } from "./tables.ts";
import { countText, dateText, numberText } from "./text.ts";

/**
 * A report as a page of its own: nothing is loaded, and it is whole without the script that follows a pointer. Pure: the same
 * report gives the same bytes. Every text of the report is shown as text.
 */
export function reportHtml(report: RunReport): string {
  const { facts, charts, trades, decisions } = report;
  const prices = charts.prices.filter(({ price }) => isDrawn(price));
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="referrer" content="no-referrer">
<title>${facts.title} · Bulkhead backtest</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
${head(report)}
${tiles(report)}
<section>${equityChart(report)}</section>
${caution(report)}
${section("Months", "", monthGrid(report.byMonth))}
${section("Figures", "", figureLists(report))}
<section>${histogramChart(charts.rHistogram)}</section>
${section("By regime at entry", "", groupTable("Regime", report.byRegime))}
${section("By symbol", "", symbolTable(report.bySymbol))}
${section("By side", "", groupTable("Side", report.bySide))}
${section("By what closed them", "in order", groupTable("Exits", report.byExit))}
${decisions !== null && section("Decisions", verdictText(decisions), funnelTables(decisions))}
${
    prices.length > 0 &&
    section("Prices", "and trades, green where they won", prices.map((chart) => priceChart(chart, report)))
  }
${section("Trades", countText(trades.trades, "closed position"), tradeTable(report))}
${factsSection(report)}
<footer>Bulkhead backtest report. This file stands alone: nothing in it is loaded from anywhere.</footer>
</main>
<script>${{ html: HOVER_SCRIPT }}</script>
</body>
</html>
`.html;
}

const section = (title: string, note: string, body: Part): Markup =>
  markup`<section><h2>${title}${note !== "" && markup` <small>${note}</small>`}</h2>
${body}
</section>`;

function head({ facts }: RunReport): Markup {
  const { title, system, symbols, fromMs, toMs, days } = facts;
  const named = symbols.length > 6
    ? `${symbols.slice(0, 6).join(", ")} and ${symbols.length - 6} more`
    : symbols.join(", ");
  return markup`<header><h1>${title}</h1>
<p>Backtest · ${system} · ${named} · ${dateText(fromMs)} to ${dateText(toMs)}, ${
    countText(Math.round(days * 10) / 10, "day")
  }</p></header>`;
}

function verdictText({ decisions, verdicts }: DecisionFigures): string {
  const { no_trade, holding, approved, denied } = verdicts;
  const [none, held, yes, no] = [no_trade, holding, approved, denied].map((count) => numberText(count, 0));
  return `${numberText(decisions, 0)}: ${none} no trade, ${held} holding, ${yes} approved, ${no} denied`;
}
