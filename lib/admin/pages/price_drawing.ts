import type { ChartView } from "../views.ts";
import { h, type Part } from "../client/part.ts";

const WIDTH = 900, HEIGHT = 380, SHOWN = 120;

/** Candles as a plain drawing: what is seen before the chart library is there, or without scripts. */
export function priceDrawing({ candles, regimes, symbol, timeframe }: ChartView): Part {
  const shown = candles.slice(-SHOWN);
  if (shown.length < 2) return h("p", { class: "muted empty" }, "Waiting for the first bars to close.");
  const low = Math.min(...shown.map((c) => c.low)), high = Math.max(...shown.map((c) => c.high));
  const y = (price: number) => (6 + (HEIGHT - 12) * (1 - (price - low) / (high - low || 1))).toFixed(1);
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
    shown.map((c, i) => {
      const left = i * step, top = Math.max(c.open, c.close), bottom = Math.min(c.open, c.close);
      const body = Math.max(1, Number(y(bottom)) - Number(y(top))).toFixed(1);
      return h(
        "g",
        { class: c.close >= c.open ? "up" : "down" },
        h("line", {
          x1: (left + step / 2).toFixed(1),
          x2: (left + step / 2).toFixed(1),
          y1: y(c.high),
          y2: y(c.low),
        }),
        h("rect", {
          x: (left + step * 0.2).toFixed(1),
          width: (step * 0.6).toFixed(1),
          y: y(top),
          height: body,
        }),
      );
    }),
  );
}
