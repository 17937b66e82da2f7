import type { EquityPointView } from "../views.ts";
import { decimal, minute } from "../client/format.ts";
import { h, type Part } from "../client/part.ts";

const WIDTH = 800, HEIGHT = 240, SPLIT = 170;

/** Equity and drawdown as a plain drawing: what is seen before the chart library is there, or without scripts. */
export function equityDrawing(points: readonly EquityPointView[], currency: string): Part {
  if (points.length < 2) {
    return h("p", { class: "muted empty" }, "The curve begins with the first closed hours.");
  }
  const equities = points.map(({ equity }) => equity);
  const low = Math.min(...equities), high = Math.max(...equities), span = high - low || 1;
  const worst = Math.max(0.01, ...points.map(({ drawdownPct }) => drawdownPct));
  const x = (i: number) => ((WIDTH * i) / (points.length - 1)).toFixed(1);
  const line = equities.map((e, i) => `${x(i)},${(8 + (SPLIT - 16) * (1 - (e - low) / span)).toFixed(1)}`)
    .join(" ");
  const depth = points.map((p, i) =>
    `${x(i)},${(SPLIT + 8 + (HEIGHT - SPLIT - 10) * (p.drawdownPct / worst)).toFixed(1)}`
  );
  const label =
    `Equity from ${decimal(equities[0])} on ${minute(points[0].at)} to ${decimal(equities.at(-1)!)} ` +
    `${currency} on ${minute(points.at(-1)!.at)}; deepest drawdown ${decimal(worst)} %`;
  return h(
    "svg",
    {
      class: "drawing",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": label,
    },
    h("polyline", { class: "line", points: line }),
    h("polygon", { class: "depth", points: `0,${SPLIT + 8} ${depth.join(" ")} ${WIDTH},${SPLIT + 8}` }),
  );
}
