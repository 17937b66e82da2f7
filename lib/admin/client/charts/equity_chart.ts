/// <reference lib="dom" />
import { AreaSeries, type ISeriesApi, LineSeries, type UTCTimestamp } from "lightweight-charts";
import type { EquityPointView } from "../../views.ts";
import { colour } from "../dom.ts";
import { decimal } from "../format.ts";
import { createPlainChart } from "./chart_look.ts";

/** The curve of the account. */
export interface EquityChart {
  /** Shows these points; the whole range is in view. */
  show(points: readonly EquityPointView[]): void;
}

/** Equity above, drawdown below, in `place`. */
export function createEquityChart(place: HTMLElement): EquityChart {
  const chart = createPlainChart(place);
  const equity = chart.addSeries(LineSeries, { lineWidth: 2, priceFormat: custom((v) => decimal(v, 0)) });
  const drawdown = chart.addSeries(
    AreaSeries,
    { lineWidth: 1, invertFilledArea: true, priceFormat: custom((v) => `${decimal(v, 1)} %`) },
    1,
  );
  // room between the panes, so that their labels keep apart
  drawdown.priceScale().applyOptions({ scaleMargins: { top: 0.18, bottom: 0.18 } });
  chart.panes()[0].setStretchFactor(3);
  chart.panes()[1].setStretchFactor(1);
  paintSeries(equity, drawdown);
  document.addEventListener("themechange", () => paintSeries(equity, drawdown));
  return {
    show(points) {
      const inOrder = points.filter((p, i) => i === 0 || p.at > points[i - 1].at);
      const time = (p: EquityPointView) => (Date.parse(p.at) / 1_000) as UTCTimestamp;
      equity.setData(inOrder.map((p) => ({ time: time(p), value: p.equity })));
      drawdown.setData(inOrder.map((p) => ({ time: time(p), value: -p.drawdownPct })));
      chart.timeScale().fitContent();
      place.classList.toggle("drawn", inOrder.length > 1);
    },
  };
}

function paintSeries(equity: ISeriesApi<"Line">, drawdown: ISeriesApi<"Area">): void {
  equity.applyOptions({ color: colour("accent") });
  drawdown.applyOptions({
    lineColor: colour("down"),
    topColor: colour("down-faint"),
    bottomColor: colour("down-faint"),
  });
}

function custom(formatter: (value: number) => string) {
  return { type: "custom" as const, minMove: 0.01, formatter };
}
