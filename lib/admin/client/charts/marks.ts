/// <reference lib="dom" />
import type { SeriesMarker, Time, UTCTimestamp } from "lightweight-charts";
import type { ChartView, MarkView } from "../../views.ts";
import { colour } from "../dom.ts";

/** What was done, as signs at its bars; with words where there is room for them. */
export function markersOf(view: ChartView, hasRoom: boolean): SeriesMarker<Time>[] {
  const markers = view.marks.map((mark) => markerOf(mark, view)).filter((marker) => marker !== null);
  return hasRoom ? markers : markers.map((marker) => ({ ...marker, text: "" }));
}

/** An arrow at an entry, a dot or square at an exit, with its words; null for a time outside the candles. */
function markerOf({ time, kind, side, text }: MarkView, { candles }: ChartView): SeriesMarker<Time> | null {
  const [first, second] = candles;
  if (second === undefined) return null;
  const seconds = second.time - first.time;
  const index = Math.floor((time - first.time) / seconds);
  if (index < 0) return null;
  const at = candles[Math.min(index, candles.length - 1)].time as UTCTimestamp;
  const isBuy = side === "buy";
  const position = isBuy ? "belowBar" : "aboveBar";
  if (kind === "entry") {
    return {
      time: at,
      position,
      shape: isBuy ? "arrowUp" : "arrowDown",
      color: colour("accent"),
      text: isBuy ? "long" : "short",
    };
  }
  const tone = kind === "target" ? colour("up") : kind === "exit" ? colour("muted") : colour("down");
  return {
    time: at,
    position,
    shape: kind === "exit" ? "square" : "circle",
    color: tone,
    text: shortText(text),
  };
}

function shortText(text: string): string {
  return text.length > 18 ? `${text.slice(0, 17)}…` : text;
}
