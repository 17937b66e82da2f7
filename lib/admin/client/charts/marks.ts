/// <reference lib="dom" />
import type { SeriesMarker, Time, UTCTimestamp } from "lightweight-charts";
import type { ChartView, MarkView } from "../../views.ts";
import { colour } from "../dom.ts";

/** What was done, as signs at its bars; with words where there is room for them. Fills of one bar and kind are one sign. */
export function markersOf(view: ChartView, hasRoom: boolean): SeriesMarker<Time>[] {
  const byPlace = new Map<string, SeriesMarker<Time>>();
  for (const mark of view.marks) {
    const marker = markerOf(mark, view);
    if (marker !== null) byPlace.set(`${marker.time} ${marker.text} ${marker.position}`, marker);
  }
  const markers = [...byPlace.values()];
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
    text: legOf(text),
  };
}

/** "stop" of "stop 22238.4": the price is seen where the sign stands. */
function legOf(text: string): string {
  return text.replace(/ [\d.]+$/, "");
}

/** A trade, or the part of it that one exit closed, from its entry. Unix seconds. */
export interface TradeLine {
  readonly from: number;
  readonly to: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly isGain: boolean;
}

/** Each exit with the entry before it. */
export function tradeLines(marks: readonly MarkView[]): TradeLine[] {
  const lines: TradeLine[] = [];
  let entry: MarkView | null = null;
  for (const mark of marks) {
    if (mark.kind === "entry") entry = mark;
    else if (entry !== null && mark.side !== entry.side) {
      const gain = (mark.price - entry.price) * (entry.side === "buy" ? 1 : -1);
      lines.push({
        ...{ from: entry.time, to: mark.time, entryPrice: entry.price, exitPrice: mark.price },
        isGain: gain > 0,
      });
    }
  }
  return lines;
}
