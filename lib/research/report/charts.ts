import {
  at,
  axisOf,
  chartFigure,
  HEIGHT,
  type Line,
  linePlot,
  type Plot,
  WIDTH,
  xLabel,
} from "./line_chart.ts";
import { type Html as Markup, html as markup } from "../../core/mod.ts";
import type { Curve, HistogramBin, PriceChart, RunReport, TradeRow } from "./report_data.ts";
import { countText, numberText } from "./text.ts";

/** Equity; below it how far it was under its peak, and how it went beside the market, which has an axis of its own. */
export function equityChart({ facts, charts, market }: RunReport): Markup {
  const run: Line = { name: "this run", tone: "run", curve: charts.equity };
  const fall: Line = {
    name: "below its peak",
    tone: "fall",
    curve: negated(charts.drawdown),
    isFilled: true,
  };
  const plots = [
    linePlot({ span: facts, lines: [{ ...run, isFilled: true }], unit: "", size: "tall", hasTimes: false }),
    linePlot({ span: facts, lines: [fall], unit: " %", size: "small", high: 0, hasTimes: true }),
  ];
  const title = `Equity, ${facts.currency}`;
  if (charts.buyAndHold === null || market === null) {
    return chartFigure(title, facts, [run, fall], plots);
  }
  const held: Line = { name: `${market.symbol} bought and held`, tone: "market", curve: charts.buyAndHold };
  // the same line again says nothing more to a pointer
  const again: Line = { ...run, name: "" };
  const beside: Plot = { span: facts, lines: [held, again], unit: "", size: "middle", hasTimes: true };
  return chartFigure(title, facts, [run, fall, held], [
    ...plots,
    markup`<p class="caption">Beside the market${axisOf(beside).isLog && ", on a logarithmic axis"}</p>`,
    linePlot(beside),
  ]);
}

const negated = ({ atMs, value }: Curve): Curve => ({ atMs, value: value.map((level) => 0 - level) });

/** Bins between the edges that are named: with bins of a quarter, every 1 R or 2 R. */
const EDGES = [1, 2, 4, 8, 20];

/** How often each R came out. */
export function histogramChart(bins: readonly HistogramBin[]): Markup {
  if (bins.length === 0) return markup`<p class="none">No trade was closed.</p>`;
  const most = bins.reduce((high, { trades }) => Math.max(high, trades), 1);
  const slot = WIDTH / bins.length;
  const bars = bins.map(({ fromR, toR, trades }, i) => {
    const height = (HEIGHT * 0.96 * trades) / most;
    const title = `${edge(fromR)} to ${edge(toR)} R: ${countText(trades, "trade")}`;
    return markup`<rect class="${fromR < 0 ? "down" : "up"}" x="${at((i + 0.08) * slot)}" width="${
      at(0.84 * slot)
    }" y="${at(HEIGHT - height)}" height="${at(height)}"><title>${title}</title></rect>`;
  });
  // whole multiples of a step: an edge at 0 is among them
  const width = bins[0].toR - bins[0].fromR, every = EDGES.find((step) => bins.length / step <= 8) ?? 100;
  const edges = [...bins.map(({ fromR }) => fromR), bins[bins.length - 1].toR];
  const labels = edges.flatMap((r, i) =>
    Math.round(r / width) % every === 0 ? [xLabel(i / bins.length, edge(r))] : []
  );
  const label = `R of ${countText(bins.reduce((sum, { trades }) => sum + trades, 0), "trade")}, from ${
    edge(bins[0].fromR)
  } to ${edge(edges[edges.length - 1])}`;
  return markup`<figure><figcaption><b>R of the trades</b><span>most in one bar: ${
    countText(most, "trade")
  }</span></figcaption>
<div class="plot bars"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">
${bars}</svg><div class="xs">${labels}</div></div></figure>`;
}

const edge = (r: number): string =>
  numberText(Number(r.toPrecision(6)), Number.isInteger(r * 10) ? (Number.isInteger(r) ? 0 : 1) : 2);

/** A symbol's price and its trades, from entry to exit. */
export function priceChart({ symbol, price }: PriceChart, report: RunReport): Markup {
  const own = report.tradeRows.filter((trade) => trade.symbol === symbol);
  const line: Line = { name: "close", tone: "price", curve: price };
  const plot = linePlot({
    ...{ span: report.facts, lines: [line], unit: "", size: "tall", hasTimes: true },
    marks: (axis) =>
      own.map((trade) => {
        const [x1, x2] = [trade.openedAtMs, trade.closedAtMs].map((ms) => at(axis.x(ms)));
        const [y1, y2] = [trade.entryPrice, trade.exitPrice].map((level) => at(axis.y(level)));
        return markup`<g class="trade ${
          tradeTone(trade)
        }"><line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/><path d="M${x1} ${y1}h0"/></g>`;
      }),
  });
  const note = report.tradeRowsLeftOut > 0
    ? `${symbol} and the first of its trades`
    : `${symbol} and its trades`;
  return chartFigure(note, report.facts, [line], [plot]);
}

const tradeTone = ({ netMoney }: TradeRow): string => (netMoney > 0 ? "up" : "down");

/** A curve that has something to draw. */
export const isDrawn = ({ value }: Curve): boolean => value.length > 1;
