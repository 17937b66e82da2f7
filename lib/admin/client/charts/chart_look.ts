/// <reference lib="dom" />
import {
  ColorType,
  createChart,
  type DeepPartial,
  type IChartApi,
  type TimeChartOptions,
} from "lightweight-charts";
import { colour } from "../dom.ts";

/** A chart that fills `place` and looks like the rest of the page, in either theme. */
export function createPlainChart(place: HTMLElement): IChartApi {
  const chart = createChart(place, { autoSize: true, ...look() });
  document.addEventListener("themechange", () => chart.applyOptions(look()));
  return chart;
}

function look(): DeepPartial<TimeChartOptions> {
  const line = colour("line"), faint = colour("line-faint");
  return {
    layout: {
      background: { type: ColorType.Solid, color: "transparent" },
      textColor: colour("muted"),
      fontFamily: getComputedStyle(document.body).fontFamily,
      fontSize: 11,
      // said in the page's foot instead: the logo brings an inline style, which the page's policy refuses
      attributionLogo: false,
      panes: { separatorColor: line, enableResize: false },
    },
    grid: { vertLines: { color: faint }, horzLines: { color: faint } },
    // wide enough for any label, so that the plot stays where it is
    rightPriceScale: { borderColor: line, minimumWidth: 72 },
    timeScale: { borderColor: line, timeVisible: true, secondsVisible: false, rightOffset: 3 },
    crosshair: { vertLine: { color: colour("muted") }, horzLine: { color: colour("muted") } },
    // the page scrolls with the wheel; charts are moved by dragging and by the keys
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
  };
}
