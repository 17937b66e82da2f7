import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { ChartView } from "../views.ts";
import { createFakePorts } from "../fake_ports_fixture.ts";
import { KEPT_BARS, mergeChart } from "./merge_chart.ts";

Deno.test("mergeChart() of a chart and its newest bars is the chart read anew, whatever happened in between", () => {
  const ports = createFakePorts();
  const charts = new Map(ports.symbols().map((symbol) => [symbol, ports.chart(symbol, KEPT_BARS)]));
  for (let round = 0; round < 40; round++) {
    ports.advance(7);
    for (const [symbol, chart] of charts) {
      const merged = mergeChart(chart, ports.chart(symbol, 12))!;
      deepStrictEqual(plain(merged), plain(ports.chart(symbol, KEPT_BARS)), `${symbol} in round ${round}`);
      charts.set(symbol, merged);
    }
  }
});

Deno.test("mergeChart() gives nothing where bars were missed, or for another symbol", () => {
  const ports = createFakePorts();
  const [first, second] = ports.symbols();
  const chart = ports.chart(first, 50);
  strictEqual(mergeChart(chart, ports.chart(second, 12)), null);
  ports.advance(20);
  strictEqual(mergeChart(chart, ports.chart(first, 12)), null);
  strictEqual(mergeChart(chart, { ...chart, candles: [] }), null);
});

/** Spans that begin before the first bar may begin anywhere: nobody sees it. */
function plain({ candles, stops, regimes, marks }: ChartView) {
  const start = candles[0].time;
  const cut = <T extends { readonly from: number }>(spans: readonly T[]) =>
    spans.map((span) => ({ ...span, from: Math.max(start, span.from) })).toSorted((a, b) => a.from - b.from);
  return { candles, marks, stops: cut(stops), regimes: cut(regimes) };
}
