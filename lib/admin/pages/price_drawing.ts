import type { CandleView, ChartView } from "../views.ts";
import { h, type Part } from "../client/part.ts";

const WIDTH = 900, HEIGHT = 380, SHOWN = 120;
/** Of the width a candle has. */
const BODY_SHARE = 0.6;

/** Candles as a plain drawing: what is seen before the chart library is there, or without scripts. */
export function priceDrawing({ candles, regimes, symbol, timeframe }: ChartView): Part {
  const shown = candles.slice(-SHOWN);
  if (shown.length < 2) return h("p", { class: "muted empty" }, "Waiting for the first bars to close.");
  const low = Math.min(...shown.map((c) => c.low)), high = Math.max(...shown.map((c) => c.high));
  const step = WIDTH / shown.length, first = shown[0].time, barSeconds = shown[1].time - first;
  const x = (time: number) => ((time - first) / barSeconds) * step;
  const shades = regimes.filter(({ to }) => to > first).map(({ from, to, regime }) => {
    const left = Math.max(0, x(from));
    return h("rect", {
      class: `shade ${regime}`,
      x: left.toFixed(1),
      y: 0,
      width: (x(to) - left).toFixed(1),
      height: HEIGHT,
    });
  });
  const label = `${shown.length} candles of ${symbol}, ${timeframe}, from ${low} to ${high}`;
  return h(
    "svg",
    {
      class: "drawing",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": label,
    },
    shades,
    candlePaths(shown, low, high),
  );
}

/** All wicks and all bodies of a colour are one shape each: an element for each candle would hold up the first paint. */
function candlePaths(shown: readonly CandleView[], low: number, high: number): Part[] {
  const y = (price: number) => (6 + (HEIGHT - 12) * (1 - (price - low) / (high - low || 1))).toFixed(1);
  const step = WIDTH / shown.length, bodyWidth = (step * BODY_SHARE).toFixed(1);
  const paths = { up: { wicks: "", bodies: "" }, down: { wicks: "", bodies: "" } };
  shown.forEach((c, i) => {
    const path = paths[c.close >= c.open ? "up" : "down"];
    const top = y(Math.max(c.open, c.close)), bottom = y(Math.min(c.open, c.close));
    const height = Math.max(1, Number(bottom) - Number(top)).toFixed(1);
    const left = (step * (i + (1 - BODY_SHARE) / 2)).toFixed(1);
    path.wicks += `M${(step * (i + 0.5)).toFixed(1)} ${y(c.high)}V${y(c.low)}`;
    path.bodies += `M${left} ${top}h${bodyWidth}v${height}h-${bodyWidth}z`;
  });
  return Object.entries(paths).flatMap(([tone, { wicks, bodies }]) => [
    h("path", { class: `wicks ${tone}`, d: wicks }),
    h("path", { class: `bodies ${tone}`, d: bodies }),
  ]);
}
