/// <reference lib="dom" />
import {
  CandlestickSeries,
  createSeriesMarkers,
  type ISeriesApi,
  type MouseEventParams,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import type { CandleView, ChartView } from "../../views.ts";
import { colour } from "../dom.ts";
import { createPlainChart } from "./chart_look.ts";
import { markersOf } from "./marks.ts";
import { createOverlay, type OverlayData } from "./overlay.ts";

/** Candles of a symbol with all that was done on them. */
export interface PriceChart {
  show(view: ChartView): void;
  /** Moves the cross so many bars; the candle it comes to, if any. */
  step(bars: number): CandleView | null;
  /** Puts the cross on the bar that opened then, if the chart has it. */
  point(openTime: number): void;
}

/** Who is told of the bar under the pointer, and of the one that is chosen. */
export interface PriceChartListener {
  onHover(candle: CandleView | null): void;
  onChoose(candle: CandleView): void;
}

/** Below this width marks have no words. */
const NARROW_PX = 560;
/** Bars in view at first. */
const IN_VIEW = 140;

/** A chart of candles in `place`. */
export function createPriceChart(place: HTMLElement, listener: PriceChartListener): PriceChart {
  const chart = createPlainChart(place);
  const series = chart.addSeries(CandlestickSeries, { borderVisible: false, lastValueVisible: true });
  const markers = createSeriesMarkers<Time>(series, []);
  const overlay = createOverlay();
  series.attachPrimitive(overlay);
  let view: ChartView | null = null, cursor = -1;

  const candleAt = ({ time }: MouseEventParams<Time>) =>
    view?.candles.find((candle) => candle.time === time) ?? null;
  chart.subscribeCrosshairMove((at) => listener.onHover(candleAt(at)));
  chart.subscribeClick((at) => {
    const candle = candleAt(at);
    if (candle === null) return;
    cursor = view!.candles.indexOf(candle);
    listener.onChoose(candle);
  });

  function showMarks(shown: ChartView): void {
    paintCandles(series);
    markers.setMarkers(markersOf(shown, place.clientWidth >= NARROW_PX));
    overlay.show(overlayData(shown));
  }
  document.addEventListener("themechange", () => view !== null && showMarks(view));

  function moveTo(index: number): CandleView {
    cursor = index;
    const candle = view!.candles[cursor];
    chart.setCrosshairPosition(candle.close, candle.time as UTCTimestamp, series);
    const range = chart.timeScale().getVisibleLogicalRange();
    if (range !== null && (cursor < range.from || cursor > range.to)) {
      const half = (range.to - range.from) / 2;
      chart.timeScale().setVisibleLogicalRange({ from: cursor - half, to: cursor + half });
    }
    return candle;
  }

  return {
    show(next) {
      const isOther = view?.symbol !== next.symbol;
      const { precision, candles } = next;
      if (isOther) {
        series.applyOptions({ priceFormat: { type: "price", precision, minMove: 10 ** -precision } });
      }
      const moved = isOther ? 0 : droppedBars(view!, next);
      series.setData(candles.map((candle) => ({ ...candle, time: candle.time as UTCTimestamp })));
      view = next;
      showMarks(next);
      if (isOther) {
        chart.timeScale().setVisibleLogicalRange({ from: candles.length - IN_VIEW, to: candles.length + 3 });
      }
      if (isOther) cursor = -1;
      else if (cursor >= 0) cursor -= moved;
    },
    step(bars) {
      if (view === null || view.candles.length === 0) return null;
      const last = view.candles.length - 1;
      return moveTo(Math.min(last, Math.max(0, cursor < 0 ? last : cursor + bars)));
    },
    point(openTime) {
      const index = view?.candles.findIndex(({ time }) => time === openTime) ?? -1;
      if (index >= 0) moveTo(index);
    },
  };
}

/** How many bars were dropped at the front. */
function droppedBars(old: ChartView, next: ChartView): number {
  const i = old.candles.findIndex(({ time }) => time === next.candles[0]?.time);
  return Math.max(0, i);
}

function overlayData({ regimes, stops, candles: [first, second] }: ChartView): OverlayData {
  const seconds = second === undefined ? 1 : second.time - first.time;
  return {
    ...{ regimes, stops, stopColour: colour("warn") },
    indexOf: (time) => (time - (first?.time ?? 0)) / seconds,
    colourOf: (regime) => colour(`regime-${regime.toLowerCase().replaceAll("_", "-")}`) || colour("muted"),
  };
}

function paintCandles(series: ISeriesApi<"Candlestick">): void {
  const up = colour("up"), down = colour("down");
  series.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
}
