import type {
  IPrimitivePaneView,
  ISeriesPrimitive,
  PrimitivePaneViewZOrder,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";
import type { RegimeSpanView, StopSpanView } from "../../views.ts";
import type { TradeLine } from "./marks.ts";

type Target = Parameters<NonNullable<ReturnType<IPrimitivePaneView["renderer"]>>["draw"]>[0];
type Context = CanvasRenderingContext2D;

/** What lies under and over the candles. Times are Unix seconds. */
export interface OverlayData {
  readonly regimes: readonly RegimeSpanView[];
  readonly stops: readonly StopSpanView[];
  readonly trades: readonly TradeLine[];
  /** Place of a time among the bars; between two of them it is a fraction. */
  readonly indexOf: (time: number) => number;
  readonly colourOf: (regime: string) => string;
  /** Open of the bar whose why is shown; null where none is chosen. */
  readonly chosen: number | null;
  readonly chosenColour: string;
  readonly stopColour: string;
  readonly gainColour: string;
  readonly lossColour: string;
}

const EMPTY: OverlayData = {
  regimes: [],
  stops: [],
  trades: [],
  indexOf: () => 0,
  colourOf: () => "transparent",
  chosen: null,
  chosenColour: "transparent",
  stopColour: "transparent",
  gainColour: "transparent",
  lossColour: "transparent",
};

/** Shades regimes behind the candles, and draws stops as steps and trades from entry to exit over them. */
export interface Overlay extends ISeriesPrimitive<Time> {
  show(data: OverlayData): void;
}

export function createOverlay(): Overlay {
  let data = EMPTY;
  let attached: SeriesAttachedParameter<Time> | null = null;
  const view = (zOrder: PrimitivePaneViewZOrder, draw: Draw): IPrimitivePaneView => ({
    zOrder: () => zOrder,
    renderer: () => ({ draw: (target) => attached === null ? undefined : draw(target, data, attached) }),
  });
  const views = [
    view("bottom", drawRegimes),
    view("bottom", drawChosen),
    view("top", drawStops),
    view("top", drawTrades),
  ];
  return {
    attached: (parameter) => void (attached = parameter),
    detached: () => void (attached = null),
    paneViews: () => views,
    show(next) {
      data = next;
      attached?.requestUpdate();
    },
  };
}

type Draw = (target: Target, data: OverlayData, attached: SeriesAttachedParameter<Time>) => void;

/** Height of the strip at the foot where a regime's colour is full, for those who hardly see the shade. */
const STRIP_PX = 4;

function drawRegimes(
  target: Target,
  { regimes, indexOf, colourOf }: OverlayData,
  { chart }: SeriesAttachedParameter<Time>,
): void {
  const x = (time: number) => coordinate(chart, indexOf(time) - 0.5);
  target.useMediaCoordinateSpace(({ context, mediaSize }) => {
    for (const { from, to, regime } of regimes) {
      const left = Math.max(0, x(from)), width = Math.min(mediaSize.width, x(to)) - left;
      if (width <= 0) continue;
      context.fillStyle = colourOf(regime);
      context.globalAlpha = 0.1;
      context.fillRect(left, 0, width, mediaSize.height);
      context.globalAlpha = 0.9;
      context.fillRect(left, mediaSize.height - STRIP_PX, width, STRIP_PX);
    }
    context.globalAlpha = 1;
  });
}

/** Least width of a column that can be seen. */
const LEAST_PX = 5;

function drawChosen(
  target: Target,
  { chosen, indexOf, chosenColour }: OverlayData,
  { chart }: SeriesAttachedParameter<Time>,
): void {
  if (chosen === null) return;
  const index = indexOf(chosen);
  const middle = coordinate(chart, index), width = Math.max(LEAST_PX, coordinate(chart, index + 1) - middle);
  target.useMediaCoordinateSpace(({ context, mediaSize }) => {
    context.fillStyle = chosenColour;
    context.globalAlpha = 0.35;
    context.fillRect(middle - width / 2, 0, width, mediaSize.height);
    context.globalAlpha = 1;
  });
}

function drawStops(
  target: Target,
  { stops, indexOf, stopColour }: OverlayData,
  { chart, series }: SeriesAttachedParameter<Time>,
): void {
  target.useMediaCoordinateSpace(({ context }) => {
    context.strokeStyle = stopColour;
    context.lineWidth = 1.5;
    context.setLineDash([5, 3]);
    for (const { from, to, price } of stops) {
      const y = series.priceToCoordinate(price);
      if (y !== null) {
        line(context, coordinate(chart, indexOf(from) - 0.5), coordinate(chart, indexOf(to) - 0.5), y);
      }
    }
    context.setLineDash([]);
  });
}

function drawTrades(
  target: Target,
  { trades, indexOf, gainColour, lossColour }: OverlayData,
  { chart, series }: SeriesAttachedParameter<Time>,
): void {
  target.useMediaCoordinateSpace(({ context }) => {
    context.lineWidth = 1.5;
    for (const { from, to, entryPrice, exitPrice, isGain } of trades) {
      const top = series.priceToCoordinate(entryPrice), bottom = series.priceToCoordinate(exitPrice);
      if (top === null || bottom === null) continue;
      context.strokeStyle = isGain ? gainColour : lossColour;
      context.beginPath();
      context.moveTo(coordinate(chart, indexOf(from) - 0.5), top);
      context.lineTo(coordinate(chart, indexOf(to) - 0.5), bottom);
      context.stroke();
    }
  });
}

function line(context: Context, from: number, to: number, y: number): void {
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(Math.max(to, from + 2), y);
  context.stroke();
}

/** Where a place among the bars is drawn, also between bars and off the screen. */
function coordinate(chart: SeriesAttachedParameter<Time>["chart"], index: number): number {
  const scale = chart.timeScale();
  const range = scale.getVisibleLogicalRange();
  if (range === null) return 0;
  return ((index - range.from) / (range.to - range.from)) * scale.width();
}
