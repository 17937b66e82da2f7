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
import { markersOf, tradeLines } from "./marks.ts";
import { createViewport, NARROW_PX } from "./viewport.ts";
import { createOverlay, type OverlayData } from "./overlay.ts";

/** Candles of a symbol with all that was done on them. */
export interface PriceChart {
  show(view: ChartView): void;
  /** Moves the cross so many bars; the candle it comes to, if any. */
  step(bars: number): CandleView | null;
  /** Marks the bar that opened then, and brings it into view if the chart has it; null marks none. */
  mark(openTime: number | null): void;
}

/** Who is told of the bar under the pointer, and of the one that is chosen. */
export interface PriceChartListener {
  onHover(candle: CandleView | null): void;
  onChoose(candle: CandleView): void;
}

/** A chart of candles in `place`. */
export function createPriceChart(place: HTMLElement, listener: PriceChartListener): PriceChart {
  const chart = createPlainChart(place);
  const series = chart.addSeries(CandlestickSeries, { borderVisible: false, lastValueVisible: true });
  const markers = createSeriesMarkers<Time>(series, []);
  const overlay = createOverlay();
  series.attachPrimitive(overlay);
  const viewport = createViewport(chart, place);
  let view: ChartView | null = null, cursor = -1;
  let chosen: number | null = null;
  /** Whether keys have put the cross where it is: then it stays on its bar while others come. */
  let isByKeys = false;

  const candleAt = ({ time }: MouseEventParams<Time>) =>
    view?.candles.find((candle) => candle.time === time) ?? null;
  chart.subscribeCrosshairMove((at) => {
    if (at.sourceEvent !== undefined) isByKeys = false;
    listener.onHover(candleAt(at));
  });
  chart.subscribeClick((at) => {
    const candle = candleAt(at);
    if (candle === null) return;
    cursor = view!.candles.indexOf(candle);
    listener.onChoose(candle);
  });

  function showMarks(shown: ChartView): void {
    paintCandles(series);
    markers.setMarkers(markersOf(shown, place.clientWidth >= NARROW_PX));
    overlay.show({ ...overlayData(shown), chosen });
  }
  document.addEventListener("themechange", () => view !== null && showMarks(view));

  function moveTo(index: number): CandleView {
    cursor = index;
    isByKeys = true;
    const candle = view!.candles[cursor];
    putCross(candle);
    viewport.bringIntoView(cursor);
    return candle;
  }

  const putCross = ({ close, time }: CandleView) =>
    chart.setCrosshairPosition(close, time as UTCTimestamp, series);

  return {
    show(next) {
      const isOther = view?.symbol !== next.symbol;
      const moved = isOther ? 0 : droppedBars(view!, next);
      setCandles(series, next, isOther);
      view = next;
      showMarks(next);
      viewport.show(next.candles.length, isOther);
      if (isOther) cursor = -1;
      else if (cursor >= 0) cursor -= moved;
      if (isByKeys && cursor >= 0 && cursor < next.candles.length) putCross(next.candles[cursor]);
    },
    step(bars) {
      const last = (view?.candles.length ?? 0) - 1;
      if (last < 0) return null;
      return moveTo(Math.min(last, Math.max(0, cursor < 0 ? last : cursor + bars)));
    },
    mark(openTime) {
      chosen = openTime;
      if (view === null) return;
      overlay.show({ ...overlayData(view), chosen });
      const index = view.candles.findIndex(({ time }) => time === openTime);
      if (index >= 0) viewport.bringIntoView(index);
    },
  };
}

function setCandles(
  series: ISeriesApi<"Candlestick">,
  { precision, candles }: ChartView,
  isOther: boolean,
): void {
  if (isOther) {
    series.applyOptions({ priceFormat: { type: "price", precision, minMove: 10 ** -precision } });
  }
  series.setData(candles.map((candle) => ({ ...candle, time: candle.time as UTCTimestamp })));
}

/** How many bars were dropped at the front. */
function droppedBars(old: ChartView, next: ChartView): number {
  const i = old.candles.findIndex(({ time }) => time === next.candles[0]?.time);
  return Math.max(0, i);
}

function overlayData({ regimes, stops, marks, candles: [first, second] }: ChartView): OverlayData {
  const seconds = second === undefined ? 1 : second.time - first.time;
  return {
    ...{ regimes, stops, trades: tradeLines(marks), stopColour: colour("warn") },
    ...{ chosen: null, chosenColour: colour("accent"), gainColour: colour("up"), lossColour: colour("down") },
    indexOf: (time) => (time - (first?.time ?? 0)) / seconds,
    colourOf: (regime) => colour(`regime-${regime.toLowerCase().replaceAll("_", "-")}`) || colour("muted"),
  };
}

function paintCandles(series: ISeriesApi<"Candlestick">): void {
  const up = colour("up"), down = colour("down");
  series.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
}
